import { escapeMarkdown, fitBlocks, markdownTable, oneLine } from '@trtc-call/reporting';
import type { DriftReport } from '../drift-report.ts';
import type { Finding } from '../findings/finding.ts';
import {
  agreementText,
  placeText,
  proposalText,
  sightingText,
  subjectText,
  unjudgedText,
} from './finding-text.ts';
import { conclusionOf, describeLastSuccess, listed } from './words.ts';

/** The body of an issue of GitHub may have 65,536 characters; what is left over is for whoever posts it. */
const maxBytes = 60_000;
const maxCellCharacters = 600;

/**
 * The report as Markdown for a pull request, an issue or a job summary: always under 61,000 bytes; what does not fit
 * is counted and left to `report.json`.
 */
export function renderMarkdown(report: DriftReport): string {
  const { baseline, check, findings } = report;
  return fitBlocks(
    [
      `# TRTC Call ${report.generation} drift\n`,
      `**${cell(conclusionOf(report), 2000)}**\n`,
      `${cell(describeLastSuccess(report))}. ${facts(report)}\n`,
      ...(check.reasons.length === 0 ? [] : ['## Could not check\n']),
      ...check.reasons.map((reason) => `- reason: ${cell(reason)}`),
      ...(findings.length === 0 ? [] : [`\n## Findings (${findings.length})\n`]),
      ...findings.map(findingBlock),
      ...markdownTable(
        `Accepted (${report.accepted.length})`,
        ['finding', 'class', 'what', 'reason', 'by', 'until'],
        report.accepted.map(({ finding: { id, class: kind, title }, acceptance }) =>
          [id, kind, title, acceptance.reason, acceptance.author, acceptance.expires].map((text) =>
            cell(text),
          ),
        ),
      ),
      ...entries('Accepted, but the time is over', baseline?.expired),
      ...entries('Accepted, but no longer seen', baseline?.unseen),
      ...markdownTable(
        'Compared',
        ['input', 'sensors', 'read', 'judged', 'not judged, damaged'],
        report.inputs.map((input) => [
          cell(input.name),
          cell(listed(input.sensors)),
          String(input.read),
          String(input.judged),
          cell(describeFaults(input), 1500),
        ]),
      ),
      ...markdownTable(
        'Seen by operation',
        ['operation', 'exchanges', 'succeeded', 'refused'],
        report.coverage.map(({ operationId, exchanges, successes, refusals }) => [
          cell(operationId),
          ...[exchanges, successes, refusals].map(String),
        ]),
      ),
    ],
    maxBytes,
  );
}

function facts({ contractVersion, version, startedAt, durationMilliseconds }: DriftReport): string {
  const seconds = (durationMilliseconds / 1000).toFixed(1);
  return cell(`Contract ${contractVersion}, drift ${version}, ${startedAt}, ${seconds} s.`);
}

function findingBlock(finding: Finding): string {
  const line = (name: string, text: string | undefined) =>
    text === undefined || text === '' ? [] : [`- ${name}: ${cell(text, 1500)}`];
  return [
    `### ${finding.class}: ${cell(finding.title)}\n`,
    ...line('id', `${finding.id} ${finding.fingerprint.rule}`),
    ...line('contract', placeText(finding)),
    ...line('at', subjectText(finding)),
    ...finding.sightings.flatMap((sighting) => line('seen', sightingText(sighting))),
    ...line('sensors', agreementText(finding)),
    ...line('means', finding.meaning),
    ...line('proposal', proposalText(finding)),
    '',
  ].join('\n');
}

function entries(title: string, list: NonNullable<DriftReport['baseline']>['expired'] | undefined): string[] {
  return markdownTable(
    `${title} (${list?.length ?? 0})`,
    ['finding', 'reason', 'by', 'until'],
    (list ?? []).map(({ id, reason, author, expires }) =>
      [id, reason, author, expires].map((text) => cell(text)),
    ),
  );
}

function describeFaults({ unjudged, damage }: DriftReport['inputs'][number]): string {
  const broken = damage ? [`damaged at byte ${damage.offset}: ${damage.reason}`] : [];
  return [...broken, ...unjudged.map(unjudgedText)].join('; ');
}

/** Clipped before it is escaped, so that no escape is cut in half. */
function cell(text: string, maxCharacters = maxCellCharacters): string {
  const line = oneLine(text);
  return escapeMarkdown(line.length > maxCharacters ? `${line.slice(0, maxCharacters)}…` : line);
}
