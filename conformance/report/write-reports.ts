import { directoryFaultOf, prepareDirectory, sanitizeJson, writeReportFiles } from '@trtc-call/reporting';
import { renderBadge } from './render-badge.ts';
import { renderHtml } from './render-html.ts';
import { renderJUnit } from './render-junit.ts';
import { renderMarkdown } from './render-markdown.ts';
import schema from './run-report.schema.json' with { type: 'json' };
import type { RunReport } from './run-report.ts';

/**
 * JSON Schema (draft 2020-12) of `report.json`. Its `$id` is the `schema` member of every report; a change that
 * would refuse a report of before gets a new one.
 */
export const runReportSchema: Readonly<Record<string, unknown>> = schema;

/** The reports cannot be written where they were asked for; the message is one line with the remedy. */
export class ReportDirectoryError extends Error {
  override readonly name = 'ReportDirectoryError';
  /** Stable, for programs. */
  readonly code = 'report-directory';
  readonly directory: string;

  constructor(directory: string, cause: unknown) {
    super(directoryFaultOf(directory, cause), { cause });
    this.directory = directory;
  }
}

/**
 * Creates the directory and proves that it can be written to, so that a long run does not end with a surprise.
 *
 * @returns its absolute path
 * @throws {@link ReportDirectoryError} when it cannot be made or written to
 */
export function prepareReportDirectory(directory: string): Promise<string> {
  return prepareDirectory(directory, (cause) => new ReportDirectoryError(directory, cause));
}

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
  const written = await writeReportFiles(
    directory,
    {
      'report.json': `${sanitizeJson(report, 2)}\n`,
      'junit.xml': renderJUnit(report),
      'report.md': renderMarkdown(report),
      'report.html': renderHtml(report),
      'badge.json': `${JSON.stringify(renderBadge(report))}\n`,
    },
    (cause) => new ReportDirectoryError(directory, cause),
  );
  return {
    json: written['report.json'],
    junit: written['junit.xml'],
    markdown: written['report.md'],
    html: written['report.html'],
    badge: written['badge.json'],
  };
}
