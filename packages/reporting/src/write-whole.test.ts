import { execFileSync } from 'node:child_process';
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
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { resolveFile, writeWhole } from './write-whole.ts';

let parent = '';
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'write-whole-'));
});
afterAll(() => rm(parent, { recursive: true }));

async function emptyFolder(): Promise<string> {
  return mkdtemp(join(parent, 'own-'));
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
