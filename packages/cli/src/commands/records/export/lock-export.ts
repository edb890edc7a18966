import type { BigIntStats } from 'node:fs';
import { lstat, open, rm } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { ifThere } from '@trtc-call/reporting';
import { CommandError, readErrorCode } from '../../../command-error.ts';

/** Two that start at the same moment may refuse each other; within this time one of them tries again. */
const patienceMilliseconds = 250;
/** Each try but the last one meets an export that has just ended and taken its lock file with it. */
const mostTries = 100;
/** SQLite's numbers: another process holds the lock, and this is not a lock file at all. */
const busy = 5;
const notADatabase = 26;

/**
 * Keeps a second export from writing to the same file. The lock is the system's, by way of SQLite, which Node brings:
 * it ends with the process, however that ends, and is never taken from one that lives. The file is only what it
 * is tied to, and goes with it.
 */
export async function lockExport(path: string): Promise<AsyncDisposable> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const before = await identify(path);
    const database = before && (await lock(path, before));
    if (!database) continue;
    // A file that was removed never comes back: if its name leads to the same one before and after, the one that is
    // locked has the name, and only its holder removes it.
    if (isSame(before, await identifyIfThere(path)))
      return { [Symbol.asyncDispose]: () => release(path, database) };
    database.close();
  }
  throw isRunning();
}

async function release(path: string, database: DatabaseSync): Promise<void> {
  // Windows removes no open file; there a process that has opened it in between keeps it.
  if (process.platform === 'win32') database.close();
  await rm(path, { force: true }).catch(() => {});
  if (database.isOpen) database.close();
}

/** Makes the file if there is none. It is not opened afterwards: to close it would end a lock of this process. */
async function identify(path: string): Promise<BigIntStats | undefined> {
  const found = await identifyIfThere(path);
  if (found?.isFile()) return found;
  if (found) throw new CommandError(`${path} is not a regular file: remove it, or choose another --out`);
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (error) {
    if (readErrorCode(error) !== 'EEXIST') throw error;
  }
  return identifyIfThere(path);
}

function identifyIfThere(path: string): Promise<BigIntStats | undefined> {
  return ifThere(lstat(path, { bigint: true }));
}

/** The number of a file is given again when the file is gone; the moment at which it was made tells the two apart. */
function isSame(one: BigIntStats, other: BigIntStats | undefined): boolean {
  return one.dev === other?.dev && one.ino === other.ino && one.birthtimeNs === other.birthtimeNs;
}

/** Takes the lock of a file; nothing when it has been replaced since. */
async function lock(path: string, before: BigIntStats): Promise<DatabaseSync | undefined> {
  const { DatabaseSync } = await import('node:sqlite');
  const url = pathToFileURL(path);
  url.searchParams.set('mode', 'rw');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(url, { timeout: patienceMilliseconds });
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    if (!isSame(before, await identifyIfThere(path))) return undefined;
    throw refusal(path, error);
  }
}

function refusal(path: string, error: unknown): CommandError {
  const number = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  if (number === busy) return isRunning();
  if (number === notADatabase)
    return new CommandError(`${path} is not a lock file of this program: move it away`);
  const why = error instanceof Error ? error.message : String(error);
  const remedy = 'choose an --out that you may write to, in a file system with locks';
  return new CommandError(`cannot lock ${path} (${why}): ${remedy}`, 2, { cause: error });
}

function isRunning(): CommandError {
  return new CommandError('another export to this file is running: wait for it, or choose another --out');
}
