import type { Result, RunReport, Verdict } from './run-report.ts';

/** 0 conforms, 1 does not, 2 nothing was checked. */
export type ExitCode = 0 | 1 | 2;

const saysSomething: readonly Verdict[] = ['pass', 'fail', 'error', 'observed', 'known-divergence'];

/**
 * What a command that made this report exits with.
 *
 * @returns 0 when the target conforms; 1 when a MUST fails, the suite broke, or an accepted divergence has
 *   expired; 2 when every requirement was skipped or excluded, since a run that checked nothing proves nothing
 */
export function exitCodeOf(report: RunReport): ExitCode {
  if (!report.results.some((result) => saysSomething.includes(result.verdict))) return 2;
  const day = report.startedAt.slice(0, 10);
  return report.results.some((result) => breaksConformance(result, day)) ? 1 : 0;
}

/** Whether this result alone makes a run fail. `day` is the day of the run (`YYYY-MM-DD`). */
function breaksConformance(result: Result, day: string): boolean {
  if (result.verdict === 'error' || hasExpired(result, day)) return true;
  return result.verdict === 'fail' && result.level === 'MUST';
}

/** Whether the result fails by a divergence that was accepted only until a day before `day`. */
export function hasExpired(result: Result, day: string): boolean {
  const failed = result.verdict === 'fail' || result.verdict === 'known-divergence';
  return failed && result.divergence !== undefined && result.divergence.expires < day;
}
