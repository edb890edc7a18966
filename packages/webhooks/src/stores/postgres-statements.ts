export function writeTableSql(table: string): string {
  const name = table.slice(table.indexOf('.') + 1);
  return `
CREATE TABLE IF NOT EXISTS ${table} (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key bytea NOT NULL UNIQUE,
  token text,
  done boolean NOT NULL DEFAULT false,
  until timestamptz NOT NULL,
  payload text,
  attempts integer NOT NULL DEFAULT 1,
  lease bigint NOT NULL,
  error text
);
ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS error text;
CREATE INDEX IF NOT EXISTS ${name}_over ON ${table} (until) WHERE payload IS NULL;
CREATE INDEX IF NOT EXISTS ${name}_kept ON ${table} (number) WHERE payload IS NOT NULL;`;
}

/** The clock of the server, which goes on within a transaction. */
const now = 'clock_timestamp()';
/** The same as it was when the statement began: an index can be searched by it. */
const began = 'statement_timestamp()';
const milliseconds = "* interval '1 millisecond'";
const later = (parameter: string) => `${now} + ${parameter} ${milliseconds}`;
/** Where the end of the lease is further away than the lease is long, the clock was set back. */
const lapsed = (row: string) =>
  `(${row}.until <= ${now} OR ${row}.until > ${now} + ${row}.lease ${milliseconds})`;
const released = (row: string) => `${row}.until = '-infinity'`;
/** The end of a lease as it is told from another one. As a number: the settings of a connection say how a time is written. */
const end = (row: string) => `extract(epoch FROM ${row}.until)::text`;
/** As text: what a driver makes of bytes depends on the parsers that a program has set. */
const key = "encode(key, 'hex') AS key";
/** How long a claim that has lapsed is kept, so that an owner that comes late is recognized. */
const lapsedFor = "interval '1 minute'";

export function writeStatements(table: string) {
  return {
    // The second half reads as it was before the first: it only has to say why the first gave nothing.
    claim: `
WITH claimed AS (
  INSERT INTO ${table} AS event (key, token, until, lease, payload)
  VALUES ($1, $2, ${later('$3::bigint')}, $3::bigint, $5::text)
  ON CONFLICT (key) DO UPDATE SET
    token = excluded.token, until = excluded.until, lease = excluded.lease, done = false,
    payload = coalesce(excluded.payload, event.payload),
    attempts = CASE WHEN event.done THEN 1 ELSE event.attempts + 1 END
  WHERE CASE WHEN event.done THEN event.until <= ${now}
    ELSE ${released('event')} OR (${end('event')} = $4::text AND ${lapsed('event')}) END
  RETURNING 1
)
SELECT CASE
  WHEN EXISTS (SELECT 1 FROM claimed) THEN 'claimed'
  ELSE coalesce((
    SELECT CASE WHEN done THEN 'done' WHEN ${lapsed('known')} THEN 'lapsed' ELSE 'in-flight' END
    FROM ${table} AS known WHERE key = $1
  ), 'in-flight')
END AS verdict, (SELECT ${end('known')} FROM ${table} AS known WHERE key = $1) AS seen`,
    renew: `
INSERT INTO ${table} AS event (key, token, until, lease) VALUES ($1, $2, ${later('$3::bigint')}, $3::bigint)
ON CONFLICT (key) DO UPDATE SET until = excluded.until, lease = excluded.lease
WHERE event.token = excluded.token AND NOT event.done`,
    // It does not say for how long: where nothing was there any more, the next renewal does.
    keep: `
INSERT INTO ${table} AS event (key, token, until, lease, payload) VALUES ($1, $2, ${now}, 0, $3)
ON CONFLICT (key) DO UPDATE SET payload = excluded.payload
WHERE event.token = excluded.token AND NOT event.done`,
    complete: `
INSERT INTO ${table} AS event (key, token, until, lease, done) VALUES ($1, $2, ${later('$3::bigint')}, 0, true)
ON CONFLICT (key) DO UPDATE SET done = true, until = excluded.until, payload = NULL, error = NULL
WHERE event.token = excluded.token AND NOT event.done`,
    isDoneBy: `SELECT 1 FROM ${table} WHERE key = $1 AND token = $2 AND done`,
    // What was kept stays, for `takeOver`; the rest is as if it had never been claimed.
    release: `
WITH forgotten AS (
  DELETE FROM ${table} WHERE key = $1 AND token = $2 AND NOT done AND payload IS NULL
)
UPDATE ${table} SET until = '-infinity', error = coalesce($3, error), attempts = attempts - $4::integer
WHERE key = $1 AND token = $2 AND NOT done AND payload IS NOT NULL`,
    kept: `
SELECT number, ${key}, payload, attempts, error FROM ${table}
WHERE payload IS NOT NULL AND number > $2 ORDER BY number LIMIT $1`,
    lapsed: `
SELECT number, ${end('event')} AS seen FROM ${table} AS event
WHERE payload IS NOT NULL AND number > $3 AND attempts < $2 AND NOT ${released('event')} AND ${lapsed('event')}
ORDER BY number LIMIT $1`,
    takeOver: `
WITH free AS (
  SELECT number FROM ${table} AS kept
  WHERE payload IS NOT NULL AND attempts < $4 AND number > $5
    AND (${released('kept')} OR (${lapsed('kept')} AND (number, ${end('kept')}) IN (
      SELECT * FROM unnest($6::bigint[], $7::text[]))))
  ORDER BY number LIMIT $3 FOR UPDATE SKIP LOCKED
), taken AS (
  UPDATE ${table} AS event
  SET token = $1, until = ${later('$2::bigint')}, lease = $2::bigint, attempts = attempts + 1
  FROM free WHERE event.number = free.number
  RETURNING event.number, event.key, event.payload, event.attempts, event.error
)
SELECT number, ${key}, payload, attempts, error FROM taken ORDER BY number`,
    sweep: `
DELETE FROM ${table} WHERE number IN (
  SELECT number FROM ${table}
  WHERE payload IS NULL AND until <= ${began} AND (done OR until <= ${began} - ${lapsedFor})
  ORDER BY until LIMIT $1 FOR UPDATE SKIP LOCKED
)`,
  } as const;
}
