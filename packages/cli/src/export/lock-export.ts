import { open, readFile, rm } from 'node:fs/promises';
import { CommandError, systemCodeOf } from '../command-error.ts';

/**
 * Keeps a second export from writing to the same file. The lock of a process that was killed is taken over.
 *
 * @throws CommandError while another process exports to the file
 */
export async function lockExport(path: string): Promise<AsyncDisposable> {
  await take(path, 3);
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

async function take(path: string, attempts: number): Promise<void> {
  try {
    await using file = await open(path, 'wx', 0o600);
    await file.writeFile(String(process.pid));
  } catch (error) {
    if (systemCodeOf(error) !== 'EEXIST') throw error;
    const owner = await readFile(path, 'utf8').catch(() => '');
    if (attempts === 0 || isRunning(Number(owner))) {
      throw new CommandError(
        `another export to this file is running (process ${owner}): wait for it, or remove ${path} if it is not`,
      );
    }
    await rm(path, { force: true });
    await take(path, attempts - 1);
  }
}

function isRunning(id: number): boolean {
  if (!Number.isSafeInteger(id) || id <= 0 || id === process.pid) return false;
  try {
    return process.kill(id, 0);
  } catch (error) {
    // It is there, but of another user.
    return systemCodeOf(error) === 'EPERM';
  }
}
