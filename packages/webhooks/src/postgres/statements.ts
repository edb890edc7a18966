/** The statements of a store on one table. */
export type Statements = ReturnType<typeof statementsOf>;

/** Makes the table and its indexes. */
export function tableOf(table: string): string {
  const name = table.slice(table.indexOf('.') + 1);
  return `
CREATE TABLE IF NOT EXISTS ${table} (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key bytea NOT NULL UNIQUE,
  token text,
  done boolean NOT NULL DEFAULT false,
  until timestamptz NOT NULL,
  payload text,
  attempts integer NOT NULL DEFAULT 1
);
CREATE INDEX IF NOT EXISTS ${name}_over ON ${table} (until) WHERE payload IS NULL;
CREATE INDEX IF NOT EXISTS ${name}_kept ON ${table} (number) WHERE payload IS NOT NULL;`;
}

/** The clock of the server, which goes on within a transaction. */
const now = 'clock_timestamp()';
const later = (parameter: string) => `${now} + ${parameter} * interval '1 millisecond'`;

export function statementsOf(table: string) {
  const own = `key = $1 AND token = $2 AND NOT done AND until > ${now}`;
  return {
    // The second half reads as it was before the first: it only has to tell why the first has given nothing.
    claim: `
WITH claimed AS (
  INSERT INTO ${table} AS event (key, token, until) VALUES ($1, $2, ${later('$3')})
  ON CONFLICT (key) DO UPDATE SET
    token = excluded.token, until = excluded.until, done = false,
    attempts = CASE WHEN event.done THEN 1 ELSE event.attempts + 1 END
  WHERE event.until <= ${now}
  RETURNING 1
)
SELECT CASE
  WHEN EXISTS (SELECT 1 FROM claimed) THEN 'claimed'
  WHEN EXISTS (SELECT 1 FROM ${table} WHERE key = $1 AND done) THEN 'done'
  ELSE 'in-flight'
END AS verdict`,
    renew: `UPDATE ${table} SET until = ${later('$3')} WHERE ${own}`,
    keep: `UPDATE ${table} SET payload = $3 WHERE ${own}`,
    complete: `
UPDATE ${table} SET done = true, until = ${later('$3')}, token = NULL, payload = NULL WHERE ${own}`,
    // What was kept stays, for somebody to take over; the rest is as if it had never been claimed.
    release: `
WITH forgotten AS (
  DELETE FROM ${table} WHERE key = $1 AND token = $2 AND payload IS NULL
)
UPDATE ${table} SET until = '-infinity' WHERE key = $1 AND token = $2 AND payload IS NOT NULL`,
    takeOver: `
WITH free AS (
  SELECT number FROM ${table}
  WHERE payload IS NOT NULL AND until <= ${now} AND attempts < $4 AND number > $5
  ORDER BY number LIMIT $3 FOR UPDATE SKIP LOCKED
), taken AS (
  UPDATE ${table} AS event SET token = $1, until = ${later('$2')}, attempts = attempts + 1
  FROM free WHERE event.number = free.number
  RETURNING event.number, event.key, event.payload, event.attempts
)
SELECT number, key, payload, attempts FROM taken ORDER BY number`,
    sweep: `
DELETE FROM ${table} WHERE number IN (
  SELECT number FROM ${table} WHERE payload IS NULL AND until <= ${now}
  ORDER BY until LIMIT $1 FOR UPDATE SKIP LOCKED
)`,
  } as const;
}
