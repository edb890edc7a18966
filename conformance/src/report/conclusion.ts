import { exitCodeOf, hasExpired } from './exit-code.ts';
import type { RunReport } from './run-report.ts';

/** The run in one line, such as `Does not conform: 2 MUST failed, 1 error`. */
export function conclusionOf(report: RunReport): string {
  const exitCode = exitCodeOf(report);
  if (exitCode === 2) return 'Nothing was checked: every requirement was skipped or excluded';
  const day = report.startedAt.slice(0, 10);
  const count = (matches: (result: RunReport['results'][number]) => boolean) =>
    report.results.filter(matches).length;
  const expired = count((result) => hasExpired(result, day));
  const known = count((result) => result.verdict === 'known-divergence' && !hasExpired(result, day));
  const failed = (level: string) =>
    count((result) => result.verdict === 'fail' && result.level === level && !hasExpired(result, day));
  const parts = [
    [failed('MUST'), 'MUST failed'],
    [report.counts.error, report.counts.error === 1 ? 'error' : 'errors'],
    [expired, expired === 1 ? 'expired divergence' : 'expired divergences'],
    [failed('SHOULD'), 'SHOULD failed'],
    [failed('MAY'), 'MAY not followed'],
    [known, known === 1 ? 'known divergence' : 'known divergences'],
  ] as const;
  const problems = parts.flatMap(([number, words]) => (number > 0 ? [`${number} ${words}`] : []));
  if (exitCode === 1) return `Does not conform: ${problems.join(', ')}`;
  const passed = count((result) => result.verdict === 'pass' && result.level === 'MUST');
  return `Conforms: ${[`${passed} MUST passed`, 'none failed', ...problems].join(', ')}`;
}

/** How old the last live run is, so that nobody takes an answer of the mock for one of the vendor. */
export function liveStatementOf({ lastLiveRun, target }: RunReport): string {
  if (target.kind === 'receiver') return 'A receiver was asked, in the way of the vendor; the vendor was not';
  if (lastLiveRun === null) {
    return target.kind === 'live'
      ? 'This run asked the live endpoint; no earlier live run is on record'
      : 'Never verified live: no run against the live endpoint is on record';
  }
  const day = lastLiveRun.at.slice(0, 10);
  if (lastLiveRun.ageDays < 1) return `Last live run: today (${day})`;
  return `Last live run: ${lastLiveRun.ageDays} ${lastLiveRun.ageDays === 1 ? 'day' : 'days'} ago (${day})`;
}
