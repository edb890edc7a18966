import { clip, readableTime, sanitizeForTerminal } from '@trtc-call/reporting';
import type { DriftReport } from '../drift-report.ts';
import { type FindingClass, findingClasses } from '../findings/difference.ts';

const maxCharacters = 2000;

/** A text of somebody else in one line of a report that is printed; what is cut off stands in `report.json`. */
export function reportLine(text: string): string {
  return clip(sanitizeForTerminal(text), maxCharacters);
}

/** Such as `1 entry` or `2 entries`, with what is said of them. */
export function counted(count: number, one: string, many: string, what = ''): string {
  return `${count} ${count === 1 ? one : many}${what === '' ? '' : ` ${what}`}`;
}

/** Texts as sentences one after the other; empty ones are left out. */
export function sentences(...texts: readonly string[]): string {
  return texts
    .filter((text) => text !== '')
    .map((text) => (/[.!?]$/.test(text) ? text : `${text}.`))
    .join(' ');
}

/** Such as `probes`, `probes and production`, or `documents, probes and production`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** How many findings have each class. */
export function countClasses(
  findings: readonly { readonly class: FindingClass }[],
): Record<FindingClass, number> {
  const counts: Record<FindingClass, number> = { breaking: 0, additive: 0, informational: 0 };
  for (const finding of findings) counts[finding.class] += 1;
  return counts;
}

/** Such as `1 breaking, 2 additive`; empty when there are none. */
function classCountsText(findings: readonly { readonly class: FindingClass }[]): string {
  const counts = countClasses(findings);
  return findingClasses.flatMap((name) => (counts[name] > 0 ? [`${counts[name]} ${name}`] : [])).join(', ');
}

/** One character for each class; a colour never stands alone. */
export const classMarks: Readonly<Record<FindingClass, string>> = {
  breaking: '✗',
  additive: '+',
  informational: '·',
};

/** Whether the check is good news. One that could not be made never is. */
export function isGood(report: Pick<DriftReport, 'check' | 'exitCode'>): boolean {
  return report.exitCode === 0 && report.check.outcome === 'checked';
}

/** Whether something kept the check from being made. */
function couldNotCheck(report: Pick<DriftReport, 'check' | 'exitCode'>): boolean {
  return report.exitCode === 2 || report.check.outcome === 'could-not-check';
}

/** The check in one line, such as `Drift: 1 breaking, 2 additive`; the part before the colon is the verdict. */
export function conclusionOf(report: DriftReport): string {
  const { findings, accepted, baseline } = report;
  const counts = classCountsText(findings);
  const more = [
    accepted.length > 0 ? `${accepted.length} accepted` : '',
    baseline && baseline.expired.length > 0
      ? counted(baseline.expired.length, 'acceptance', 'acceptances', 'expired')
      : '',
    baseline && baseline.unseen.length > 0
      ? counted(baseline.unseen.length, 'acceptance', 'acceptances', 'no longer needed')
      : '',
  ].filter((part) => part !== '');
  const join = (...parts: string[]) => [...parts, ...more].filter((part) => part !== '').join(', ');
  if (couldNotCheck(report)) {
    const reasons = report.check.reasons.join('; ') || 'nothing could be read';
    const beside = join(counts);
    return `Could not check: ${reasons}${beside === '' ? '' : ` (found in what could be read: ${beside})`}`;
  }
  if (report.exitCode === 1) return `Drift: ${join(counts)}`;
  if (findings.length > 0) {
    const verdict = report.failOn === 'never' ? 'Drift' : `No drift at or above ${report.failOn}`;
    return `${verdict}: ${join(counts)}`;
  }
  return `No drift: ${join(`${agreement(report)} with the contract`)}`;
}

/** When a check was last made, so that silence is never taken for agreement. */
export function describeLastSuccess({ check }: Pick<DriftReport, 'check'>): string {
  const failing =
    check.failingSince === null ? '' : `; checks have failed since ${readableTime(check.failingSince)}`;
  const last =
    check.lastSuccess === null
      ? 'No successful check is on record'
      : `Last successful check: ${readableTime(check.lastSuccess)}`;
  return `${last}${failing}`;
}

function agreement({ inputs, coverage }: DriftReport): string {
  const judged = inputs.reduce((sum, input) => sum + input.judged, 0);
  const operations = coverage.filter(({ exchanges }) => exchanges > 0).length;
  const what = counted(judged, 'entry', 'entries');
  const of = operations === 0 ? '' : ` of ${counted(operations, 'operation', 'operations')}`;
  return `${what}${of} ${judged === 1 ? 'agrees' : 'agree'}`;
}
