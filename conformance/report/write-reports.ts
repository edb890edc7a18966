import { sanitizeJson, writeReportFiles } from '@trtc-call/rendering';
import { renderBadge } from './render-badge.ts';
import { renderHtml } from './render-html.ts';
import { renderJUnit } from './render-junit.ts';
import { renderMarkdown } from './render-markdown.ts';
import { ReportDirectoryError } from './report-directory.ts';
import type { RunReport } from './run-report.ts';

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
