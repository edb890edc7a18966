import { readableTime } from '@trtc-call/rendering';
import type { DriftReport } from '../drift-report.ts';
import { classCountsText } from './class-words.ts';
import { counted } from './words.ts';

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
export function lastSuccessOf({ check }: Pick<DriftReport, 'check'>): string {
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
