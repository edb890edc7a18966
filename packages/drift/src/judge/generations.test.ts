import { describe, expect, test } from 'vitest';
import { checkDrift } from '../check-drift.ts';
import { readContracts } from '../contract/contract.ts';
import { objectForm } from '../contract/schema-node.ts';
import type { Finding } from '../findings/finding.ts';
import { createSource, findDrift, record } from '../testing/judged.ts';
import { sampleAnswer, sampleExchange, sampleRefusal, sampleTime } from '../testing/sample-exchange.ts';
import type { ReportedViolation } from '../traffic/exchange.ts';
import { Judge } from './judge.ts';

const now = () => sampleTime;
const changed = { 'x-new': 5 };
const ofV1 = sampleExchange('deleteCallback', {
  answer: { ...sampleAnswer('deleteCallback'), ...changed },
});
const ofV4 = sampleExchange('deleteCallback', {
  generation: 'v4',
  answer: { ...sampleAnswer('deleteCallback', 'v4'), ...changed },
});

const shown = (findings: readonly Finding[]) =>
  findings.map(({ generation, operationId, fingerprint, location }) => ({
    generation,
    operationId,
    rule: fingerprint.rule,
    pointer: fingerprint.pointer,
    file: location?.file.split('/')[0],
  }));

describe('a word that no list has in a callback configuration', () => {
  const readBack = sampleExchange('getCallback', {
    generation: 'v4',
    answer: {
      ...sampleAnswer('getCallback', 'v4'),
      Response: { Url: 'https://example.com/hook', CallbackCommandList: ['no_such_word'] },
    },
  });
  const set = sampleExchange('setCallback', {
    generation: 'v4',
    body: { Url: 'https://example.com/hook', CallbackCommandList: ['no_such_word'] },
  });
  const rulesFound = (...exchanges: (typeof set)[]) =>
    findDrift(...exchanges).map(({ fingerprint }) => fingerprint.rule);

  test('is a new word of the service', () => {
    expect(rulesFound(readBack)).toContain('unlisted-word');
  });

  test('is not one where a caller configured it', () => {
    expect(rulesFound(set, readBack)).not.toContain('unlisted-word');
  });
});

test('a list of records may be refused by the code of a missing record', () => {
  const answer = sampleRefusal(101050, 'v4');
  expect(findDrift(sampleExchange('getRecordsByFilter', { generation: 'v4', answer }))).toEqual([]);
});

// A rule about a member that does not exist would silently find nothing.
test.each(readContracts())('what rules look for is in the contract of $generation', ({ names, byId }) => {
  const asked = (operationId: string) => Object.keys(byId.get(operationId)?.body.node.properties ?? {});
  expect(asked('getRecordByCallId')).toContain(names.call);
  const { page, pageSize, filter, from, to, address, commands } = names;
  expect(asked('getRecordsByFilter')).toEqual(expect.arrayContaining([page, pageSize, ...filter, from, to]));
  expect(asked('setCallback')).toEqual(expect.arrayContaining([address, commands]));
  const app = names.app === undefined ? [] : [names.app];
  const ofRecord = [names.call, ...names.times, ...app, ...filter];
  for (const [operationId, path] of Object.entries(names.records)) {
    const data = objectForm(byId.get(operationId)?.data);
    const [list] = path;
    if (path.includes('*')) expect(data?.properties).toHaveProperty([page]);
    const node = list === undefined ? data : objectForm(data?.properties?.[list]);
    const members = Object.keys((path.includes('*') ? node?.items : node)?.properties ?? {});
    // A call that is still going on has no times.
    const wanted = operationId === 'getCallInfo' ? [names.call] : ofRecord;
    expect(members).toEqual(expect.arrayContaining(wanted));
  }
  expect([page, ...ofRecord]).toEqual(expect.arrayContaining(Object.keys(names.levels)));
});

describe('exchanges of both generations in one file', () => {
  test('are each judged by the contract of its path, and the report says which it is', async () => {
    const report = await checkDrift({ sources: [createSource(ofV1, ofV4)], now });
    expect(report).toMatchObject({ generation: 'both', exitCode: 1 });
    expect(report.contractVersion).toMatch(/^v1 .+, v4 .+$/);
    const same = { rule: 'undocumented-field', pointer: '/x-new' };
    expect(shown(report.findings)).toEqual([
      { ...same, generation: 'v1', operationId: 'deleteCallback', file: 'v1' },
      { ...same, generation: 'v4', operationId: 'v4/deleteCallback', file: 'v4' },
    ]);
    expect(new Set(report.findings.map(({ id }) => id)).size).toBe(2);
    const called = report.coverage.filter(({ exchanges }) => exchanges > 0);
    expect(called.map(({ operationId }) => operationId)).toEqual(['deleteCallback', 'v4/deleteCallback']);
  });

  test('are told apart behind a path of a proxy, too', () => {
    const judge = new Judge();
    judge.begin('proxy');
    const url = ofV4.url.replace(/^https:\/\/[^/]+/, 'http://localhost:8080/behind/a/proxy');
    judge.exchange({ ...ofV4, url });
    expect(judge.findings()[0]?.generation).toBe('v4');
  });

  test('are of the generation of their path alone, whatever envelope they come in', () => {
    const judge = new Judge();
    judge.begin('mixed up');
    judge.exchange(sampleExchange('getCallback', { answer: sampleAnswer('getCallback', 'v4') }));
    judge.end(undefined);
    expect(shown(judge.findings())).toContainEqual({
      generation: 'v1',
      operationId: 'getCallback',
      rule: 'envelope-broken',
      pointer: '/errorCode',
      file: 'v1',
    });
  });
});

test.each(['v1', 'v4'] as const)('a file of %s alone makes a report about that generation', async (name) => {
  const one = name === 'v1' ? ofV1 : ofV4;
  const report = await checkDrift({ sources: [createSource(one)], now });
  expect(report.generation).toBe(name);
  expect(report.contractVersion).toMatch(/^\d/);
  expect(new Set(report.coverage.map(({ generation }) => generation))).toEqual(new Set([name]));
});

test('what a check leaves out is not judged, and a file of nothing else could not be checked', async () => {
  const both = await checkDrift({ sources: [createSource(ofV1, ofV4)], generation: 'v1', now });
  expect(shown(both.findings).map(({ generation }) => generation)).toEqual(['v1']);
  expect(both.inputs[0]).toMatchObject({ read: 2, judged: 1 });
  const none = await checkDrift({ sources: [createSource(ofV4)], generation: 'v1', now });
  expect(none).toMatchObject({ exitCode: 2, findings: [] });
});

test('an unknown generation is refused before anything is read', async () => {
  const options = Object.assign({ sources: [createSource(ofV1)] }, JSON.parse('{"generation":"v3"}'));
  await expect(checkDrift(options)).rejects.toThrow('generation has an unknown value');
});

test.each(['v1', 'v4'] as const)('an undocumented path of %s is one finding', async (generation) => {
  const answer = sampleAnswer('deleteCallback', generation);
  const path = `/${generation}/call_config/list_callbacks`;
  const report = await checkDrift({
    sources: [createSource(sampleExchange('deleteCallback', { generation, path, answer }))],
    now,
  });
  expect(report.findings.map(({ fingerprint }) => fingerprint.subject)).toEqual([path]);
  expect(report.findings[0]).toMatchObject({ generation, location: { file: `${generation}/openapi.yaml` } });
});

test('what another product of the vendor answers at the same host is not an operation of this one', async () => {
  const answer = sampleAnswer('deleteCallback', 'v4');
  const chat = sampleExchange('deleteCallback', { generation: 'v4', path: '/v4/openim/sendmsg', answer });
  const report = await checkDrift({ sources: [createSource(chat, sampleExchange('getCallback'))], now });
  expect(report.findings).toEqual([]);
  expect(report.inputs[0]?.unjudged).toEqual([{ reason: 'a request to another service', count: 1 }]);
});

test('a code that is not documented is of its generation', () => {
  const judge = new Judge();
  judge.begin('codes');
  judge.exchange(sampleExchange('endCall', { generation: 'v4', answer: sampleRefusal(79_999, 'v4') }));
  judge.end(undefined);
  expect(judge.findings()).toMatchObject([
    {
      fingerprint: { rule: 'new-error-code', subject: 'v4/', pointer: '/ErrorCode', after: '79999' },
      proposal: { change: { kind: 'add-code', operationId: 'endCall' } },
    },
  ]);
});

const report = { at: undefined, operationId: 'getCallback', expected: 'no such field', got: 'a string' };

test.each<[string, Partial<ReportedViolation>, string | undefined]>([
  ['a place in the data of v1', { pointer: '/data/x' }, 'v1'],
  ['a place in the data of v4', { pointer: '/Response/x' }, 'v4'],
  ['the generation that it names', { pointer: '/x', generation: 'v4' }, 'v4'],
  ['an operation that only v4 has', { pointer: '/x', operationId: 'endCall' }, 'v4'],
])('what a client reports is of a generation by %s', (_, violation, generation) => {
  const judge = new Judge();
  judge.begin('reports');
  judge.violation({ ...report, rule: 'undocumented-field', pointer: '', ...violation });
  judge.end(undefined);
  expect(judge.findings().map((finding) => finding.generation)).toEqual([generation]);
});

test.each<[string, Record<string, unknown>, Partial<Finding>]>([
  [
    'a new field',
    { extra: { a: ['b'], 'my user@example.com': 1 } },
    {
      after: 'object of a: array of string, (not a plain word): integer',
    },
  ],
  [
    'a word that no list has',
    { mediaType: 'hologram' },
    { before: 'one of audio, video', after: 'hologram' },
  ],
  ['another type', { roomId: 5 }, { before: 'string', after: 'integer' }],
  ['a field that is gone', { caller: undefined }, { before: 'string' }],
])('of %s a finding says what the contract has and what was seen, and no value', (_, changes, sides) => {
  const { before, after } = findDrift(record(changes))[0] ?? {};
  expect({ before, after }).toEqual({ before: undefined, after: undefined, ...sides });
});

test('a fingerprint of v1 names the operation alone, as it always did', () => {
  const [v1] = readContracts(['v1']);
  expect(
    [...(v1?.operations.values() ?? [])].every(({ subject, operationId }) => subject === operationId),
  ).toBe(true);
});

test('a command word that v4 does not list may be accepted, since its contract lets others through', () => {
  const body = { Url: 'https://a.example', CallbackCommandList: ['Call.Unlisted'] };
  expect(findDrift(sampleExchange('setCallback', { generation: 'v4', body }))).toEqual([]);
});
