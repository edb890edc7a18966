import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { syntheticReport, syntheticResults } from './synthetic-report.ts';
import { ReportDirectoryError, writeReports } from './write-reports.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'write-reports-'));
});
afterAll(() => rm(folder, { recursive: true }));

const report = syntheticReport(syntheticResults());

test('five files appear in a folder that did not exist, and nothing else', async () => {
  const written = await writeReports(report, join(folder, 'new', 'reports'));
  const names = await readdir(join(folder, 'new', 'reports'));
  expect(names.toSorted()).toEqual(['badge.json', 'junit.xml', 'report.html', 'report.json', 'report.md']);
  expect(JSON.parse(await readFile(written.json, 'utf8'))).toEqual(report);
  expect(await readFile(written.html, 'utf8')).toMatch(/^<!doctype html>/);
});

test('reports of an earlier run are replaced', async () => {
  const { json } = await writeReports(report, join(folder, 'again'));
  await writeReports({ ...report, suiteVersion: '9.9.9' }, join(folder, 'again'));
  expect(await readFile(json, 'utf8')).toContain('"suiteVersion": "9.9.9"');
});

test('a folder that cannot be made is one line with the remedy', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  const failure = await writeReports(report, join(file, 'reports')).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ReportDirectoryError);
  expect(failure).toMatchObject({
    message: `cannot write reports to ${join(file, 'reports')} (a part of the path is a file): name a directory you may write to`,
  });
});
