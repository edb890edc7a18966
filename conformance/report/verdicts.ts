import type { Result, Verdict } from './run-report.ts';

/** What needs attention comes first: every rendering lists verdicts in this order. */
export const verdictOrder = [
  'fail',
  'error',
  'blocked',
  'known-divergence',
  'skipped',
  'excluded',
  'observed',
  'pass',
] as const satisfies readonly Verdict[];

/** From what binds most to what is only asked. */
export const levelOrder = ['MUST', 'SHOULD', 'MAY', 'OBSERVE'] as const satisfies readonly Result['level'][];

/** How a verdict is called where there is room, in a narrow column, and in one character. */
export interface VerdictWords {
  label: string;
  column: string;
  mark: string;
}

/** The words and the mark that stand for a verdict; a colour never stands alone. */
export const verdictWords: Readonly<Record<Verdict, VerdictWords>> = {
  pass: { label: 'passed', column: 'passed', mark: '✓' },
  fail: { label: 'failed', column: 'failed', mark: '✗' },
  blocked: { label: 'blocked', column: 'blocked', mark: '⊘' },
  error: { label: 'error', column: 'error', mark: '!' },
  'known-divergence': { label: 'known divergence', column: 'known', mark: '≈' },
  skipped: { label: 'skipped', column: 'skipped', mark: '–' },
  excluded: { label: 'not checkable', column: 'excluded', mark: '○' },
  observed: { label: 'observed', column: 'observed', mark: '?' },
};

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
