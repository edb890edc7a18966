import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallRecord } from '@trtc-call/client';
import { expect, test } from 'vitest';
import { mockAccount } from '../testing/mock-account.ts';
import { runCli, startCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const kills = 20;
const start = Math.floor(Date.now() / 1000) - 86_400;

/** Some seconds hold more calls than one answer, most hold none. */
const records: Partial<CallRecord>[] = Array.from({ length: 6000 }, (_, index) => ({
  callId: `call-${index}`,
  startCallTs: start + Math.floor(index / 40) * 97,
  endTs: start + Math.floor(index / 40) * 97 + (index % 300),
}));

// Where each kill strikes is drawn from a fixed seed; where the process is just then, no seed decides.
function* delays(): Generator<number, never> {
  for (let seed = 20_260_501; ; ) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    yield 150 + (seed % 600);
  }
}

for (const format of ['jsonl', 'csv']) {
  test(`an export to ${format}, killed ${kills} times, is the same as one that was not`, {
    timeout: 240_000,
  }, async () => {
    const { mock, environment } = await mockAccount({ records, rateLimit: false });
    const folder = await temporaryFolder();
    const argsOf = (name: string) => [
      'records',
      'export',
      '--format',
      format,
      '--out',
      join(folder, name),
      '--from',
      String(start),
      '--to',
      String(start + 86_000),
    ];
    expect(await runCli(argsOf('right'), environment)).toMatchObject({ exitCode: 0 });

    const next = delays();
    let killed = 0;
    const resumedAt = new Set<string>();
    for (let round = 0; round < kills; round += 1) {
      // The service is slow for this one, so that the kill finds it at work.
      mock.fault('delay', { times: 2, milliseconds: next.next().value, operationId: 'getRecordsByFilter' });
      const { child, ended } = startCli(argsOf('killed'), environment);
      const timer = setTimeout(() => child.kill('SIGKILL'), 200 + next.next().value);
      const run = await ended;
      clearTimeout(timer);
      const [, written] = /Goes on .+: (\d+) records/.exec(run.stderr) ?? [];
      if (written !== undefined) resumedAt.add(written);
      if (run.exitCode === null) killed += 1;
      else break;
    }
    const rest = await runCli(argsOf('killed'), environment);
    if (rest.exitCode !== 0) expect(rest.stderr).toContain('exists');
    console.log(`${format}: killed ${killed} times, gone on from ${resumedAt.size} places`);
    expect(killed).toBeGreaterThan(3);
    expect(resumedAt.size).toBeGreaterThan(2);
    const right = await readFile(join(folder, 'right'), 'utf8');
    expect(await readFile(join(folder, 'killed'), 'utf8')).toBe(right);
    expect(right.trimEnd().split('\n')).toHaveLength(records.length + (format === 'csv' ? 1 : 0));
    expect((await readdir(folder)).sort()).toEqual(['killed', 'right']);
  });
}
