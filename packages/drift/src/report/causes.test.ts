import { operations } from '@trtc-call/spec/v1';
import { expect, test } from 'vitest';
import { checkDrift } from '../check-drift.ts';
import { createSource, record } from '../testing/judged.ts';
import { sampleAnswer, sampleExchange } from '../testing/sample-exchange.ts';
import type { Exchange } from '../traffic/exchange.ts';
import { renderHeadline } from './conclusion.ts';
import { mapReport } from './map-report.ts';
import { renderSarif } from './render.ts';

async function check(...exchanges: Exchange[]) {
  const report = await checkDrift({ generation: 'v1', sources: [createSource(...exchanges)] });
  const [{ rows = [] } = {}] = mapReport(report).groups;
  return { report, rows };
}

const operationIds = Object.values(operations).map(({ operationId }) => operationId);

test('a status that every operation answers with is one row, and a finding of each for programs', async () => {
  const { report, rows } = await check(...operationIds.map((id) => sampleExchange(id, { status: 201 })));
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    title: '6 operations answered with HTTP status 201 instead of 200',
    tags: { operation: expect.arrayContaining(operationIds) },
    sightings: [{ count: 6 }],
  });
  expect(rows[0]?.at?.split(', ').toSorted()).toEqual(operationIds.toSorted());
  expect(rows[0]?.notes.at(-1)?.text.split(', ')).toEqual(report.findings.map(({ id }) => id));
  expect(renderHeadline(report)).toBe('The vendor changed: 1 breaking');
  expect(report.findings).toHaveLength(6);
  expect(JSON.parse(renderSarif(report)).runs[0].results).toHaveLength(6);
});

test('a field that records lack is one row, wherever in the answers they stand', async () => {
  const page = sampleAnswer('getRecordsByFilter');
  const data = JSON.parse(JSON.stringify(page.data));
  for (const one of data.callRecordList) delete one.callId;
  const { rows } = await check(
    record({ callId: undefined }),
    sampleExchange('getRecordsByFilter', { answer: { ...page, data } }),
  );
  expect(rows.map(({ title, at }) => [title, at])).toEqual([
    [
      '2 operations answered without callId (string), which the contract requires',
      'getRecordByCallId /data/callId, getRecordsByFilter /data/callRecordList/*/callId',
    ],
  ]);
});

test('what differs otherwise, at another place or at no operation is a row of its own', async () => {
  const [first = '', second = ''] = operationIds;
  const { rows } = await check(
    sampleExchange(first, { status: 201 }),
    sampleExchange(second, { status: 500 }),
    record({ callId: undefined, mediaType: 7 }),
    sampleExchange(first, { path: '/v1/new/one' }),
    sampleExchange(first, { path: '/v1/new/two' }),
  );
  expect(rows.map(({ rule }) => rule).toSorted()).toEqual([
    'missing-field',
    'status-changed',
    'status-changed',
    'type-changed',
    'undocumented-operation',
    'undocumented-operation',
  ]);
});
