import { operations } from '@trtc-call/spec/v1';
import { expect, test } from 'vitest';
import { subjectText } from '../report/map-report.ts';
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
  for (const one of data.callRecordList) one.region = 'eu';
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
