import { sanitizeForTerminal } from '@trtc-call/rendering/sanitize';
import stringWidth from 'string-width';

/** Columns as wide as their widest cell, as a terminal shows it. Cells are made safe, each in one line. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, ...rows].map((cells) => cells.map((cell) => sanitizeForTerminal(cell)));
  const widths = heads.map((_, column) =>
    Math.max(...lines.map((cells) => stringWidth(cells[column] ?? ''))),
  );
  return lines.map((cells) => `${lineOf(cells, widths)}\n`).join('');
}

/** Names beside their values. */
export function facts(entries: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${name.padEnd(width)}  ${sanitizeForTerminal(value)}\n`).join('');
}

function lineOf(cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell)));
  return padded.join('  ').trimEnd();
}
