import type { Result, Verdict } from './run-report.ts';

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
