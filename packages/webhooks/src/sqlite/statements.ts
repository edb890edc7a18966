import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** The statements of a store on one table. */
export type Statements = ReturnType<typeof statementsOf>;

/** Makes the table and its indexes. */
export function tableOf(table: string): string {
  return `
    CREATE TABLE IF NOT EXISTS ${table} (
      number INTEGER PRIMARY KEY,
      key TEXT NOT NULL UNIQUE,
      token TEXT,
      done INTEGER NOT NULL DEFAULT 0,
      until INTEGER NOT NULL,
      payload TEXT,
      attempts INTEGER NOT NULL DEFAULT 1
    ) STRICT;
    CREATE INDEX IF NOT EXISTS ${table}_over ON ${table} (until) WHERE payload IS NULL;
    CREATE INDEX IF NOT EXISTS ${table}_kept ON ${table} (number) WHERE payload IS NOT NULL;
  `;
}

export function statementsOf(database: DatabaseSync, table: string) {
  const prepare = (sql: string): StatementSync => database.prepare(sql.replaceAll('events', table));
  return {
    claim: prepare(`
      INSERT INTO events (key, token, until) VALUES (?1, ?2, ?3)
      ON CONFLICT (key) DO UPDATE SET
        token = ?2, until = ?3, done = 0,
        attempts = CASE WHEN done = 1 THEN 1 ELSE attempts + 1 END
      WHERE until <= ?4`),
    isDone: prepare('SELECT done FROM events WHERE key = ?'),
    renew: prepare('UPDATE events SET until = ? WHERE key = ? AND token = ? AND done = 0 AND until > ?'),
    keep: prepare('UPDATE events SET payload = ? WHERE key = ? AND token = ? AND done = 0 AND until > ?'),
    complete: prepare(
      'UPDATE events SET done = 1, until = ?, token = NULL, payload = NULL WHERE key = ? AND token = ? AND done = 0 AND until > ?',
    ),
    giveUp: prepare('UPDATE events SET until = ? WHERE key = ? AND token = ? AND payload IS NOT NULL'),
    forget: prepare('DELETE FROM events WHERE key = ? AND token = ? AND payload IS NULL'),
    free: prepare(
      'SELECT number, key, payload, attempts FROM events WHERE payload IS NOT NULL AND number > ? AND until <= ? AND attempts < ? ORDER BY number LIMIT ?',
    ),
    takeOver: prepare('UPDATE events SET token = ?, until = ?, attempts = attempts + 1 WHERE key = ?'),
    sweep: prepare(
      'DELETE FROM events WHERE number IN (SELECT number FROM events WHERE payload IS NULL AND until <= ? ORDER BY until LIMIT ?)',
    ),
  };
}
