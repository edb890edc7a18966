import type { CheckState, DriftExitCode, DriftReport } from '../drift-report.ts';
import { findingClasses } from '../findings/difference.ts';
import type { Finding } from '../findings/finding.ts';

/** What decides the exit code. */
export interface ExitCodeParts {
  /** Those that nobody accepted. */
  readonly findings: readonly Pick<Finding, 'class'>[];
  readonly failOn: DriftReport['failOn'];
  readonly check: Pick<CheckState, 'outcome'>;
}

/**
 * What a command that made such a check exits with.
 *
 * @returns 2 when something could not be checked, whatever else was found: part of a damaged file proves nothing about
 *   the rest, and whoever reads only the code must not take the findings for all there are. Otherwise 1 when a finding
 *   is at or above `failOn`, and 0 when none is
 */
export function decideExitCode({ findings, failOn, check }: ExitCodeParts): DriftExitCode {
  if (check.outcome === 'could-not-check') return 2;
  if (failOn === 'never') return 0;
  const lowest = findingClasses.indexOf(failOn);
  return findings.some((finding) => findingClasses.indexOf(finding.class) <= lowest) ? 1 : 0;
}
