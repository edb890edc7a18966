import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { readFaultOf, readTextFile, TextFileError } from './read-text-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-text-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(bytes: string | Uint8Array): string {
  const path = join(folder, 'file.txt');
  writeFileSync(path, bytes);
  return path;
}

test('a text is read without its byte order mark, up to its bound', async () => {
  expect(await readTextFile(fileOf('\ufeffé'), 5)).toBe('é');
  await expect(readTextFile(fileOf('123456'), 5)).rejects.toThrow('it is longer than 5 bytes');
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
  const failed = readTextFile(fileOf(bytes), 100);
  await expect(failed).rejects.toBeInstanceOf(TextFileError);
  await expect(failed).rejects.toThrow(message);
});

test('what the file system says is told by its code', async () => {
  expect(readFaultOf(await readTextFile(join(folder, 'none'), 1).catch((error: unknown) => error))).toBe(
    'ENOENT',
  );
  expect(readFaultOf(await readTextFile(folder, 1).catch((error: unknown) => error))).toBe('EISDIR');
});
