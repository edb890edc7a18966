import type { Result, RunReport, Verdict } from './run-report.ts';

/** 0 conforms as far as it was checked, 1 does not, 2 something could not be checked or the target was not put back. */
export type ExitCode = 0 | 1 | 2;

const unsaid: readonly Verdict[] = ['skipped', 'excluded'];
/** What a MUST comes to that was checked, where none breaks conformance. */
const checked: readonly Verdict[] = ['pass', 'known-divergence'];

/**
 * What a command that made this report exits with.
 *
 * @returns 1 when a MUST fails or is blocked by what fails, the suite broke, or an accepted divergence has expired, in
 *   a strict run also when a SHOULD fails or is blocked; else 2 when every requirement was skipped or excluded, since a
 *   run that checked nothing proves nothing, when a generation that was to be checked could not be, or when what the run
 *   changed could not be put back; else 0
 */
export function toExitCode(report: RunReport): ExitCode {
  if (report.results.some((result) => breaksConformance(result, report))) return 1;
  if (report.notRestored !== undefined || report.target.unchecked !== undefined) return 2;
  return isAllUnsaid(report) ? 2 : 0;
}

function isAllUnsaid({ results }: RunReport): boolean {
  return results.every(({ verdict }) => unsaid.includes(verdict));
}

/** Whether this result alone makes a run fail. */
export function breaksConformance(result: Result, { startedAt, strict }: RunReport): boolean {
  if (result.verdict === 'error' || hasExpired(result, startedAt.slice(0, 10))) return true;
  const counts = result.level === 'MUST' || (strict && result.level === 'SHOULD');
  return counts && (result.verdict === 'fail' || result.verdict === 'blocked');
}

/** Whether the result fails by a divergence that was accepted only until a day before `day` (`YYYY-MM-DD`). */
function hasExpired({ verdict, divergence }: Result, day: string): boolean {
  const failed = verdict === 'fail' || verdict === 'known-divergence';
  return failed && divergence !== undefined && divergence.expires < day;
}

/** The report of each generation that a run was about, in the order of its generations. */
export function splitGenerations(report: RunReport): RunReport[] {
  const { generations, results } = report;
  if (generations.length < 2) return [report];
  return generations.map((summary) => ({
    ...report,
    ...summary,
    results: results.filter(({ generation }) => generation === summary.generation),
  }));
}

/**
 * The run in one line, such as `Does not conform: 2 MUST failed, 1 error`. It says `Conforms` only when each MUST that
 * can be checked from outside was. A run of two generations has a part for each.
 */
export function renderConclusion(report: RunReport): string {
  const parts = splitGenerations(report);
  if (parts.length === 1) return concludeGeneration(report);
  return parts.map((part) => `${part.generation}: ${concludeGeneration(part)}`).join('; ');
}

/** {@link renderConclusion} a report of one generation. */
export function concludeGeneration(report: RunReport): string {
  const { results, mustTotal, notRestored } = report;
  const count = (matches: (result: Result) => boolean) => results.filter(matches).length;
  const failures = describeFailures(report);
  const passed = `${count(({ verdict, level }) => verdict === 'pass' && level === 'MUST')} MUST passed`;
  const breaking = results.filter((result) => breaksConformance(result, report));
  if (breaking.length > 0) {
    const isOutdated = breaking.every(({ verdict, divergence }) => verdict === 'error' && divergence);
    if (isOutdated && notRestored === undefined) {
      return `The accepted list is out of date: ${[...failures, passed].join(', ')}`;
    }
    const kept = notRestored === undefined ? [] : ['the target was not put back'];
    const isBlockedOnly = breaking.every(({ verdict }) => verdict === 'blocked');
    return `${isBlockedOnly ? 'Not shown to conform' : 'Does not conform'}: ${[...failures, ...kept].join(', ')}`;
  }
  if (notRestored !== undefined) return `Not put back: ${[passed, 'none failed', ...failures].join(', ')}`;
  if (isAllUnsaid(report)) return 'Nothing was checked: every requirement was skipped or excluded';
  if (report.target.unchecked !== undefined)
    return `Not all was checked: ${[passed, 'none failed', ...failures].join(', ')}`;
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

/** What was checked, for a reader who reads nothing else, such as `The mock conforms; never verified against the vendor`. */
export function renderHeadline(report: RunReport): string {
  const { target, lastLiveRun } = report;
  const [head = ''] = concludeGeneration(report).split(':');
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
function describeFailures({ results, startedAt }: RunReport): string[] {
  const day = startedAt.slice(0, 10);
  const count = (verdict: Verdict, level?: Result['level']) =>
    results.filter(
      (result) =>
        result.verdict === verdict && (!level || result.level === level) && !hasExpired(result, day),
    ).length;
  const errors = count('error');
  const expired = results.filter((result) => hasExpired(result, day)).length;
  const known = count('known-divergence');
  const parts = [
    [count('fail', 'MUST'), 'MUST failed'],
    [count('blocked', 'MUST'), 'MUST blocked'],
    [errors, errors === 1 ? 'error' : 'errors'],
    [expired, expired === 1 ? 'expired divergence' : 'expired divergences'],
    [count('fail', 'SHOULD'), 'SHOULD failed'],
    [count('blocked', 'SHOULD'), 'SHOULD blocked'],
    [count('fail', 'MAY'), 'MAY not followed'],
    [known, known === 1 ? 'known divergence' : 'known divergences'],
  ] as const;
  return parts.flatMap(([number, words]) => (number > 0 ? [`${number} ${words}`] : []));
}

/** How old the last live run is, so that an answer of the mock is not taken for one of the vendor. */
export function renderLiveStatement({ lastLiveRun, target }: RunReport): string {
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

/** What shields.io reads of an endpoint: https://shields.io/badges/endpoint-badge. */
export interface Badge {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: 'brightgreen' | 'yellow' | 'red' | 'lightgrey';
}

/** The conclusion in a few words. It is green only when each MUST that can be checked was, and none failed. */
export function renderBadge(report: RunReport): Badge {
  const exitCode = toExitCode(report);
  const count = (verdict: Verdict) =>
    report.results.filter((result) => result.level === 'MUST' && result.verdict === verdict).length;
  const [passed, failed] = [count('pass'), count('fail')];
  const of = `of ${report.mustTotal} MUST`;
  const label = `TRTC Call ${nameGenerations(report)}`;
  const badge = (message: string, color: Badge['color']): Badge => ({
    schemaVersion: 1,
    label,
    message,
    color,
  });
  if (exitCode === 1) return badge(failed > 0 ? `${failed} ${of} failed` : 'does not conform', 'red');
  if (exitCode === 2) return badge('not checked', 'lightgrey');
  const conforms = splitGenerations(report).every((part) => concludeGeneration(part).startsWith('Conforms'));
  return conforms ? badge(`${passed} MUST passed`, 'brightgreen') : badge(`${passed} ${of} passed`, 'yellow');
}

/** Such as `v1`, or `v1 and v4`. */
export function nameGenerations(report: RunReport): string {
  return splitGenerations(report)
    .map(({ generation }) => generation)
    .join(' and ');
}
