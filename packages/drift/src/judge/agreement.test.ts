import { type ContractViolation, createTrtcCallClient, type TrtcCallClientV4 } from '@trtc-call/client';
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

/** What a judge finds, by the rules that clients know too; what was asked is looked at apart from the contract. */
function listFound(feed: (judge: Judge) => void): string[] {
  const judge = new Judge({}, contracts);
  judge.begin('test');
  feed(judge);
  expect(judge.end(undefined).unjudged).toEqual([]);
  const apart = /^(refused|mismatch$|time-in-milliseconds$|times-out-of-order$)/;
  const findings = judge.findings().filter(({ fingerprint }) => !apart.test(fingerprint.rule));
  return findings.map(({ fingerprint }) => fingerprintText(fingerprint)).sort();
}

const answerValues = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom('', 'a word', 'single', 'hologram', 0, -1, 5, 1.5, null, true, [], {}, ['a'], [5]),
);

// The client's shapes and this package's nodes are two readings of one contract, made apart from each other.
describe('what a client reports of an answer is what is found in the exchange', () => {
  const names = fc.constantFrom('extra', 'a name that is personal text', 'x/y');
  test.each(operationIds)('%s', (operationId) => {
    const whole = sampleAnswer(operationId);
    const places = listLocations(whole);
    const change = fc.record({
      place: fc.constantFrom(...places),
      value: answerValues,
      name: fc.option(names),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const answer: unknown = changes.reduce<unknown>(
          (changed, { place, value, name }) =>
            put(changed, name ? [...place.slice(0, -1), name] : place, value),
          whole,
        );
        const clean: unknown = JSON.parse(JSON.stringify(answer));
        const exchange = sampleExchange(operationId, { answer: JSON.stringify(clean), sensor: 'production' });
        const { issues } = findViolations(operationId, clean);
        expect(listFound((judge) => judge.exchange(exchange))).toEqual(
          listFound((judge) => {
            for (const issue of issues) judge.violation({ at: undefined, operationId, ...issue });
          }),
        );
      }),
      { numRuns: isFullProof ? 300 : 100 },
    );
  });
});

/** What the client of v4 says of an answer, by the method that each operation has. */
async function askV4(method: keyof typeof methodsOfV4, answer: unknown): Promise<ContractViolation[]> {
  const reported: ContractViolation[] = [];
  const client = createTrtcCallClient({
    generation: 'v4',
    sdkAppId: 88888888,
    secretKey: 'k'.repeat(64),
    region: 'https://example.com',
    retry: false,
    fetch: async () => Response.json(answer),
    onContractViolation: (violation) => reported.push(violation),
  });
  const asked = methodsOfV4[method](client);
  await Promise.resolve(asked).catch(() => undefined);
  return reported;
}

const methodsOfV4 = {
  getCallInfo: (client: TrtcCallClientV4): PromiseLike<unknown> => client.calls.get('a'),
  endCall: (client: TrtcCallClientV4): PromiseLike<unknown> => client.calls.end('a'),
  getRecordByCallId: (client: TrtcCallClientV4): PromiseLike<unknown> => client.records.get('a'),
  getRecordsByFilter: (client: TrtcCallClientV4): PromiseLike<unknown> => client.records.query({}),
  getCallback: (client: TrtcCallClientV4): PromiseLike<unknown> => client.callbacks.get(),
};

describe('what a client of v4 reports is what is found in the exchange', () => {
  const ids: readonly (keyof typeof methodsOfV4)[] = [
    'getCallInfo',
    'endCall',
    'getRecordByCallId',
    'getRecordsByFilter',
    'getCallback',
  ];
  test.each(ids)('%s', async (operationId) => {
    const whole = sampleAnswer(operationId, 'v4');
    const change = fc.record({ place: fc.constantFrom(...listLocations(whole)), value: answerValues });
    const property = fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      // Which of its two words stands beside a code, a report does not say.
      const names = changes.map(({ place }) => place[0]);
      fc.pre(!names.includes('ErrorCode') || !names.includes('ActionStatus'));
      const changed = changes.reduce<unknown>((body, { place, value }) => put(body, place, value), whole);
      const answer: unknown = JSON.parse(JSON.stringify(changed));
      const violations = await askV4(operationId, answer);
      const seen = { generation: 'v4', answer, sensor: 'production', body: undefined } as const;
      expect(listFound((judge) => judge.exchange(sampleExchange(operationId, seen)))).toEqual(
        listFound((judge) => {
          for (const violation of violations) judge.violation({ ...violation, at: undefined });
        }),
      );
    });
    await fc.assert(property, { numRuns: isFullProof ? 400 : 60 });
  });
});

type Path = readonly (string | number)[];

function listLocations(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const within = Object.entries(value).flatMap(([name, member]) =>
    listLocations(member, [...path, Array.isArray(value) ? Number(name) : name]),
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
