import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { directoryFaultOf, writeReportFiles, writeWhole } from './write-report-files.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'write-report-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a file is replaced as a whole, and nothing else is left', async () => {
  const own = join(folder, 'own');
  await mkdir(own);
  await writeFile(join(own, 'a.txt'), 'a longer text of before');
  await writeWhole(join(own, 'a.txt'), 'new');
  expect(await readFile(join(own, 'a.txt'), 'utf8')).toBe('new');
  expect(await readdir(own)).toEqual(['a.txt']);
});

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
