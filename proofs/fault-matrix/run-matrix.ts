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

const head = [
  'fault',
  'what the caller sees',
  'after',
  'requests',
  'carried out',
  'left behind',
  '',
] as const;

/** The matrix as a Markdown table that reads well in a terminal too. */
export function matrixTable(rows: readonly JudgedRow[]): string {
  const lines = rows.map(({ fault, sees, milliseconds, requests, carriedOut, leaked, wrong }) => [
    fault,
    sees,
    `${(milliseconds / 1000).toFixed(1)} s`,
    String(requests),
    String(carriedOut),
    Object.entries(leaked)
      .map(([kind, count]) => `${count} ${kind}`)
      .join(', ') || 'nothing',
    wrong.length === 0 ? 'as expected' : `WRONG: ${wrong.join('; ')}`,
  ]);
  const widths = head.map((name, column) =>
    Math.max(name.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const print = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [print(head), print(widths.map((width) => '-'.repeat(width))), ...lines.map(print)].join('\n');
}

if (import.meta.main) {
  const rows = await runMatrix();
  process.stdout.write(`${matrixTable(rows)}\n`);
  if (rows.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
}
