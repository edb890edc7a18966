import { join } from 'node:path';
import {
  sanitizeJson,
  type TerminalOptions,
  renderGithub as toGithub,
  renderHtml as toHtml,
  renderJUnit as toJUnit,
  renderMarkdown as toMarkdown,
  renderTerminal as toTerminal,
  writeReportFiles,
} from '@trtc-call/reporting';
import { aFlag, aNumber, checkOptions } from '../run/options.ts';
import { renderBadge } from './conclusion.ts';
import { mapReport } from './map-report.ts';
import schema from './run-report.schema.json' with { type: 'json' };
import type { RunReport } from './run-report.ts';

export {
  prepareReportDirectory,
  ReportDirectoryError,
  type TerminalOptions,
} from '@trtc-call/reporting';

/**
 * The report for people at a terminal: the matrix, failures in full, then what was skipped and observed, how
 * old the last live run is, and the conclusion in the last line. Escape sequences of the target are shown, not obeyed.
 *
 * @throws CannotRunError when an option has a name that is not known, or a wrong value
 */
export function renderTerminal(report: RunReport, options: TerminalOptions = {}): string {
  checkOptions(options, { color: aFlag, columns: aNumber });
  return toTerminal(mapReport(report), options);
}

/** The report as workflow commands of GitHub Actions: an annotation for each failure, the conclusion at the end. */
export function renderGithub(report: RunReport): string {
  return toGithub(mapReport(report));
}

/** The report as one HTML file that needs no network. It is whole without JavaScript, which only filters. */
export function renderHtml(report: RunReport): string {
  return toHtml(mapReport(report));
}

/**
 * The report as JUnit XML: one suite per area, one case per requirement. A failure that was accepted, and what
 * could not be checked, is `skipped` with its reason; an observation passes and says its answer in `system-out`.
 */
export function renderJUnit(report: RunReport): string {
  return toJUnit(mapReport(report));
}

/** A job summary of GitHub may have 1 MiB; what is left over stays free for other steps of the job. */
const maxMarkdownBytes = 900 * 1024;

/**
 * The report as Markdown for a CI job summary: always under 900 KiB; what does not fit is counted and left to
 * `report.json`.
 */
export function renderMarkdown(report: RunReport): string {
  return toMarkdown(mapReport(report), maxMarkdownBytes);
}

/**
 * JSON Schema (draft 2020-12) of `report.json`. Its `$id` is the `schema` member of every report; a change that
 * would refuse a report of before gets a new one.
 */
export const runReportSchema: Readonly<Record<string, unknown>> = schema;

/** Absolute paths of what was written. */
export interface WrittenReports {
  json: string;
  junit: string;
  markdown: string;
  html: string;
  badge: string;
}

/**
 * Writes `report.json`, `junit.xml`, `report.md`, `report.html` and `badge.json`, creating the directory. Each file appears
 * whole or not at all: a reader never meets half a report.
 *
 * @throws {@link ReportDirectoryError} when the directory cannot be made or written to
 */
export async function writeReports(report: RunReport, directory: string): Promise<WrittenReports> {
  const folder = await writeReportFiles(directory, {
    'report.json': `${sanitizeJson(report, 2)}\n`,
    'junit.xml': renderJUnit(report),
    'report.md': renderMarkdown(report),
    'report.html': renderHtml(report),
    'badge.json': `${JSON.stringify(renderBadge(report))}\n`,
  });
  return {
    json: join(folder, 'report.json'),
    junit: join(folder, 'junit.xml'),
    markdown: join(folder, 'report.md'),
    html: join(folder, 'report.html'),
    badge: join(folder, 'badge.json'),
  };
}
