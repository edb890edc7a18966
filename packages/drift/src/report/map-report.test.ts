import { operations } from '@trtc-call/spec/v1';
import { expect, test } from 'vitest';
import { checkDrift, decideExitCode } from '../check-drift.ts';
import { createSource, record } from '../testing/judged.ts';
import { sampleAnswer, sampleExchange } from '../testing/sample-exchange.ts';
import type { Exchange } from '../traffic/exchange.ts';
import { describeLastSuccess, mapReport, renderConclusion, renderHeadline } from './map-report.ts';
import { renderSarif } from './render.ts';
import { damagedReport, fullReport, syntheticFindings, syntheticReport } from './testing/synthetic-report.ts';

const conclusions = [
  {
    title: 'nothing found',
    report: syntheticReport(),
    says: 'No drift: 378 entries of 1 operation agree with the contract',
  },
  {
    title: 'something found',
    report: syntheticReport({ findings: syntheticFindings() }),
    says: 'Drift: 2 breaking, 1 additive, 1 informational',
  },
  {
    title: 'something found that is not bad enough to fail',
    report: syntheticReport({
      findings: syntheticFindings().slice(3),
      failOn: 'breaking',
      exitCode: 0,
    }),
    says: 'No drift at or above breaking: 1 informational',
  },
  {
    title: 'something found that may never fail',
    report: syntheticReport({ findings: syntheticFindings(), failOn: 'never', exitCode: 0 }),
    says: 'Drift: 2 breaking, 1 additive, 1 informational',
  },
  {
    title: 'a baseline that needs attention',
    report: fullReport(),
    says: 'Drift: 2 breaking, 1 additive, 1 informational, 2 accepted, 1 acceptance expired, 1 acceptance no longer needed',
  },
  {
    title: 'a check that could not be made, and what was found all the same',
    report: { ...damagedReport(), accepted: [], baseline: undefined },
    says: 'Could not check: cut.har is damaged at byte 1234; live does not answer (found in what could be read: 2 breaking, 1 additive, 1 informational)',
  },
  {
    title: 'an exit code that says more than the state of the check',
    report: syntheticReport({ exitCode: 2 }),
    says: 'Could not check: nothing could be read',
  },
  {
    title: 'a state of the check that says more than the exit code',
    report: damagedReport({ findings: [], accepted: [], baseline: undefined, exitCode: 0 }),
    says: 'Could not check: cut.har is damaged at byte 1234; live does not answer',
  },
];

test.each(conclusions)('the conclusion of $title', ({ report, says }) => {
  expect(renderConclusion(report)).toBe(says);
});

const [broken, stale] = syntheticFindings();
test.each([
  [syntheticReport(), 'No drift'],
  [
    syntheticReport({ findings: syntheticFindings() }),
    'The vendor changed: 2 breaking, 1 additive, 1 informational',
  ],
  [syntheticReport({ findings: stale ? [stale] : [] }), 'The checks fail: 1 breaking'],
  [fullReport({ findings: [], exitCode: 0 }), 'No drift but what is accepted'],
  [damagedReport({ findings: broken ? [broken] : [] }), 'Could not check'],
])('the headline %# says what was found', (report, headline) => {
  expect(renderHeadline(report)).toBe(headline);
});

test('when the last check was made is said in each case', () => {
  const check = { outcome: 'checked', reasons: [] } as const;
  const at = '2026-01-31T12:00:00.000Z';
  expect(describeLastSuccess({ check: { ...check, lastSuccess: at, failingSince: null } })).toBe(
    'Last successful check: 2026-01-31 12:00 UTC',
  );
  expect(describeLastSuccess({ check: { ...check, lastSuccess: null, failingSince: at } })).toBe(
    'No successful check is on record; checks have failed since 2026-01-31 12:00 UTC',
  );
});

const checked = { outcome: 'checked' } as const;
const exitCodes = [
  { failOn: 'breaking', codes: { breaking: 1, additive: 0, informational: 0 } },
  { failOn: 'additive', codes: { breaking: 1, additive: 1, informational: 0 } },
  { failOn: 'informational', codes: { breaking: 1, additive: 1, informational: 1 } },
  { failOn: 'never', codes: { breaking: 0, additive: 0, informational: 0 } },
] as const;

for (const { failOn, codes } of exitCodes) {
  for (const name of ['breaking', 'additive', 'informational'] as const) {
    test(`with --fail-on ${failOn} a finding that is ${name} exits with ${codes[name]}`, () => {
      expect(decideExitCode({ findings: [{ class: name }], failOn, check: checked })).toBe(codes[name]);
    });
  }

  test(`with --fail-on ${failOn} a check that could not be made exits with 2, whatever it found`, () => {
    const check = { outcome: 'could-not-check' } as const;
    expect(decideExitCode({ findings: [], failOn, check })).toBe(2);
    expect(decideExitCode({ findings: [{ class: 'breaking' }], failOn, check })).toBe(2);
  });
}

test('without findings it is 0, and one bad finding among others is enough for 1', () => {
  expect(decideExitCode({ findings: [], failOn: 'informational', check: checked })).toBe(0);
  const findings = [{ class: 'informational' }, { class: 'breaking' }] as const;
  expect(decideExitCode({ findings, failOn: 'breaking', check: checked })).toBe(1);
});

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
  for (const entry of data.callRecordList) delete entry.callId;
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
