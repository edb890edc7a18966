import { once } from 'node:events';
import { expect, test } from 'vitest';
import { serveTurns, Turns, takeTurn } from './turns.ts';

/** Asks for turns in this order. @returns the suites that have begun, and what ends one */
function askFor(turns: Turns, suites: readonly string[]) {
  const begun: string[] = [];
  const ends = new Map(suites.map((suite) => [suite, turns.ask(suite, () => begun.push(suite))]));
  return { begun, end: (suite: string) => ends.get(suite)?.() };
}

test('the longest that still fits begins first', () => {
  const { begun, end } = askFor(new Turns(1), ['short', 'webhooks-unit', 'cli-unit', 'conformance-unit']);
  expect(begun).toEqual(['short']);
  end('short');
  expect(begun, 'those that share a core begin together').toEqual(['short', 'cli-unit', 'conformance-unit']);
  end('cli-unit');
  expect(begun.at(-1)).toBe('webhooks-unit');
});

test('what measures time runs alone', () => {
  const { begun, end } = askFor(new Turns(4), ['short', 'proofs-alone', 'other']);
  expect(begun).toEqual(['short', 'other']);
  end('short');
  expect(begun).toHaveLength(2);
  end('other');
  expect(begun.at(-1)).toBe('proofs-alone');
});

test('what is larger than the machine begins when nothing else runs', () => {
  expect(askFor(new Turns(0.1), ['cli-unit', 'short']).begun).toEqual(['cli-unit']);
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
