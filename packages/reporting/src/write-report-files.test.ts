import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { directoryFaultOf, writeReportFiles } from './write-report-files.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'write-report-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a file that cannot be put in its place leaves nothing behind and says why', async () => {
  const own = join(folder, 'taken');
  await mkdir(join(own, 'report.md', 'in-the-way'), { recursive: true });
  const toError = (cause: unknown) => new Error(directoryFaultOf(own, cause));
  const failure = await writeReportFiles(own, { 'report.md': 'x' }, toError).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    message: `cannot write reports to ${own} (a folder of that name is in the way): name a directory you may write to`,
  });
  expect(await readdir(own)).toEqual(['report.md']);
});

test('a link that somebody put in the place of a report is replaced, and what it names stays', async () => {
  const own = join(folder, 'shared');
  await mkdir(own);
  const precious = join(folder, 'precious');
  await writeFile(precious, 'mine');
  await symlink(precious, join(own, 'report.md'));
  await writeReportFiles(own, { 'report.md': 'x' }, (cause) => new Error('', { cause }));
  expect(await readFile(precious, 'utf8')).toBe('mine');
  expect(await readFile(join(own, 'report.md'), 'utf8')).toBe('x');
});
