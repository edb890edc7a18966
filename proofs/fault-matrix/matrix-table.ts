import type { JudgedRow } from './run-matrix.ts';

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
