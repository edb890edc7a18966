import { closeSync, openSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type MaybePromise, StoreError } from './event-store.ts';

/** The statements of a store on one table. */
export type Statements = ReturnType<typeof prepareStatements>;

/** `since` of a claim that was released: as if it were of another boot. */
const released = Number.MAX_SAFE_INTEGER;

/** The columns that every version of the table has. */
const firstColumns = ['number', 'key', 'token', 'done', 'until', 'payload', 'attempts'];

/**
 * Makes the table and its indexes, and adds what a table of an older version does not have.
 *
 * @returns whether the table is one of events
 */
export function makeTable(database: DatabaseSync, table: string): boolean {
  const readColumns = () =>
    database
      .prepare(`SELECT name FROM pragma_table_info('${table}')`)
      .all()
      .map(({ name }) => name);
  // Nothing is written where nothing is missing, since another process may be writing.
  if (readColumns().includes('span')) return true;
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec(`
      CREATE TABLE IF NOT EXISTS ${table} (
        number INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        token TEXT,
        done INTEGER NOT NULL DEFAULT 0,
        -- By the clock of the day: when it may be forgotten.
        until INTEGER NOT NULL,
        payload TEXT,
        attempts INTEGER NOT NULL DEFAULT 1,
        -- By the clock of the machine, which nobody sets: when the lease began, or when it was done, and for how long.
        since INTEGER NOT NULL DEFAULT 0,
        span INTEGER NOT NULL DEFAULT 0
      ) STRICT;`);
    const columns = readColumns();
    const isOfEvents = firstColumns.every((column) => columns.includes(column));
    if (isOfEvents) {
      for (const column of ['since', 'span']) {
        if (columns.includes(column)) continue;
        database.exec(`ALTER TABLE ${table} ADD COLUMN ${column} INTEGER NOT NULL DEFAULT 0`);
      }
      database.exec(`
        CREATE INDEX IF NOT EXISTS ${table}_over ON ${table} (until) WHERE payload IS NULL;
        CREATE INDEX IF NOT EXISTS ${table}_kept ON ${table} (number) WHERE payload IS NOT NULL;`);
    }
    database.exec('COMMIT');
    return isOfEvents;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** A `since` further ahead than this is of another boot, whose processes are gone. */
const ahead = 10_000;
/** How long a claim that has lapsed is kept, so that an owner that comes late is recognized. */
const lapsedMilliseconds = 60_000;

// The clock of the machine may run in whole seconds (see `machine-clock.ts`).
const isOfThisBoot = `since <= $machine + ${ahead}`;
const isRunning = `(${isOfThisBoot} AND $machine < since + span)`;
const isLapsed = `(${isOfThisBoot} AND $machine >= since + span)`;
// Two clocks have to agree that it was long ago: one of them may have been set, the other begins anew with each boot.
const isRemembered = `(until > $day OR ${isRunning})`;

export function prepareStatements(database: DatabaseSync, table: string) {
  const prepare = (sql: string): StatementSync => database.prepare(sql.replaceAll('events', table));
  return {
    claim: prepare(`
      INSERT INTO events (key, token, since, span, until) VALUES ($key, $token, $machine, $lease, $day + $lease)
      ON CONFLICT (key) DO UPDATE SET
        token = excluded.token, since = excluded.since, span = excluded.span, until = excluded.until, done = 0,
        attempts = CASE WHEN done = 1 THEN 1 ELSE attempts + 1 END
      WHERE CASE WHEN done = 1 THEN NOT ${isRemembered}
        ELSE NOT ${isOfThisBoot} OR (${isLapsed} AND since = $seen) END`),
    state: prepare(`
      SELECT CASE WHEN done = 1 THEN 'done' WHEN ${isLapsed} THEN 'lapsed' ELSE 'in-flight' END AS state, since
      FROM events WHERE key = $key`),
    renew: prepare(`
      INSERT INTO events (key, token, since, span, until) VALUES ($key, $token, $machine, $lease, $day + $lease)
      ON CONFLICT (key) DO UPDATE SET since = excluded.since, span = excluded.span, until = excluded.until
      WHERE token = $token AND done = 0`),
    // It does not say for how long: where nothing was there any more, the next renewal does.
    keep: prepare(`
      INSERT INTO events (key, token, since, span, until, payload) VALUES ($key, $token, $machine, 0, $day, $payload)
      ON CONFLICT (key) DO UPDATE SET payload = excluded.payload WHERE token = $token AND done = 0`),
    complete: prepare(`
      INSERT INTO events (key, token, done, since, span, until) VALUES ($key, $token, 1, $machine, $done, $day + $done)
      ON CONFLICT (key) DO UPDATE SET
        done = 1, since = excluded.since, span = excluded.span, until = excluded.until, payload = NULL
      WHERE token = $token AND done = 0`),
    isDoneBy: prepare('SELECT 1 FROM events WHERE key = $key AND token = $token AND done = 1'),
    release: prepare(`
      UPDATE events SET since = ${released}, span = 0, until = 0
      WHERE key = $key AND token = $token AND done = 0 AND payload IS NOT NULL`),
    forget: prepare(
      'DELETE FROM events WHERE key = $key AND token = $token AND done = 0 AND payload IS NULL',
    ),
    lapsed: prepare(`
      SELECT number, since FROM events
      WHERE payload IS NOT NULL AND number > $after AND attempts < $maxAttempts AND ${isLapsed}
      ORDER BY number LIMIT $limit`),
    free: prepare(`
      SELECT number, key, payload, attempts FROM events
      WHERE payload IS NOT NULL AND number > $after AND attempts < $maxAttempts AND (
        NOT ${isOfThisBoot} OR (${isLapsed} AND EXISTS (
          SELECT 1 FROM json_each($lapsed) WHERE value ->> 'number' = number AND value ->> 'since' = since)))
      ORDER BY number LIMIT $limit`),
    takeOver: prepare(`
      UPDATE events SET token = $token, since = $machine, span = $lease, until = $day + $lease, attempts = attempts + 1
      WHERE number = $number`),
    // No more than the first few are looked at, whatever the clocks say.
    sweep: prepare(`
      DELETE FROM events WHERE number IN (
        SELECT number FROM events WHERE payload IS NULL AND until <= $day ORDER BY until LIMIT $limit
      ) AND CASE WHEN done = 1 THEN NOT ${isRunning}
        ELSE NOT (${isOfThisBoot} AND $machine < since + span + ${lapsedMilliseconds}) END`),
  };
}

/** SQLITE_BUSY, the lowest byte of its extended codes. */
const busy = 5;
/** The longest pause before a busy file is tried again, in milliseconds. */
const longestPause = 20;

/**
 * At once where the file is free, and else as soon as it is: the event loop does not stand still for it.
 *
 * @throws StoreError of code `store-unavailable` when it is not free in time
 */
export function patiently<Result>(milliseconds: number, work: () => Result): MaybePromise<Result> {
  try {
    return work();
  } catch (error) {
    if (!isBusy(error)) throw error;
    return tryAgain(milliseconds, work);
  }
}

/** The same in place: only at the start, before anything is served. */
export function waitWhileBusy<Result>(milliseconds: number, work: () => Result): Result {
  const end = performance.now() + milliseconds;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

async function tryAgain<Result>(milliseconds: number, work: () => Result): Promise<Result> {
  const end = performance.now() + milliseconds;
  for (let pause = 1; ; pause = Math.min(pause * 2, longestPause)) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() < end) continue;
      const message = `sqliteStore: another process has kept the file locked for ${milliseconds} milliseconds.`;
      throw new StoreError('store-unavailable', message, { cause: error });
    }
  }
}

function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    'errcode' in error &&
    typeof error.errcode === 'number' &&
    error.errcode % 256 === busy
  );
}

/** Makes the file, where it is not there yet, for its owner only. SQLite gives the files that it makes beside it the same permissions. A file that is there already keeps its own. */
export function makePrivateFile(path: string): void {
  const file = path.startsWith('file:') ? readFileOfUri(path) : path;
  if (file === '' || file === ':memory:') return;
  // Not exclusively: a link that leads to nothing is a file that is not there yet.
  closeSync(openSync(file, 'a', 0o600));
}

/** The file of an SQLite URI; none for one in memory. */
function readFileOfUri(uri: string): string {
  const { file = '', query = '' } =
    /^file:(?:\/\/[^/]*)?(?<file>[^?#]*)(?:\?(?<query>[^#]*))?/.exec(uri)?.groups ?? {};
  const mode = new URLSearchParams(query).get('mode');
  return mode === null || mode === 'rwc' ? decodeURIComponent(file) : '';
}
