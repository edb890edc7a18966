import { operations } from '@trtc-call/spec/v1';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeShape, mergeSeen } from '../contract/schema-node.ts';
import { subjectText } from '../report/map-finding.ts';
import { findDrift } from '../testing/judged.ts';
import { sampleAnswer, sampleExchange, sampleRefusal } from '../testing/sample-exchange.ts';

const operationIds = Object.values(operations).map(({ operationId }) => operationId);

test('a new code of every operation is one finding with its places, and one change of each', () => {
  const findings = findDrift(
    ...operationIds.map((operationId) => sampleExchange(operationId, { answer: sampleRefusal(1999) })),
  );
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    title: '6 operations refused with error code 1999, which is not documented for them',
    fingerprint: { rule: 'new-error-code', subject: '', pointer: '/errorCode', after: '1999' },
    operationId: undefined,
    sightings: [{ sensor: 'probes', count: 6, of: 6 }],
    proposal: { safe: true, change: { kind: 'several' } },
  });
  expect(findings[0]?.places?.map(({ operationId }) => operationId).sort()).toEqual(operationIds.toSorted());
});

test('a new field around the data of every operation is one finding', () => {
  const findings = findDrift(
    ...operationIds.map((operationId) =>
      sampleExchange(operationId, { answer: { ...sampleAnswer(operationId), traceId: 'x' } }),
    ),
  );
  expect(findings.map(({ fingerprint: { pointer }, places }) => [pointer, places?.length])).toEqual([
    ['/traceId', 6],
  ]);
});

const listed = () => {
  const answer = sampleAnswer('getRecordsByFilter');
  const data = JSON.parse(JSON.stringify(answer.data));
  for (const entry of data.callRecordList) entry.region = 'eu';
  return sampleExchange('getRecordsByFilter', { answer: { ...answer, data } });
};
const single = () => {
  const answer = sampleAnswer('getRecordByCallId');
  const data = { ...Object(answer.data), region: 'eu' };
  return sampleExchange('getRecordByCallId', { answer: { ...answer, data } });
};

test('a new field of a record is one finding, whichever operations show it, and one change', () => {
  const [both, ...others] = findDrift(single(), listed());
  expect(others).toEqual([]);
  expect(both?.places?.map(({ pointer }) => pointer).sort()).toEqual([
    '/data/callRecordList/*/region',
    '/data/region',
  ]);
  expect(both?.proposal?.change).toMatchObject({
    kind: 'add-field',
    schema: '#/components/schemas/CallRecord',
  });
  expect(both && subjectText(both)).toContain('getRecordByCallId /data/region');
  expect(findDrift(single()).map(({ id }) => id)).toEqual([both?.id]);
  expect(findDrift(listed()).map(({ id }) => id)).toEqual([both?.id]);
});

test('fields of different names, types or schemas are findings of their own', () => {
  const callback = sampleAnswer('getCallback');
  const data = { ...Object(callback.data), region: 'eu' };
  const findings = findDrift(single(), sampleExchange('getCallback', { answer: { ...callback, data } }));
  expect(findings.map(({ fingerprint }) => fingerprint.subject)).toEqual(['', 'getCallback']);
});

test('a shape has types and fields, and no values', () => {
  expect(describeShape({ a: 1, b: ['secret', null], c: {} })).toEqual({
    type: ['object'],
    properties: {
      a: { type: ['integer'] },
      b: { type: ['array'], items: { type: ['null', 'string'] } },
      c: { type: ['object'], properties: {} },
    },
  });
});

test('an integer and a number are a number', () => {
  expect(mergeSeen(describeShape(1), describeShape(1.5))).toEqual({ type: ['number'] });
});

test('the order in which values are seen does not matter', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (a, b) => {
      const shapes = [describeShape(a), describeShape(b)] as const;
      expect(mergeSeen(...shapes)).toEqual(mergeSeen(shapes[1], shapes[0]));
    }),
  );
});

test('a value of any depth and width has a bounded shape', () => {
  const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
  const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`f${at}`, at]));
  expect(JSON.stringify(describeShape(deep)).length).toBeLessThan(500);
  expect(Object.keys(describeShape(wide).properties ?? {})).toHaveLength(60);
});
