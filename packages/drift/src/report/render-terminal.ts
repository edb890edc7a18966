import { createPaint, type Paint, type Style, sanitizeJson } from '@trtc-call/reporting';
import type { DriftReport } from '../drift-report.ts';
import type { FindingClass } from '../findings/difference.ts';
import type { Finding } from '../findings/finding.ts';
import { refuseUnknownOptions } from '../options.ts';
import {
  acceptanceText,
  agreementText,
  coverageText,
  entryText,
  inputText,
  placeText,
  proposalText,
  sightingText,
  subjectText,
  unjudgedText,
} from './finding-text.ts';
import { classMarks, conclusionOf, describeLastSuccess, isGood, reportLine } from './words.ts';

/** How a report is written to a terminal. */
export interface TerminalOptions {
  /** Whether colours may be used. Default false: a pipe gets plain text. */
  color?: boolean;
}

const maxFindings = 200;
const acceptForDays = 90;

/**
 * The report for people at a terminal: what was compared, findings worst first, those that were accepted, what the
 * baseline needs, and the conclusion in the last line. Escape sequences of the vendor are shown, not obeyed.
 */
export function renderTerminal(report: DriftReport, options: TerminalOptions = {}): string {
  refuseUnknownOptions('renderTerminal', options, { color: true });
  const paint = createPaint(options.color ?? false);
  const shown = report.findings.slice(0, maxFindings);
  const hidden = report.findings.length - shown.length;
  const sections = [
    heading(report, paint),
    section('Compared', compared(report), paint),
    section('Seen by operation', coverage(report), paint),
    ...shown.map((one) => finding(one, paint)),
    hidden > 0 ? `${hidden} more findings are in the JSON report.` : '',
    section('Accepted', report.accepted.map(accepted), paint),
    section('Accepted, but the time is over', baselineLines(report, 'expired'), paint),
    section('Accepted, but no longer seen: delete from the baseline', baselineLines(report, 'unseen'), paint),
    remedy(report),
    section(
      'Could not check',
      report.check.reasons.map((reason) => `  reason: ${reportLine(reason)}`),
      paint,
    ),
    `${reportLine(describeLastSuccess(report))}\n${paint(['bold', isGood(report) ? 'green' : 'red'], reportLine(conclusionOf(report)))}`,
  ];
  return `${sections.filter((part) => part !== '').join('\n\n')}\n`;
}

function heading(report: DriftReport, paint: Paint): string {
  const seconds = (report.durationMilliseconds / 1000).toFixed(1);
  const facts = `contract ${report.contractVersion}, drift ${report.version}, ${report.startedAt}, ${seconds} s`;
  return `${paint('bold', `TRTC Call ${report.generation} drift`)}\n${paint('dim', reportLine(facts))}`;
}

function section(title: string, lines: readonly string[], paint: Paint): string {
  return lines.length === 0 ? '' : [paint('bold', `${title} (${lines.length})`), ...lines].join('\n');
}

function compared({ inputs }: DriftReport): string[] {
  return inputs.map((input) =>
    [
      `  input ${reportLine(inputText(input))}`,
      ...input.unjudged.map((reason) => `    ${reportLine(unjudgedText(reason))}`),
    ].join('\n'),
  );
}

function coverage({ coverage: operations }: DriftReport): string[] {
  const width = Math.max(0, ...operations.map(({ operationId }) => operationId.length));
  return operations.map(
    (operation) =>
      `  operation ${reportLine(operation.operationId).padEnd(width)}  ${coverageText(operation)}`,
  );
}

function finding(one: Finding, paint: Paint): string {
  const title = `${classMarks[one.class]} ${one.class} ${reportLine(one.title)}`;
  const line = (name: string, text: string | undefined) =>
    text === undefined || text === '' ? [] : [`    ${paint('dim', name.padEnd(9))} ${reportLine(text)}`];
  return [
    paint(classStyles[one.class], title),
    ...line('id', `${one.id} ${one.fingerprint.rule}`),
    ...line('contract', placeText(one)),
    ...line('at', subjectText(one)),
    ...one.sightings.flatMap((sighting) => line('seen', sightingText(sighting))),
    ...line('sensors', agreementText(one)),
    ...line('means', one.meaning),
    ...line('proposal', proposalText(one)),
  ].join('\n');
}

function accepted({ finding: one, acceptance }: DriftReport['accepted'][number]): string {
  return `  ${one.id} ${one.class} ${reportLine(one.title)}\n    ${reportLine(acceptanceText(acceptance))}`;
}

function baselineLines({ baseline }: DriftReport, which: 'expired' | 'unseen'): string[] {
  return (baseline?.[which] ?? []).map((entry) => `  ${reportLine(entryText(entry))}`);
}

/** Accepting is shown once, by the first finding: the others are written alike. */
function remedy({ findings, startedAt, baseline }: DriftReport): string {
  const [first] = findings;
  if (!first) return '';
  const until = new Date(Date.parse(startedAt) + acceptForDays * 24 * 60 * 60 * 1000);
  const entry = baselineEntryText(first, { expires: until.toISOString().slice(0, 10) });
  const file = baseline ? reportLine(baseline.file) : 'a baseline file';
  const lines = entry
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`);
  return [`To accept ${first.id} for a time, fill this in and add it to ${file}:`, ...lines].join('\n');
}

const classStyles: Readonly<Record<FindingClass, Style>> = {
  breaking: 'red',
  additive: 'yellow',
  informational: 'cyan',
};

/** What a person decides. */
export interface EntryParts {
  /** Default empty, to be filled in: an entry without a reason is refused when it is read. */
  readonly reason?: string;
  /** Default empty, to be filled in as well. */
  readonly author?: string;
  /** YYYY-MM-DD, the last day on which it holds. */
  readonly expires: string;
}

/** The entry of a baseline file that accepts a finding, as YAML that is safe to print. */
export function baselineEntryText(
  { id, fingerprint }: Pick<Finding, 'id' | 'fingerprint'>,
  { reason = '', author = '', expires }: EntryParts,
): string {
  const { rule, subject, pointer, before, after } = fingerprint;
  // A text in the manner of JSON is YAML too, and stays in its line whatever it holds.
  return `- id: ${id}
  reason: ${sanitizeJson(reason)}
  author: ${sanitizeJson(author)}
  expires: ${sanitizeJson(expires)}
  fingerprint:
    rule: ${rule}
    subject: ${sanitizeJson(subject)}
    pointer: ${sanitizeJson(pointer)}
    before: ${sanitizeJson(before)}
    after: ${sanitizeJson(after)}
`;
}
