import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readContract } from '../contract/contract.ts';
import { RateLimitDetector } from './traffic-rules.ts';

const operation = readContract('v1').byId.get('getRecordByCallId');
if (!operation) throw new TypeError('The contract has no getRecordByCallId: choose another operation.');
const { requests, perSeconds } = operation.rateLimit;
const span = perSeconds * 1000;

/** What a service says that serves `limit` requests in any second, of requests that arrive at these times. */
function served(times: readonly number[], limit: number): { at: number; wasRefused: boolean }[] {
  const taken: number[] = [];
  return times.map((at) => {
    const within = taken.filter((other) => other > at - span).length;
    if (within < limit) taken.push(at);
    return { at, wasRefused: within >= limit };
  });
}

function lower(starts: readonly { at: number; wasRefused: boolean }[]): number[] {
  const window = new RateLimitDetector(operation ?? fail());
  return [...starts.flatMap(({ at, wasRefused }) => window.note(at, wasRefused)), ...window.end()];
}

function fail(): never {
  throw new TypeError('unreachable');
}

test('a service that keeps the documented rate is never accused, whenever requests come and in whatever order they end', () => {
  const times = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 400 });
  fc.assert(
    fc.property(times, fc.infiniteStream(fc.nat()), (given, keys) => {
      const starts = served(
        given.toSorted((a, b) => a - b),
        requests,
      );
      const shuffled = starts
        .map((start) => ({ start, key: keys.next().value }))
        .sort((a, b) => a.key - b.key);
      expect(lower(shuffled.map(({ start }) => start))).toEqual([]);
    }),
  );
});

test.each([1, requests / 2, requests - 1])(
  'a service that serves %d at once is found out by one burst',
  (limit) => {
    const burst = Array.from({ length: requests * 2 }, (_, at) => at);
    expect(lower(served(burst, limit))).toHaveLength(1);
  },
);

test('a service that serves half of the rate is found out by steady calls below the rate', () => {
  const steady = Array.from({ length: 200 }, (_, at) => (at * span * 2.2) / requests);
  expect(lower(served(steady, requests / 4)).length).toBeGreaterThan(0);
});

test('calls without a rest are looked at in parts, each with what came before it', () => {
  const window = new RateLimitDetector(operation);
  let count = 0;
  for (let at = 0; at < 100_000; at += 1)
    count += window.note(at * 20, at > requests * 3 && at % 7 === 0).length;
  expect(count + window.end().length).toBe(0);
});
