import { sanitizeForTerminal } from '@trtc-call/reporting/sanitize';
import { measureWidth } from '@trtc-call/reporting/text-width';

export interface FittedTable {
  readonly text: string;
  readonly leftOut: readonly string[];
}

/**
 * Columns as wide as their widest cell, as a terminal shows it. Cells are made safe, each in one line. Where the table
 * is too wide, columns are left out whole: a cell that is cut, such as an id, is of no use.
 *
 * @param expendable the heads of columns that may be left out, the first one first
 */
export function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  {
    width = Number.POSITIVE_INFINITY,
    expendable = [],
  }: { width?: number; expendable?: readonly string[] } = {},
): FittedTable {
  const lines = [heads, ...rows].map((cells) => cells.map((cell) => sanitizeForTerminal(cell)));
  const widths = heads.map((_, column) =>
    lines.reduce((widest, cells) => Math.max(widest, measureWidth(cells[column] ?? '')), 0),
  );
  const shown = new Set(heads.keys());
  const leftOut: string[] = [];
  for (const head of expendable) {
    const used = [...shown].reduce((sum, column) => sum + (widths[column] ?? 0) + gap.length, -gap.length);
    if (used <= width) break;
    shown.delete(heads.indexOf(head));
    leftOut.push(head);
  }
  const text = lines.map((cells) => {
    const kept = [...shown].map((column) => padEnd(cells[column] ?? '', widths[column] ?? 0));
    return `${kept.join(gap).trimEnd()}\n`;
  });
  return { text: text.join(''), leftOut };
}

const gap = '  ';

/** From this width on, lines of events show whole ids. */
export const wideLine = 132;

/** A line of cells whose widths were chosen beforehand; a longer cell pushes the rest aside. */
export function fixedLine(cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((cell, column) => padEnd(sanitizeForTerminal(cell), widths[column] ?? 0));
  return padded.join(gap).trimEnd();
}

/** Cuts a text to a width; what is longer ends with `…`. */
export function truncate(text: string, width: number): string {
  const safe = sanitizeForTerminal(text);
  if (measureWidth(safe) <= width) return safe;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(safe)) {
    if (measureWidth(kept + segment) >= width) break;
    kept += segment;
  }
  return `${kept}…`;
}

export function shorten(text: string, characters: number): string {
  return Array.from(text).slice(0, characters).join('');
}

export function facts(entries: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${name.padEnd(width)}  ${sanitizeForTerminal(value)}\n`).join('');
}

/** A text behind its head, in lines that fit; a word that is longer than a line stays whole. */
export function wrap(text: string, head: string, width: number): string {
  const room = width - head.length;
  const lines: string[] = [];
  for (const word of sanitizeForTerminal(text).split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && measureWidth(`${last} ${word}`) <= room)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  // A line that begins with another word may be a command for the log of a CI job.
  return lines
    .map((line, at) => `${at === 0 ? head : ' '.repeat(head.length)}${sanitizeForTerminal(line)}\n`)
    .join('');
}

function padEnd(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - measureWidth(cell)));
}

/** A moment for people: local time with its offset, such as `2026-05-01 08:00:00 +02:00`. */
export function localTime(unixSeconds: number): string {
  const date = new Date(unixSeconds * 1000);
  if (Number.isNaN(date.getTime())) return String(unixSeconds);
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * 60_000).toISOString();
  const hours = twoDigits(Math.trunc(Math.abs(offset) / 60));
  const minutes = twoDigits(Math.abs(offset) % 60);
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
}

export function duration(seconds: number): string {
  const minutes = `${Math.trunc(seconds / 60) % 60}`;
  const rest = twoDigits(seconds % 60);
  const hours = Math.trunc(seconds / 3600);
  return hours > 0 ? `${hours}:${minutes.padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** A length of time for people by its largest unit, such as `2 hours`. */
export function describeDuration(seconds: number): string {
  const units = [
    ['days', 86_400],
    ['hours', 3600],
    ['minutes', 60],
  ] as const;
  const [name, size] = units.find(([, length]) => seconds >= 2 * length) ?? (['seconds', 1] as const);
  const count = Math.round(seconds / size);
  return `${count} ${count === 1 ? name.slice(0, -1) : name}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
