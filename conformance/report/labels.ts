import type { Status } from '@trtc-call/reporting';
import type { Result, Verdict } from './run-report.ts';

/** How verdicts are shown; what needs attention comes first. */
export const verdictStatuses: Readonly<Record<Verdict, Status>> = {
  fail: { label: 'failed', mark: '✗', tone: 'bad', outcome: 'failed', isOpen: true },
  error: { label: 'error', mark: '!', tone: 'odd', outcome: 'broken', isOpen: true },
  blocked: { label: 'blocked', mark: '⊘', tone: 'odd', outcome: 'skipped' },
  'known-divergence': { label: 'known', mark: '≈', tone: 'warn', outcome: 'skipped' },
  skipped: { label: 'skipped', mark: '–', tone: 'dull', outcome: 'skipped' },
  excluded: { label: 'not checkable', mark: '○', tone: 'faint', outcome: 'skipped' },
  observed: { label: 'observed', mark: '?', tone: 'note', outcome: 'passed' },
  pass: { label: 'passed', mark: '✓', tone: 'good', outcome: 'passed' },
};

/** From what binds most to what is only asked. */
export const levelOrder = ['MUST', 'SHOULD', 'MAY', 'OBSERVE'] as const satisfies readonly Result['level'][];

/** How many results have each verdict. */
export function countVerdicts(results: readonly Result[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = {
    pass: 0,
    fail: 0,
    blocked: 0,
    skipped: 0,
    error: 0,
    observed: 0,
    'known-divergence': 0,
    excluded: 0,
  };
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}

/** What the short name of an area in an id stands for, for people. */
const areaNames: Readonly<Record<string, string>> = {
  TRN: 'Transport',
  ENV: 'Envelope',
  URL: 'URL parameters',
  SIG: 'UserSig',
  BDY: 'Body',
  REC: 'One record',
  LST: 'List of records',
  FLT: 'Filters',
  CAL: 'Calls',
  CBS: 'Set callback',
  CBG: 'Get callback',
  CBU: 'Update callback',
  CBD: 'Delete callback',
  NEG: 'Generated mistakes',
  RAT: 'Rate limits',
  WHK: 'Webhooks',
  OBS: 'Open questions',
  RCA: 'Receiver: answers',
  RCO: 'Receiver: each event once',
  RCT: 'Receiver: what may come',
  RCR: 'Receiver: requests not from the vendor',
  RCL: 'Receiver: many at a time',
};

/** The name of an area, or nothing where it has none. */
export function areaName(area: string): string {
  return areaNames[area] ?? '';
}
