import { readableTime, sanitizeForTerminal } from '@trtc-call/reporting';
import type { CheckState, DriftExitCode, DriftReport } from '../drift-report.ts';
import { findingClasses } from '../findings/difference.ts';
import type { Finding } from '../findings/finding.ts';
import { groupCauses } from '../findings/merge.ts';
import type { FixResult } from '../fix/apply-fixes.ts';
import { checkStale } from '../rules/rules.ts';

/** Such as `1 entry` or `2 entries`, with what is said of them. */
export function counted(count: number, one: string, many: string, what = ''): string {
  return `${count} ${count === 1 ? one : many}${what === '' ? '' : ` ${what}`}`;
}

/** Such as `probes`, `probes and production`, or `documents, probes and production`. */
export function listed(words: readonly string[]): string {
  // `Intl.ListFormat` takes longer to load than the rest of a report to write.
  return words.join(', ').replace(/, ([^,]*)$/, ' and $1');
}

function countClasses(findings: readonly Finding[]): string {
  const causes = groupCauses(findings);
  return findingClasses
    .map((name) => ({ name, count: causes.filter(({ finding }) => finding.class === name).length }))
    .flatMap(({ name, count }) => (count > 0 ? [`${count} ${name}`] : []))
    .join(', ');
}

type Outcome = Pick<DriftReport, 'check' | 'exitCode'>;

/** Whether the check is good news. One that could not be made never is. */
export function isGood({ check, exitCode }: Outcome): boolean {
  return exitCode === 0 && check.outcome === 'checked';
}

function couldNotCheck({ check, exitCode }: Outcome): boolean {
  return exitCode === 2 || check.outcome === 'could-not-check';
}

/** What was found, for a reader who reads nothing else, such as `The vendor changed: 1 breaking, 4 additive`. */
export function renderHeadline(report: DriftReport): string {
  const { findings, accepted } = report;
  if (couldNotCheck(report)) return 'Could not check';
  if (findings.length === 0) return accepted.length > 0 ? 'No drift but what is accepted' : 'No drift';
  // A check that fails for long says nothing of the vendor.
  const isOfVendor = findings.some(({ fingerprint }) => fingerprint.rule !== checkStale.id);
  return `${isOfVendor ? 'The vendor changed' : 'The checks fail'}: ${countClasses(findings)}`;
}

/** The check in one line, such as `Drift: 1 breaking, 2 additive`; the part before the colon is the verdict. */
export function renderConclusion(report: DriftReport): string {
  const { findings, accepted, baseline, check, exitCode, failOn } = report;
  const counts = countClasses(findings);
  const { expired = [], unseen = [] } = baseline ?? {};
  const more = [
    accepted.length > 0 ? `${accepted.length} accepted` : '',
    expired.length > 0 ? counted(expired.length, 'acceptance', 'acceptances', 'expired') : '',
    unseen.length > 0 ? counted(unseen.length, 'acceptance', 'acceptances', 'no longer needed') : '',
  ];
  const join = (first: string) => [first, ...more].filter((part) => part !== '').join(', ');
  if (couldNotCheck(report)) {
    const reasons = check.reasons.join('; ') || 'nothing could be read';
    const beside = join(counts);
    return `Could not check: ${reasons}${beside === '' ? '' : ` (found in what could be read: ${beside})`}`;
  }
  if (exitCode === 1) return `Drift: ${join(counts)}`;
  if (findings.length > 0) {
    return `${failOn === 'never' ? 'Drift' : `No drift at or above ${failOn}`}: ${join(counts)}`;
  }
  return `No drift: ${join(`${describeAgreement(report)} with the contract`)}`;
}

/** When a check was last made, so that silence is never taken for agreement. */
export function describeLastSuccess({ check }: Pick<DriftReport, 'check'>): string {
  const { failingSince, lastSuccess } = check;
  const failing = failingSince === null ? '' : `; checks have failed since ${readableTime(failingSince)}`;
  const last =
    lastSuccess === null
      ? 'No successful check is on record'
      : `Last successful check: ${readableTime(lastSuccess)}`;
  return `${last}${failing}`;
}

function describeAgreement({ inputs, coverage }: DriftReport): string {
  const judged = inputs.reduce((sum, input) => sum + input.judged, 0);
  const operations = coverage.filter(({ exchanges }) => exchanges > 0).length;
  const of = operations === 0 ? '' : ` of ${counted(operations, 'operation', 'operations')}`;
  return `${counted(judged, 'entry', 'entries')}${of} ${judged === 1 ? 'agrees' : 'agree'}`;
}

interface ExitCodeParts {
  readonly findings: readonly Pick<Finding, 'class'>[];
  readonly failOn: DriftReport['failOn'];
  readonly check: Pick<CheckState, 'outcome'>;
}

/** What a command that made such a check exits with. */
export function decideExitCode({ findings, failOn, check }: ExitCodeParts): DriftExitCode {
  if (check.outcome === 'could-not-check') return 2;
  if (failOn === 'never') return 0;
  const lowest = findingClasses.indexOf(failOn);
  return findings.some((finding) => findingClasses.indexOf(finding.class) <= lowest) ? 1 : 0;
}

/** What `--fix` did, in lines for a person. */
export function renderFixes(result: FixResult): string {
  const { applied, undecided, changesets, removedPromises, bump, contractVersion } = result;
  const files = new Set(applied.flatMap((fix) => fix.files));
  const lines = [
    `Fixed: ${counted(applied.length, 'finding', 'findings')}, ${counted(files.size, 'file', 'files')} of the contract changed.`,
    ...applied.flatMap(({ id, title, files: own }) => [
      `  ${id}  ${sanitizeForTerminal(title)}`,
      `    ${own.length > 0 ? own.join(', ') : 'nothing more to change'}`,
    ]),
  ];
  if (undecided.length > 0) {
    lines.push(
      `Left to you: ${counted(undecided.length, 'finding', 'findings')}.`,
      ...undecided.flatMap(({ id, title, place, why }) => [
        `  ${id}  ${sanitizeForTerminal(title)}`,
        ...(place === undefined ? [] : [`    ${sanitizeForTerminal(place)}`]),
        `    ${sanitizeForTerminal(why)}`,
      ]),
    );
  }
  if (contractVersion !== undefined)
    lines.push(`info.version is now ${sanitizeForTerminal(contractVersion)}.`);
  for (const path of changesets) lines.push(`Changeset: ${path} (${bump}).`);
  if (removedPromises.length > 0) {
    lines.push(
      `${sanitizeForTerminal(removedPromises.join(', '))} may be absent now: code that relies on it does not compile ` +
        'until it handles that. npm run typecheck names the lines.',
    );
  }
  if (changesets.length > 0) lines.push('Read what was written, then run npm test.');
  return `${lines.join('\n')}\n`;
}
