import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import {
  describeReadFault,
  prepareReportDirectory,
  readTextFile,
  resolveFile,
  TextFileError,
  writeReportFiles,
  writeWhole,
} from './files.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-files-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function emptyFolder(): Promise<string> {
  return mkdtemp(join(folder, 'own-'));
}

test('a file is replaced as a whole, and nothing else is left', async () => {
  const own = await emptyFolder();
  await writeFile(join(own, 'a.txt'), 'a longer text of before');
  await writeWhole(join(own, 'a.txt'), 'new');
  expect(await readFile(join(own, 'a.txt'), 'utf8')).toBe('new');
  expect(await readdir(own)).toEqual(['a.txt']);
});

test('a new file has the permissions that were asked for, one that is replaced keeps its own', async () => {
  const own = await emptyFolder();
  const path = join(own, 'a.txt');
  await writeWhole(path, 'new', { mode: 0o600 });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await chmod(path, 0o664);
  await writeWhole(path, 'newer', { mode: 0o600 });
  expect((await stat(path)).mode & 0o777).toBe(0o664);
});

test('what a killed process left under the temporary name is removed, not followed', async () => {
  const own = await emptyFolder();
  const temporary = join(own, 'a.next');
  await symlink('planted', temporary);
  await writeWhole(join(own, 'a.txt'), 'new', { temporary });
  expect(await readdir(own)).toEqual(['a.txt']);
});

test.each(['a file', 'nothing'])(
  'through links to %s the file that they name is written, and they stay',
  async (to) => {
    const own = await emptyFolder();
    const other = await emptyFolder();
    if (to === 'a file') await writeFile(join(other, 'target'), 'former');
    await symlink(join(other, 'second'), join(own, 'first'));
    await symlink('target', join(other, 'second'));
    await writeWhole(await resolveFile(join(own, 'first')), 'new');
    expect(await readFile(join(other, 'target'), 'utf8')).toBe('new');
    expect((await lstat(join(own, 'first'))).isSymbolicLink()).toBe(true);
    expect((await lstat(join(other, 'second'))).isSymbolicLink()).toBe(true);
    expect((await readdir(other)).sort()).toEqual(['second', 'target']);
  },
);

test('links that lead in a circle are an error of the file system', async () => {
  const own = await emptyFolder();
  await symlink('b', join(own, 'a'));
  await symlink('a', join(own, 'b'));
  await expect(resolveFile(join(own, 'a'))).rejects.toMatchObject({ code: 'ELOOP' });
});

test.skipIf(process.platform === 'win32')('what is not a regular file is refused by what it is', async () => {
  const own = await emptyFolder();
  await mkdir(join(own, 'folder'));
  execFileSync('mkfifo', [join(own, 'pipe')]);
  const server = createServer().listen(join(own, 'socket'));
  onTestFinished(() => void server.close());
  await new Promise((listening) => server.once('listening', listening));
  for (const [name, kind] of [
    ['folder', 'a folder'],
    ['pipe', 'a named pipe'],
    ['socket', 'a socket'],
    ['/dev/null', 'a device'],
  ] as const) {
    const path = name.startsWith('/') ? name : join(own, name);
    await expect(resolveFile(path)).rejects.toMatchObject({
      code: 'not-a-file',
      message: `${path} is ${kind}, not a file`,
    });
  }
});

function writeTemporary(bytes: string | Uint8Array): string {
  const path = join(folder, 'file.txt');
  writeFileSync(path, bytes);
  return path;
}

test('a text is read without its byte order mark, up to its bound', async () => {
  expect(await readTextFile(writeTemporary('\ufeffé'), 5)).toBe('é');
  await expect(readTextFile(writeTemporary('123456'), 5)).rejects.toThrow('it is longer than 5 bytes');
});

test('no more is read than is allowed of what has no end', async () => {
  await expect(readTextFile('/dev/zero', 1024 * 1024)).rejects.toThrow('it is longer than 1048576 bytes');
});

test('a pipe is read as a file is', async () => {
  const pipe = join(folder, 'pipe');
  await promisify(execFile)('mkfifo', [pipe]);
  spawn('sh', ['-c', `printf text > '${pipe}'`]);
  expect(await readTextFile(pipe, 100)).toBe('text');
});

test.each([
  ['UTF-16 with a mark', Buffer.from('\ufeff[]', 'utf16le'), /UTF-16 or binary: save it as UTF-8/],
  ['UTF-16 without one', Buffer.from('[]', 'utf16le'), /UTF-16 or binary: save it as UTF-8/],
  ['Latin-1', Buffer.from('é', 'latin1'), /not UTF-8: save it as UTF-8/],
])('%s is refused, with what to do', async (_, bytes, message) => {
  const failed = readTextFile(writeTemporary(bytes), 100);
  await expect(failed).rejects.toBeInstanceOf(TextFileError);
  await expect(failed).rejects.toThrow(message);
});

test('what the file system says is described by its code', async () => {
  expect(
    describeReadFault(await readTextFile(join(folder, 'none'), 1).catch((error: unknown) => error)),
  ).toBe('ENOENT');
  expect(describeReadFault(await readTextFile(folder, 1).catch((error: unknown) => error))).toBe('EISDIR');
});

test('a file that cannot be put in its place leaves nothing behind and says why', async () => {
  const own = join(folder, 'taken');
  await mkdir(join(own, 'report.md', 'in-the-way'), { recursive: true });
  const failure = await writeReportFiles(own, { 'report.md': 'x' }).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: 'report-directory',
    directory: own,
    message: `cannot write reports to ${own} (a folder of that name is in the way): name a directory you may write to`,
  });
  expect(await readdir(own)).toEqual(['report.md']);
});

test('a link that was put in the place of a report is replaced, and what it names stays', async () => {
  const own = join(folder, 'shared');
  await mkdir(own);
  const precious = join(folder, 'precious');
  await writeFile(precious, 'mine');
  await symlink(precious, join(own, 'report.md'));
  await writeReportFiles(own, { 'report.md': 'x' });
  expect(await readFile(precious, 'utf8')).toBe('mine');
  expect(await readFile(join(own, 'report.md'), 'utf8')).toBe('x');
});

test('the same folder may be prepared several times at once; one that cannot be made is an error', async () => {
  const own = join(folder, 'new', 'and', 'newer');
  const made = await Promise.all([1, 2, 3].map(() => prepareReportDirectory(own)));
  expect(made).toEqual([own, own, own]);
  expect(await readdir(own)).toEqual([]);
  const taken = join(folder, 'shared', 'report.md', 'x');
  await expect(prepareReportDirectory(taken)).rejects.toThrow('(a part of the path is a file)');
});

// Such a file system answers ENOENT to mkdir.
test.skipIf(!existsSync('/proc/self'))('a file system without new folders is described', async () => {
  await expect(prepareReportDirectory('/proc/x/reports')).rejects.toThrow(
    'cannot write reports to /proc/x/reports (no such folder)',
  );
});
