import type { DriftReport } from '../drift-report.ts';
import type { FindingClass } from '../findings/difference.ts';
import type { Finding } from '../findings/finding.ts';
import { agreementText, entryText, filePath, proposalText, sightingText } from './finding-text.ts';
import { conclusionOf, describeLastSuccess, isGood, reportLine, sentences } from './words.ts';

/** GitHub shows ten of each kind for a step; more would only lengthen the log. */
const maxAnnotations = 50;

const classLevels: Readonly<Record<FindingClass, Level>> = {
  breaking: 'error',
  additive: 'warning',
  informational: 'notice',
};
type Level = 'error' | 'warning' | 'notice';

/** The report as workflow commands of GitHub Actions: annotations at the lines of the contract. */
export function renderGithub(report: DriftReport): string {
  const { check, findings, baseline } = report;
  const hidden = findings.length - maxAnnotations;
  return [
    ...check.reasons.map((reason) => command('error', { title: 'Drift could not be checked' }, reason)),
    ...findings.slice(0, maxAnnotations).map(annotation),
    ...(hidden > 0
      ? [command('notice', { title: 'Drift' }, `${hidden} more findings are in report.json`)]
      : []),
    ...(baseline?.expired ?? []).map((entry) =>
      command('warning', { title: 'Accepted drift has expired' }, entryText(entry)),
    ),
    ...(baseline?.unseen ?? []).map((entry) =>
      command('notice', { title: 'Accepted drift is gone: delete the entry' }, entryText(entry)),
    ),
    command(
      isGood(report) ? 'notice' : 'error',
      { title: 'Drift' },
      sentences(conclusionOf(report), describeLastSuccess(report)),
    ),
    '',
  ].join('\n');
}

function annotation(finding: Finding): string {
  const { location, sightings } = finding;
  const place = location ? { file: filePath(location), line: String(location.line) } : {};
  const text = sentences(
    finding.title,
    finding.meaning,
    `Proposal: ${proposalText(finding)}`,
    agreementText(finding),
    sightings.map(sightingText).join('; '),
  );
  const title = `${finding.id} ${finding.class} ${finding.fingerprint.rule}`;
  return command(classLevels[finding.class], { ...place, title }, text);
}

function command(level: Level, properties: Readonly<Record<string, string>>, text: string): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${propertyText(value)}`);
  return `::${level} ${list.join(',')}::${dataText(text)}`;
}

function dataText(text: string): string {
  return reportLine(text).replaceAll('%', '%25');
}

function propertyText(text: string): string {
  return dataText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
