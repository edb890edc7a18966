import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { Judge } from '../judge/judge.ts';
import { Screen, type ScreenedBatch } from '../judge/screen.ts';
import { conformingExchanges } from '../testing/conforming/conforming-exchanges.ts';
import { allMutants } from '../testing/mutants/all-mutants.ts';
import { harEntry } from '../testing/write-traffic.ts';
import { Batch } from './batch.ts';
import { readExchanges } from './read-exchanges.ts';
import { ScreenPool } from './screen-pool.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-shared-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const conforming = [...conformingExchanges({ count: 6000, seed: 5 })];
const drifted = allMutants().flatMap(({ pairs }) =>
  pairs()
    .slice(0, 1)
    .map(({ mutated }) => mutated),
);

/** Conforming traffic with everything else strewn in: what drifts, other services, reports, lines that are none. */
function mixed(): string[] {
  const lines = conforming.map((exchange) => JSON.stringify(harEntry(exchange)));
  const others = [
    ...drifted.map((exchange) => JSON.stringify(harEntry(exchange))),
    '{"request":{},"response":{}}',
    '{"nothing":1}',
    '{"operationId":"getCallback","rule":"type","pointer":"/data/address","expected":"string","got":"number"}',
  ];
  return lines.flatMap((line, index) => {
    const other = index % 4 === 0 ? others[(index / 4) % others.length] : undefined;
    return other === undefined ? [line] : [line, other];
  });
}

async function resultOf(path: string, threads: number) {
  const judge = new Judge();
  judge.begin('file');
  const { damage, skipped, read } = await readExchanges(path, judge, { threads });
  judge.end(damage, skipped);
  return { read, damage, inputs: judge.inputs(), coverage: judge.coverage(), findings: judge.findings() };
}

test.each(['har', 'ndjson'])('with help comes out what comes out alone, of %s', async (format) => {
  const lines = mixed();
  const text = format === 'har' ? `{"log":{"entries":[\n${lines.join(',\n')}\n]}}` : lines.join('\n');
  expect(text.length, 'a file that is large enough for help').toBeGreaterThan(8 * 1024 * 1024);
  const path = join(folder, `mixed.${format}`);
  writeFileSync(path, text);
  const alone = await resultOf(path, 0);
  expect(alone.findings.length).toBeGreaterThan(100);
  expect(alone.damage).toBeUndefined();
  expect(await resultOf(path, 1)).toEqual(alone);
  expect(await resultOf(path, 3)).toEqual(alone);
});

test('with help the first damage is told, and what can be read is read', async () => {
  const lines = mixed();
  const at = lines.length - 1000;
  lines.splice(at, 0, '{"request":{"a":nonsense}}');
  lines.splice(at + 500, 0, '{"request":{"b":nonsense}}');
  const path = join(folder, 'damaged.ndjson');
  writeFileSync(path, lines.join('\n'));
  const alone = await resultOf(path, 0);
  expect(alone.damage?.offset).toBe(readFileSync(path).indexOf('{"request":{"a":nonsense}}'));
  expect(await resultOf(path, 2)).toEqual(alone);
});

test('a batch of a thread that fails comes back', async () => {
  const program = join(folder, 'failing.mjs');
  const code = `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', () => { throw new Error('out of memory'); });
    parentPort.postMessage('ready');`;
  writeFileSync(program, code);
  const pool = new ScreenPool(1, pathToFileURL(program));
  const [first] = conforming;
  if (!first) throw new TypeError('There is no exchange.');
  const bytes = Buffer.from(JSON.stringify(harEntry(first)));
  const batch = new Batch(bytes, 0);
  batch.add(0, bytes.length);
  const results: (ScreenedBatch | undefined)[] = [];
  await expect
    .poll(() => pool.offer(batch, (result) => results.push(result)), { timeout: 10_000 })
    .toBe(true);
  await pool.end();
  expect(results).toEqual([undefined]);
  expect(new Screen().batch(bytes, batch.spans).left).toEqual([]);
});
