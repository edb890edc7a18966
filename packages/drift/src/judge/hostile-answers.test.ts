import { isFullProof } from '@trtc-call/test-servers';
import { describe, expect, test } from 'vitest';
import { checkDrift } from '../check-drift.ts';
import { createSource, findDriftIn, judged } from '../testing/judged.ts';
import { sampleAnswer, sampleExchange } from '../testing/sample-exchange.ts';
import type { Exchange } from '../traffic/exchange.ts';

/** What takes minutes where work is not bounded takes far less where it is, on a busy machine too. */
const enough = 20_000;
const megabyte = 1024 * 1024;
/** What would take time by its square shows with a quarter as well. */
const many = isFullProof ? 4 : 1;

/** An answer whose data is other JSON text. */
function answerWith(operationId: 'getRecordByCallId' | 'getRecordsByFilter', data: string): Exchange {
  const answer = JSON.stringify({ ...sampleAnswer(operationId), data: 0 }).replace(
    '"data":0',
    `"data":${data}`,
  );
  return sampleExchange(operationId, { answer });
}

const listPointers = (exchanges: Exchange[], rule: string) =>
  findDriftIn(exchanges).flatMap(({ fingerprint }) =>
    fingerprint.rule === rule ? [fingerprint.pointer] : [],
  );

describe('an answer that was made to keep a check busy', () => {
  test('a list of a great many things that lack everything', { timeout: enough }, () => {
    const list = `[${'{},'.repeat(many * 100_000)}{}]`;
    const missing = listPointers(
      [answerWith('getRecordsByFilter', `{"callRecordList":${list}}`)],
      'missing-field',
    );
    expect(missing.length).toBeLessThan(100);
  });

  test('of many thousand unknown fields those above a limit are one finding', {
    timeout: enough,
  }, () => {
    const fields = (from: number) =>
      Array.from({ length: many * 5000 }, (_, at) => `"f${from + at}":1`).join();
    const exchanges = [0, 1, 2].map((part) => answerWith('getRecordByCallId', `{${fields(part * 20_000)}}`));
    const unknown = listPointers(exchanges, 'undocumented-field');
    expect(unknown.length).toBeLessThanOrEqual(201);
    expect(unknown).toContain('/data/(others)');
  });

  test('a thousand unknown codes and paths', () => {
    const numbers = Array.from({ length: 1000 }, (_, at) => 80_000 + at);
    const codes = numbers.map((code) =>
      sampleExchange('getCallback', { answer: { errorCode: code, errorMessage: 'No.', requestId: '1' } }),
    );
    const paths = numbers.map((number) => sampleExchange('getCallback', { path: `/v1/new/path${number}` }));
    const ruled = Map.groupBy(findDriftIn([...codes, ...paths]), ({ fingerprint }) => fingerprint.rule);
    expect(ruled.get('new-error-code')).toHaveLength(201);
    expect(ruled.get('undocumented-operation')).toHaveLength(201);
  });

  test.each([
    ['a query of a great many parameters', { extraQuery: '&a'.repeat(30_000) }],
    ['a path of a great many parts', { path: `/v1/${'a/'.repeat(30_000)}` }],
  ])('%s', { timeout: 2000 }, (_, changes) => {
    const findings = findDriftIn([sampleExchange('getCallback', changes)]);
    expect(findings.every(({ fingerprint }) => fingerprint.subject.length < 100)).toBe(true);
  });

  test('a URL that no server takes is not judged', () => {
    const judge = judged(sampleExchange('getCallback', { extraQuery: '&a'.repeat(megabyte) }));
    expect(judge.inputs()[0]).toMatchObject({
      judged: 0,
      unjudged: [{ reason: 'an entry whose URL is longer than 65536 characters', count: 1 }],
    });
  });

  test.each([
    ['more characters than a client reads', JSON.stringify('x'.repeat(9 * megabyte))],
    ['more values than memory should be spent on', `[${'1,'.repeat(1_100_000)}1]`],
  ])('%s: it is not judged, and the check could not be made', { timeout: enough }, async (_, data) => {
    const exchanges = [answerWith('getRecordByCallId', data), sampleExchange('getRecordByCallId')];
    const { exitCode, check } = await checkDrift({ sources: [createSource(...exchanges)] });
    expect(exitCode).toBe(2);
    expect(check.reasons).toEqual([
      'probe: 1 of 2 answers could not be judged: a body of more than 8388608 characters or 1000000 values',
    ]);
  });
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  'a field named %s is a finding like every other, and its change is left to a person',
  (name) => {
    const data = JSON.stringify(sampleAnswer('getRecordByCallId').data).replace(
      '{',
      `{${JSON.stringify(name)}:{"a":1},`,
    );
    const unknown = findDriftIn([answerWith('getRecordByCallId', data)]).filter(
      ({ fingerprint }) => fingerprint.rule === 'undocumented-field',
    );
    expect(
      unknown.map(({ fingerprint, proposal }) => ({ pointer: fingerprint.pointer, safe: proposal?.safe })),
    ).toEqual([{ pointer: `/data/${name}`, safe: false }]);
  },
);
