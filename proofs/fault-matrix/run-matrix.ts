// `npm run faults`: every fault, and what the client makes of it.
import { type FaultRow, faultRows, type Seen } from './fault-rows.ts';
import { type MakeClient, realClient } from './matrix-client.ts';
import { type RowResult, runRow } from './run-row.ts';

/** A row with what is wrong with it; nothing when it is as expected. */
export interface JudgedRow extends RowResult {
  readonly wrong: readonly string[];
}

/** Runs every row; one after the other, since each counts what is open in this process. */
async function runMatrix(): Promise<JudgedRow[]> {
  const judged: JudgedRow[] = [];
  for (const row of faultRows) judged.push(await judgeRow(row));
  return judged;
}

/** Runs one row, and compares what came of it with what is expected. */
export async function judgeRow(row: FaultRow, makeClient: MakeClient = realClient): Promise<JudgedRow> {
  const result = await runRow(row, makeClient);
  const names: readonly (keyof Seen)[] = ['sees', 'milliseconds', 'requests', 'carriedOut'];
  const unlike = names
    .filter((name) => result[name] !== row.expected[name])
    .map((name) => `${name}: ${result[name]}, expected ${row.expected[name]}`);
  const left = Object.entries(result.leaked).map(([kind, count]) => `left behind: ${count} ${kind}`);
  return { ...result, wrong: [...unlike, ...left] };
}

if (import.meta.main) {
  const rows = await runMatrix();
  console.table(
    rows.map(({ leaked, wrong, ...seen }) => ({
      ...seen,
      'left behind': JSON.stringify(leaked),
      verdict: wrong.length === 0 ? 'as expected' : `WRONG: ${wrong.join('; ')}`,
    })),
  );
  if (rows.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
}
