import { findViolations } from '@trtc-call/client/v1/validators';
import { operations } from '@trtc-call/spec/v1';
import { isFullProof } from '@trtc-call/test-servers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readContracts } from '../contract/contract.ts';
import { fingerprintText } from '../findings/finding.ts';
import { sampleAnswer, sampleExchange } from '../testing/sample-exchange.ts';
import { Judge } from './judge.ts';

const operationIds = Object.values(operations).map(({ operationId }) => operationId);

const contracts = readContracts();

/** What is told of an answer that differs somewhere, by the rules that clients know too. */
function byExchange(operationId: (typeof operationIds)[number], answer: unknown): string[] {
  const judge = new Judge({}, contracts);
  judge.begin('test');
  judge.exchange(sampleExchange(operationId, { answer: JSON.stringify(answer), sensor: 'production' }));
  judge.end(undefined);
  // What was asked is looked at apart from the contract, and was the same each time.
  const apart = /^(refused|mismatch$|time-in-milliseconds$|times-out-of-order$)/;
  const findings = judge.findings().filter(({ fingerprint }) => !apart.test(fingerprint.rule));
  return findings.map(({ fingerprint }) => fingerprintText(fingerprint)).sort();
}

function byReports(operationId: (typeof operationIds)[number], answer: unknown): string[] {
  const judge = new Judge({}, contracts);
  judge.begin('test');
  for (const issue of findViolations(operationId, answer).issues) {
    judge.violation({ at: undefined, operationId, ...issue });
  }
  judge.end(undefined);
  expect(judge.inputs()[0]?.unjudged).toEqual([]);
  return judge
    .findings()
    .map(({ fingerprint }) => fingerprintText(fingerprint))
    .sort();
}

// The client's shapes and this package's nodes are two readings of one contract, made apart from each other.
describe('what a client reports of an answer is what is found in the exchange', () => {
  const values = fc.oneof(
    fc.constant(undefined),
    fc.constantFrom('', 'a word', 'single', 'hologram', 0, -1, 5, 1.5, null, true, [], {}, ['a'], [5]),
  );
  const names = fc.constantFrom('extra', 'a name that is somebody’s text', 'x/y');
  test.each(operationIds)('%s', (operationId) => {
    const whole = sampleAnswer(operationId);
    const places = placesOf(whole);
    const change = fc.record({ place: fc.constantFrom(...places), value: values, name: fc.option(names) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const answer: unknown = changes.reduce<unknown>(
          (changed, { place, value, name }) =>
            put(changed, name ? [...place.slice(0, -1), name] : place, value),
          whole,
        );
        const clean: unknown = JSON.parse(JSON.stringify(answer));
        expect(byExchange(operationId, clean)).toEqual(byReports(operationId, clean));
      }),
      { numRuns: isFullProof ? 300 : 100 },
    );
  });
});

type Path = readonly (string | number)[];

function placesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const within = Object.entries(value).flatMap(([name, member]) =>
    placesOf(member, [...path, Array.isArray(value) ? Number(name) : name]),
  );
  return path.length === 0 ? within : [path, ...within];
}

/** A copy with another value at a place; undefined takes it away. */
function put(value: unknown, [head, ...rest]: Path, member: unknown): unknown {
  if (head === undefined) return member;
  if (Array.isArray(value)) return value.map((item, at) => (at === head ? put(item, rest, member) : item));
  if (typeof value !== 'object' || value === null) return value;
  const known: unknown = Reflect.get(value, head);
  return { ...value, [head]: put(known, rest, member) };
}
