import { operations } from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusal, sampleRecord, success } from '../testing/answering-fetch.ts';
import {
  findViolations,
  fitsDeleteCallback,
  fitsEnvelope,
  fitsGetCallback,
  fitsGetRecordByCallId,
  fitsGetRecordsByFilter,
  fitsSetCallback,
  fitsUpdateCallback,
} from './validators.ts';

/** An answer to each, as the pages show it. */
const samples: Readonly<Record<string, unknown>> = {
  envelope: success(sampleRecord),
  getRecordByCallId: sampleRecord,
  getRecordsByFilter: { totalNum: 1, page: 1, callRecordList: [sampleRecord] },
  setCallback: 'https://a.example',
  getCallback: { address: 'https://a.example', actions: [] },
  updateCallback: 'https://a.example',
  deleteCallback: '',
};

const operationIds = Object.values(operations).map(({ operationId }) => operationId);

/** The schema of an operation's answer as the contract has it, read by ajv at run time. */
function wireSchema(operationId: string): (answer: unknown) => boolean {
  const post = Object.values(openapi.paths).find((path) => path.post.operationId === operationId)?.post;
  const schema = post?.responses[200]?.content['application/json']?.schema;
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const whole = { ...JSON.parse(JSON.stringify(schema)), components: openapi.components };
  return ajv.compile(whole);
}

describe('an example of the contract breaks nothing', () => {
  for (const { post } of Object.values(openapi.paths)) {
    const examples = post.responses[200]?.content['application/json']?.examples ?? {};
    for (const [name, example] of Object.entries(examples)) {
      const key = example.$ref?.split('/').at(-1);
      const value = key === undefined ? example.value : openapi.components.examples[key]?.value;
      test(`${post.operationId} ${name}`, () => {
        const operationId = operationIds.find((id) => id === post.operationId);
        const found = operationId && findViolations(operationId, value);
        // The vendor's own sample has a word that no list has.
        const news = found?.issues.filter(({ got }) => got !== '"offline"');
        expect({ ...found, issues: news }).toMatchObject({ issues: [], breaking: [] });
      });
    }
  }
});

const cases = {
  'a word that no list has': {
    answer: success({ ...sampleRecord, callResult: 'offline' }),
    rule: 'unlisted-word',
    pointer: '/data/callResult',
    got: '"offline"',
    breaking: 0,
  },
  'a field that no table has': {
    answer: success({ ...sampleRecord, region: 'secret text' }),
    rule: 'undocumented-field',
    pointer: '/data/region',
    got: 'a string',
    breaking: 0,
  },
  'a field beside data': {
    answer: { ...success(sampleRecord), more: 1 },
    rule: 'undocumented-field',
    pointer: '/more',
    got: 'an integer',
    breaking: 0,
  },
  'a code that this operation is not documented to answer': {
    answer: refusal(999),
    rule: 'undocumented-code',
    pointer: '/errorCode',
    got: '999',
    breaking: 0,
  },
  'a time as text': {
    answer: success({ ...sampleRecord, startCallTs: 'secret text' }),
    rule: 'type',
    pointer: '/data/startCallTs',
    got: 'a string',
    breaking: 1,
  },
  'a field that is missing': {
    answer: success({ ...sampleRecord, caller: undefined }),
    rule: 'required',
    pointer: '/data/caller',
    got: 'missing',
    breaking: 1,
  },
  'a time before 1970': {
    answer: success({ ...sampleRecord, startCallTs: -1 }),
    rule: 'range',
    pointer: '/data/startCallTs',
    got: 'another integer',
    breaking: 1,
  },
};
test.each(Object.entries(cases))('%s is found, named and not shown', (_, { breaking, ...expected }) => {
  const { answer, ...issue } = { ...expected, answer: { ...expected.answer, requestId: 'an-id' } };
  const found = findViolations('getRecordByCallId', answer);
  expect(found.issues).toMatchObject([issue]);
  expect(found.breaking).toHaveLength(breaking);
  expect(found.requestId).toBe('an-id');
  expect(JSON.stringify(found)).not.toContain('secret');
});

test('every place is found in a page of many records', () => {
  const records = [
    sampleRecord,
    { ...sampleRecord, callees: ['a', 5] },
    { ...sampleRecord, mediaType: 'hologram' },
  ];
  const answer = success({ totalNum: 3, page: 1, callRecordList: records });
  const { issues } = findViolations('getRecordsByFilter', answer);
  expect(issues.map(({ pointer }) => pointer)).toEqual([
    '/data/callRecordList/1/callees/1',
    '/data/callRecordList/2/mediaType',
  ]);
});

// Two readings of the contract, made apart from each other: the shapes here, the schemas of the spec by ajv there.
describe('what breaks the contract is what its schema refuses', () => {
  const values = fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    fc.constantFrom('', 'a word', 'single', 0, -1, 5, 1.5, null, true, [], {}, ['a'], [5]),
    fc.jsonValue(),
  );
  const fields = [
    'callId',
    'sdkAppId',
    'mediaType',
    'startCallTs',
    'caller',
    'callees',
    'callResult',
    'extra',
  ];
  const records = fc
    .dictionary(fc.constantFrom(...fields), values)
    .map((changes) => JSON.parse(JSON.stringify({ ...sampleRecord, ...changes })));
  const pages = fc.record({
    totalNum: fc.oneof(fc.constant(1), values),
    page: fc.oneof(fc.constant(1), values),
    callRecordList: fc.oneof(fc.array(records, { maxLength: 3 }), values),
  });
  const data = fc.oneof(records, pages, fc.jsonValue(), fc.constantFrom('', {}, null, 'https://a.example'));
  const envelopes = fc.record({
    errorCode: fc.oneof(fc.constantFrom(0, '0', 70001, '70001', 999), values),
    errorMessage: fc.oneof(fc.constant('Success'), values),
    requestId: fc.oneof(fc.constant('an-id'), values),
    data,
  });
  test.each(operationIds)('%s', (operationId) => {
    const fitsWire = wireSchema(operationId);
    fc.assert(
      fc.property(envelopes, (envelope) => {
        const answer: unknown = JSON.parse(JSON.stringify(envelope));
        const { issues, breaking } = findViolations(operationId, answer);
        expect(breaking.length === 0, JSON.stringify(issues)).toBe(fitsWire(answer));
      }),
      { numRuns: 500 },
    );
  });
});

test('each operation has its own validator, which accepts only what its pages show', () => {
  const validators = {
    envelope: fitsEnvelope,
    getRecordByCallId: fitsGetRecordByCallId,
    getRecordsByFilter: fitsGetRecordsByFilter,
    setCallback: fitsSetCallback,
    getCallback: fitsGetCallback,
    updateCallback: fitsUpdateCallback,
    deleteCallback: fitsDeleteCallback,
  };
  for (const [name, fits] of Object.entries(validators)) {
    const fitting = Object.entries(samples).filter(([, sample]) => fits(sample));
    const alike = fitting.filter(([, sample]) => typeof sample !== 'string').map(([other]) => other);
    expect(fitting.length, name).toBeGreaterThan(0);
    expect(alike, name).toEqual(typeof samples[name] === 'string' ? [] : [name]);
  }
});
