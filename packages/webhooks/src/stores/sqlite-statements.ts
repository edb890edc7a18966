import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { transact } from '@trtc-call/reporting/sqlite';

/** @returns whether the table is one of events */
export function makeTable(database: DatabaseSync, table: string): boolean {
  const readColumns = () =>
    database
      .prepare(`SELECT name FROM pragma_table_info('${table}')`)
      .all()
      .map(({ name }) => name);
  const isOfEvents = () => {
    const columns = readColumns();
    return ['key', 'token', 'payload', 'since', 'span'].every((column) => columns.includes(column));
  };
  const columns = readColumns();
  // Nothing is written where the table is there, since another process may be writing.
  if (columns.includes('error') || (columns.length > 0 && !isOfEvents())) return isOfEvents();
  transact(database, () => {
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
        -- By the clock of the machine, which is never set: when the lease began, or when it was done, and for how long.
        since INTEGER NOT NULL,
        span INTEGER NOT NULL,
        error TEXT
      ) STRICT;
      CREATE INDEX IF NOT EXISTS ${table}_over ON ${table} (until) WHERE payload IS NULL;
      CREATE INDEX IF NOT EXISTS ${table}_kept ON ${table} (number) WHERE payload IS NOT NULL;`);
    // Earlier versions did not keep why a handler has failed.
    if (!readColumns().includes('error')) database.exec(`ALTER TABLE ${table} ADD COLUMN error TEXT`);
  });
  return isOfEvents();
}

/** `since` of a claim that was released: as if it were of another boot. */
const released = Number.MAX_SAFE_INTEGER;
/** A `since` further ahead than this is of another boot, whose processes are gone. */
const ahead = 10_000;
/** How long a claim that has lapsed is kept, so that an owner that comes late is recognized. */
const lapsedMilliseconds = 60_000;

const isOfThisBoot = `since <= $machine + ${ahead}`;
const isRunning = `(${isOfThisBoot} AND $machine < since + span)`;
const isLapsed = `(${isOfThisBoot} AND $machine >= since + span)`;
// Two clocks have to agree that it was long ago: one of them may have been set, the other begins anew with each boot.
const isRemembered = `(until > $day OR ${isRunning})`;

export function prepareStatements(database: DatabaseSync, table: string) {
  const prepare = (sql: string): StatementSync => database.prepare(sql.replaceAll('events', table));
  return {
    claim: prepare(`
      INSERT INTO events (key, token, since, span, until, payload)
      VALUES ($key, $token, $machine, $lease, $day + $lease, $payload)
      ON CONFLICT (key) DO UPDATE SET
        token = excluded.token, since = excluded.since, span = excluded.span, until = excluded.until, done = 0,
        payload = coalesce(excluded.payload, payload),
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
        done = 1, since = excluded.since, span = excluded.span, until = excluded.until, payload = NULL,
        error = NULL
      WHERE token = $token AND done = 0`),
    isDoneBy: prepare('SELECT 1 FROM events WHERE key = $key AND token = $token AND done = 1'),
    release: prepare(`
      UPDATE events SET since = ${released}, span = 0, until = 0, error = coalesce($error, error),
        attempts = attempts - $untried
      WHERE key = $key AND token = $token AND done = 0 AND payload IS NOT NULL`),
    forget: prepare(
      'DELETE FROM events WHERE key = $key AND token = $token AND done = 0 AND payload IS NULL',
    ),
    kept: prepare(`
      SELECT number, key, payload, attempts, error FROM events
      WHERE payload IS NOT NULL AND number > $after ORDER BY number LIMIT $limit`),
    lapsed: prepare(`
      SELECT number, since FROM events
      WHERE payload IS NOT NULL AND number > $after AND attempts < $maxAttempts AND ${isLapsed}
      ORDER BY number LIMIT $limit`),
    free: prepare(`
      SELECT number, key, payload, attempts, error FROM events
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
