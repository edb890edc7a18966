import { join } from 'node:path';
import {
  sanitizeForTerminal,
  sanitizeJson,
  type TerminalOptions,
  renderGithub as toGithub,
  renderHtml as toHtml,
  renderMarkdown as toMarkdown,
  renderSarif as toSarif,
  renderTerminal as toTerminal,
  writeReportFiles,
} from '@trtc-call/reporting';
import type { DriftReport } from '../drift-report.ts';
import type { FixResult } from '../fix/apply-fixes.ts';
import { refuseUnknownOptions } from '../options.ts';
import { ruleHelp } from '../rules/rules.ts';
import schema from './drift-report.schema.json' with { type: 'json' };
import { counted } from './map-finding.ts';
import { listKnown, mapReport } from './map-report.ts';

export {
  prepareReportDirectory,
  ReportDirectoryError,
  type TerminalOptions,
} from '@trtc-call/reporting';

/**
 * The report for people at a terminal: what was compared, findings worst first, those that were accepted, what the
 * accepted list needs, and the conclusion in the last line. Escape sequences of the vendor are shown, not obeyed.
 */
export function renderTerminal(report: DriftReport, options: TerminalOptions = {}): string {
  refuseUnknownOptions('renderTerminal', options, { color: true, columns: true });
  return toTerminal(mapReport(report), options);
}

/** The report as workflow commands of GitHub Actions: annotations at the lines of the contract. */
export function renderGithub(report: DriftReport): string {
  return toGithub(mapReport(report));
}

/** The report as one HTML file that needs no network. It is whole without JavaScript, which only filters. */
export function renderHtml(report: DriftReport): string {
  return toHtml(mapReport(report));
}

/** The body of an issue of GitHub may have 65,536 characters; the rest is for what is posted around it. */
const maxMarkdownBytes = 60_000;

/**
 * The report as Markdown for a pull request, an issue or a job summary: always under 61,000 bytes; what does not fit
 * is counted and left to `report.json`.
 */
export function renderMarkdown(report: DriftReport): string {
  return toMarkdown(mapReport(report), maxMarkdownBytes);
}

/**
 * The report as SARIF 2.1.0. A check that could not be made is an execution without success. Accepted findings are
 * suppressed results; a finding keeps its place in GitHub's code scanning by a fingerprint that holds no prose.
 */
export function renderSarif(report: DriftReport): string {
  const { contractVersion, coverage, inputs, check, generation } = report;
  const folder = /^v\d+$/.test(generation) ? generation : 'v1';
  return toSarif(mapReport(report, false), {
    rules: Object.entries(ruleHelp).map(([id, help]) => ({ id, ...help })),
    category: `trtc-call-drift/${generation}`,
    fingerprintName: 'trtcCallDrift/v1',
    fallbackFile: `spec/${folder}/openapi.yaml`,
    known: listKnown(report),
    properties: { contractVersion, coverage, inputs, check },
  });
}

/**
 * JSON Schema (draft 2020-12) of `report.json`. Its `$id` is the `schema` member of every report; a change that would
 * refuse a report of before gets a new one.
 */
export const driftReportSchema: Readonly<Record<string, unknown>> = schema;

/** The report as JSON, valid by {@link driftReportSchema}. */
export function renderJson(report: DriftReport): string {
  return `${sanitizeJson(report, 2)}\n`;
}

/** Absolute paths of what was written. */
export interface WrittenDriftReports {
  readonly json: string;
  readonly sarif: string;
  readonly markdown: string;
  readonly html: string;
}

/**
 * Writes `report.json`, `report.sarif`, `report.md` and `report.html`, creating the directory. Each file appears
 * whole or not at all.
 *
 * @throws {@link ReportDirectoryError} when the directory cannot be made or written to
 */
export async function writeDriftReports(
  report: DriftReport,
  directory: string,
): Promise<WrittenDriftReports> {
  const folder = await writeReportFiles(directory, {
    'report.json': renderJson(report),
    'report.sarif': renderSarif(report),
    'report.md': renderMarkdown(report),
    'report.html': renderHtml(report),
  });
  return {
    json: join(folder, 'report.json'),
    sarif: join(folder, 'report.sarif'),
    markdown: join(folder, 'report.md'),
    html: join(folder, 'report.html'),
  };
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
