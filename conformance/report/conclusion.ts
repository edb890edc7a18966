import { breaksConformance, exitCodeOf, hasExpired } from './exit-code.ts';
import type { Result, RunReport, Verdict } from './run-report.ts';

const checked: readonly Verdict[] = ['pass', 'fail', 'known-divergence'];

/**
 * The run in one line, such as `Does not conform: 2 MUST failed, 1 error`. It says `Conforms` only when each MUST that
 * can be checked from outside was.
 */
export function conclusionOf(report: RunReport): string {
  const { results, mustTotal, notRestored } = report;
  const count = (matches: (result: Result) => boolean) => results.filter(matches).length;
  const failures = tellFailures(report);
  const passed = `${count(({ verdict, level }) => verdict === 'pass' && level === 'MUST')} MUST passed`;
  if (results.some((result) => breaksConformance(result, report))) {
    const kept = notRestored === undefined ? [] : ['the target was not put back'];
    const isBlockedOnly = !results.some((one) => one.verdict !== 'blocked' && breaksConformance(one, report));
    return `${isBlockedOnly ? 'Not shown to conform' : 'Does not conform'}: ${[...failures, ...kept].join(', ')}`;
  }
  if (notRestored !== undefined) return `Not put back: ${[passed, 'none failed', ...failures].join(', ')}`;
  if (exitCodeOf(report) === 2) return 'Nothing was checked: every requirement was skipped or excluded';
  const unchecked = mustTotal - count(({ verdict, level }) => level === 'MUST' && checked.includes(verdict));
  if (unchecked > 0) {
    const hasFailure = results.some(({ verdict }) => verdict === 'fail' || verdict === 'known-divergence');
    const head = `${hasFailure ? 'No MUST' : 'Nothing'} failed; ${unchecked} of ${mustTotal} MUST were not checked`;
    return `${head}: ${[passed, ...failures].join(', ')}`;
  }
  const excluded = count(({ verdict, level }) => verdict === 'excluded' && level === 'MUST');
  const beyond = excluded === 0 ? [] : [`${excluded} more cannot be checked from outside`];
  return `Conforms: ${[passed, 'none failed', ...failures, ...beyond].join(', ')}`;
}

/**
 * The run as a headline that says what was checked, such as `The mock conforms; never verified against the vendor`.
 */
export function renderHeadline(report: RunReport): string {
  const { target, lastLiveRun } = report;
  const [head = ''] = conclusionOf(report).split(':');
  const subject = subjects[target.kind];
  const words: Readonly<Record<string, string>> = {
    Conforms: `${subject} conforms`,
    'Does not conform': `${subject} does not conform`,
    'Not shown to conform': `${subject} is not shown to conform`,
    'Not put back': `${subject} was not put back`,
  };
  const isUnproved = head === 'Conforms' && target.kind !== 'live' && lastLiveRun === null;
  const proof =
    target.kind === 'receiver' ? 'the vendor was not contacted' : 'never verified against the vendor';
  return `${words[head] ?? head}${isUnproved ? `; ${proof}` : ''}`;
}

const subjects: Readonly<Record<RunReport['target']['kind'], string>> = {
  mock: 'The mock',
  live: 'The live endpoint',
  url: 'The target',
  receiver: 'The receiver',
};

/** What keeps the target from conforming in full, each with its number. */
function tellFailures(report: RunReport): string[] {
  const { results, counts } = report;
  const day = report.startedAt.slice(0, 10);
  const count = (verdict: Verdict, level?: Result['level']) =>
    results.filter(
      (one) => one.verdict === verdict && (!level || one.level === level) && !hasExpired(one, day),
    ).length;
  const expired = results.filter((one) => hasExpired(one, day)).length;
  const known = count('known-divergence');
  const parts = [
    [count('fail', 'MUST'), 'MUST failed'],
    [count('blocked', 'MUST'), 'MUST blocked'],
    [counts.error, counts.error === 1 ? 'error' : 'errors'],
    [expired, expired === 1 ? 'expired divergence' : 'expired divergences'],
    [count('fail', 'SHOULD'), 'SHOULD failed'],
    [count('blocked', 'SHOULD'), 'SHOULD blocked'],
    [count('fail', 'MAY'), 'MAY not followed'],
    [known, known === 1 ? 'known divergence' : 'known divergences'],
  ] as const;
  return parts.flatMap(([number, words]) => (number > 0 ? [`${number} ${words}`] : []));
}

/** How old the last live run is, so that nobody takes an answer of the mock for one of the vendor. */
export function liveStatementOf({ lastLiveRun, target }: RunReport): string {
  if (target.kind === 'receiver') {
    return 'Requests were sent as the vendor sends them; the vendor itself was not contacted';
  }
  if (lastLiveRun === null) {
    return target.kind === 'live'
      ? 'This run asked the live endpoint; no earlier live run is on record'
      : 'Never verified live: no run against the live endpoint is on record';
  }
  const day = lastLiveRun.at.slice(0, 10);
  if (lastLiveRun.ageDays < 1) return `Last live run: today (${day})`;
  return `Last live run: ${lastLiveRun.ageDays} ${lastLiveRun.ageDays === 1 ? 'day' : 'days'} ago (${day})`;
}
