import type { Result, RunReport, Verdict } from './run-report.ts';

/** 0 conforms as far as it was checked, 1 does not, 2 nothing was checked or the target was not put back. */
export type ExitCode = 0 | 1 | 2;

const saysSomething: readonly Verdict[] = [
  'pass',
  'fail',
  'blocked',
  'error',
  'observed',
  'known-divergence',
];

/**
 * What a command that made this report exits with.
 *
 * @returns 1 when a MUST fails or is blocked by what fails, the suite broke, or an accepted divergence has expired, in
 *   a strict run also when a SHOULD fails or is blocked; else 2 when every requirement was skipped or excluded, since a
 *   run that checked nothing proves nothing, or when what the run changed could not be put back; else 0
 */
export function exitCodeOf(report: RunReport): ExitCode {
  if (report.results.some((result) => breaksConformance(result, report))) return 1;
  if (report.notRestored !== undefined) return 2;
  return report.results.some((result) => saysSomething.includes(result.verdict)) ? 0 : 2;
}

/** Whether this result alone makes a run fail. */
export function breaksConformance(result: Result, { startedAt, strict }: RunReport): boolean {
  if (result.verdict === 'error' || hasExpired(result, startedAt.slice(0, 10))) return true;
  const counts = result.level === 'MUST' || (strict && result.level === 'SHOULD');
  return counts && (result.verdict === 'fail' || result.verdict === 'blocked');
}

/** Whether the result fails by a divergence that was accepted only until a day before `day` (`YYYY-MM-DD`). */
export function hasExpired(result: Result, day: string): boolean {
  const failed = result.verdict === 'fail' || result.verdict === 'known-divergence';
  return failed && result.divergence !== undefined && result.divergence.expires < day;
}
