import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { renderHtml } from './render-html.ts';
import { renderJUnit } from './render-junit.ts';
import { renderMarkdown } from './render-markdown.ts';
import type { RunReport } from './run-report.ts';

/** Absolute paths of what was written. */
export interface WrittenReports {
  json: string;
  junit: string;
  markdown: string;
  html: string;
}

/** The reports cannot be written where they were asked for; the message is one line with the remedy. */
export class ReportDirectoryError extends Error {
  override readonly name = 'ReportDirectoryError';
  readonly directory: string;

  constructor(directory: string, cause: unknown) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    super(
      `cannot write reports to ${directory} (${reasons[code] ?? code}): name a directory you may write to`,
      { cause },
    );
    this.directory = directory;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EEXIST: 'a file of that name is in the way',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
};

/**
 * Writes `report.json`, `junit.xml`, `report.md` and `report.html`, creating the directory. Each file appears
 * whole or not at all: a reader never meets half a report.
 *
 * @throws {@link ReportDirectoryError} when the directory cannot be made or written to
 */
export async function writeReports(report: RunReport, directory: string): Promise<WrittenReports> {
  const folder = await prepareReportDirectory(directory);
  const files = {
    json: { name: 'report.json', text: `${JSON.stringify(report, null, 2)}\n` },
    junit: { name: 'junit.xml', text: renderJUnit(report) },
    markdown: { name: 'report.md', text: renderMarkdown(report) },
    html: { name: 'report.html', text: renderHtml(report) },
  };
  for (const { name, text } of Object.values(files)) await writeWhole(folder, name, text);
  const path = (key: keyof typeof files) => join(folder, files[key].name);
  return { json: path('json'), junit: path('junit'), markdown: path('markdown'), html: path('html') };
}

/**
 * Creates the directory and proves that it can be written to, so that a long run does not end with a surprise.
 *
 * @returns its absolute path
 * @throws {@link ReportDirectoryError} when it cannot be made or written to
 */
export async function prepareReportDirectory(directory: string): Promise<string> {
  const folder = resolve(directory);
  try {
    await mkdir(folder, { recursive: true });
    const probe = temporaryName(folder, 'probe');
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw new ReportDirectoryError(directory, error);
  }
  return folder;
}

async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  const temporary = temporaryName(folder, name);
  try {
    await writeFile(temporary, text);
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true });
    throw new ReportDirectoryError(folder, error);
  }
}

/** In the same folder, since a rename is atomic only within one file system. */
function temporaryName(folder: string, name: string): string {
  return join(folder, `.${name}.${randomUUID()}.part`);
}
