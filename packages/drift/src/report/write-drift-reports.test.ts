import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fullReport } from './testing/synthetic-report.ts';
import { ReportDirectoryError, writeDriftReports } from './write-drift-reports.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'write-drift-reports-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('four files appear in a folder that did not exist, and nothing else', async () => {
  const written = await writeDriftReports(fullReport(), join(folder, 'new', 'reports'));
  const names = await readdir(join(folder, 'new', 'reports'));
  expect(names.toSorted()).toEqual(['report.html', 'report.json', 'report.md', 'report.sarif']);
  expect(JSON.parse(await readFile(written.json, 'utf8'))).toMatchObject({ exitCode: 1 });
  expect(JSON.parse(await readFile(written.sarif, 'utf8'))).toMatchObject({ version: '2.1.0' });
  expect(await readFile(written.markdown, 'utf8')).toMatch(/^# TRTC Call v1 drift/);
  expect(await readFile(written.html, 'utf8')).toMatch(/^<!doctype html>/);
});

test('a folder that cannot be made is one line with the remedy', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  const failure = await writeDriftReports(fullReport(), join(file, 'reports')).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(ReportDirectoryError);
  expect(failure).toMatchObject({
    message: `cannot write reports to ${join(file, 'reports')} (a part of the path is a file): name a directory you may write to`,
  });
});
