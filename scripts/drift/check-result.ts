import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { conclusionOf, type DriftReport, driftReportSchemaId, renderMarkdown } from '@trtc-call/drift';
import { isRecord } from '../release/is-record.ts';

/** What the issue and the pull request follow. */
export interface CheckResult {
  readonly outcome: DriftReport['check']['outcome'];
  /** Of the findings that count, sorted. */
  readonly ids: readonly string[];
  /** One line. */
  readonly conclusion: string;
  /** Under 61,000 bytes. */
  readonly markdown: string;
}

/**
 * Reads `report.json` of a folder that `trtc-call drift check --out` has written. A check that left none is one that
 * could not be made.
 *
 * @throws Error when it is another report
 */
export function readCheckResult(folder: string): CheckResult {
  const file = join(folder, 'report.json');
  if (!existsSync(file)) {
    const conclusion = 'Could not check: the check ended without a report; the log of the run says why';
    return { outcome: 'could-not-check', ids: [], conclusion, markdown: `**${conclusion}**\n` };
  }
  const report: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isReport(report)) throw new Error(`${file} is not ${driftReportSchemaId}: name the folder of --out`);
  return {
    outcome: report.check.outcome,
    ids: countedFindings(report)
      .map(({ id }) => id)
      .toSorted(),
    conclusion: conclusionOf(report),
    markdown: renderMarkdown(report),
  };
}

/** Written by the same version of this repository: its name is enough. */
function isReport(value: unknown): value is DriftReport {
  return isRecord(value) && value.schema === driftReportSchemaId;
}

function countedFindings({ findings, failOn }: DriftReport): DriftReport['findings'] {
  const classes = ['breaking', 'additive', 'informational', 'never'];
  if (failOn === 'never') return [];
  return findings.filter((finding) => classes.indexOf(finding.class) <= classes.indexOf(failOn));
}
