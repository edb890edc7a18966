import { directoryFaultOf, prepareDirectory, writeReportFiles } from '@trtc-call/reporting';
import type { DriftReport } from '../drift-report.ts';
import { renderHtml } from './render-html.ts';
import { renderJson } from './render-json.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderSarif } from './render-sarif.ts';

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
  const written = await writeReportFiles(
    directory,
    {
      'report.json': renderJson(report),
      'report.sarif': renderSarif(report),
      'report.md': renderMarkdown(report),
      'report.html': renderHtml(report),
    },
    (cause) => new ReportDirectoryError(directory, cause),
  );
  return {
    json: written['report.json'],
    sarif: written['report.sarif'],
    markdown: written['report.md'],
    html: written['report.html'],
  };
}

/** The reports cannot be written where they were asked for; the message is one line with the remedy. */
export class ReportDirectoryError extends Error {
  override readonly name = 'ReportDirectoryError';
  readonly code = 'report-directory';
  readonly directory: string;

  constructor(directory: string, cause: unknown) {
    super(directoryFaultOf(directory, cause), { cause });
    this.directory = directory;
  }
}

/**
 * Creates the directory and proves that it can be written to, so that a long check does not end with a surprise.
 *
 * @returns its absolute path
 * @throws {@link ReportDirectoryError} when it cannot be made or written to
 */
export function prepareReportDirectory(directory: string): Promise<string> {
  return prepareDirectory(directory, (cause) => new ReportDirectoryError(directory, cause));
}
