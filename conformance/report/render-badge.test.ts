import { expect, test } from 'vitest';
import { renderBadge } from './render-badge.ts';
import { syntheticReport, syntheticResult } from './synthetic-report.ts';

const passed = syntheticResult();
const failed = syntheticResult({
  id: 'V1-REC-002',
  verdict: 'fail',
  failure: { message: 'x', exchanges: [] },
});

test.each([
  {
    title: 'each MUST passed',
    report: syntheticReport([passed]),
    message: '1 MUST passed',
    color: 'brightgreen',
  },
  {
    title: 'a MUST was not checked',
    report: syntheticReport([passed], { mustTotal: 33 }),
    message: '1 of 33 MUST passed',
    color: 'yellow',
  },
  {
    title: 'a MUST failed',
    report: syntheticReport([passed, failed]),
    message: '1 of 2 MUST failed',
    color: 'red',
  },
  {
    title: 'the suite broke',
    report: syntheticReport([passed, syntheticResult({ id: 'V1-REC-003', verdict: 'error', reason: 'x' })]),
    message: 'does not conform',
    color: 'red',
  },
  { title: 'nothing was checked', report: syntheticReport([]), message: 'not checked', color: 'lightgrey' },
])('when $title, the badge says "$message" in $color', ({ report, message, color }) => {
  expect(renderBadge(report)).toEqual({ schemaVersion: 1, label: 'TRTC Call v1', message, color });
});
