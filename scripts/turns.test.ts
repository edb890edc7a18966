import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { serveTurns, Turns, takeTurn } from './turns.ts';

/** Asks for turns in this order. @returns the suites that have begun, and what ends one */
function askFor(turns: Turns, suites: readonly string[]) {
  const begun: string[] = [];
  const ends = new Map(suites.map((suite) => [suite, turns.ask(suite, () => begun.push(suite))]));
  return { begun, end: (suite: string) => ends.get(suite)?.() };
}

test('the longest begin first, as long as a part of a core is free', () => {
  const { begun, end } = askFor(new Turns(1), ['short', 'webhooks-unit', 'cli-unit', 'e2e', 'other']);
  expect(begun).toEqual(['short']);
  end('short');
  expect(begun.slice(1), 'not the shorter ones that would leave it no room').toEqual(['cli-unit', 'e2e']);
  end('cli-unit');
  expect(begun.slice(3)).toEqual(['webhooks-unit']);
  end('e2e');
  expect(begun.slice(4)).toEqual(['other']);
});

test('what measures time runs alone', () => {
  const { begun, end } = askFor(new Turns(4), ['proofs-alone', 'short', 'other']);
  expect(begun).toEqual(['proofs-alone']);
  end('proofs-alone');
  expect(begun).toEqual(['proofs-alone', 'short', 'other']);
});

test('what measures time does not begin beside another, and keeps none from beginning', () => {
  const { begun, end } = askFor(new Turns(4), ['short', 'proofs-alone', 'other']);
  expect(begun).toEqual(['short', 'other']);
  end('short');
  expect(begun).toHaveLength(2);
  end('other');
  expect(begun.at(-1)).toBe('proofs-alone');
});

test('a check that ends while it waits takes no turn', () => {
  const { begun, end } = askFor(new Turns(1), ['one', 'two', 'three']);
  end('two');
  end('one');
  expect(begun).toEqual(['one', 'three']);
});

test('a process that ends gives its turn on, also one that was killed while it waited', async () => {
  const port = await serveTurns(new Turns(1));
  const first = await takeTurn('one', port);
  const lost = takeTurn('two', port);
  const next = takeTurn('three', port);
  first.destroy();
  const second = await Promise.race([lost, next]);
  second.destroy();
  await once(second, 'close');
  (await next).destroy();
  (await lost).destroy();
});

test('a check that another one starts does not wait for a turn of its own', async () => {
  const port = await serveTurns(new Turns(1));
  const check = [join(import.meta.dirname, 'check.ts'), 'inner', '--', 'node', '--version'];
  const cwd = mkdtempSync(join(tmpdir(), 'turns-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  const options = {
    cwd,
    env: { ...process.env, TRTC_CALL_TURNS: String(port) },
    timeout: 20_000,
  };
  const outer = spawn(process.execPath, [check[0] ?? '', 'outer', '--', process.execPath, ...check], options);
  const [status] = await once(outer, 'exit');
  expect(status, 'null: it waited until it was stopped').toBe(0);
});
