import { readNames } from './facts-in-text.ts';
import type { PageText } from './page-blocks.ts';
import { type ColumnKind, isTypeName, readColumnKind, readRequired } from './page-words.ts';

export type Row = readonly PageText[];

export const emptyCell: PageText = { text: '', codes: [] };

/** A table whose columns are known. */
export interface Columns {
  readonly kinds: readonly (ColumnKind | undefined)[];
  readonly body: readonly Row[];
}

/** The columns by their headings, and where a heading is not known by what stands under it. */
export function readColumns(rows: readonly Row[]): {
  readonly header: number;
  readonly kinds: (ColumnKind | undefined)[];
} {
  const headed = rows.findIndex((row) => {
    const known = row.filter(({ text }) => readColumnKind(text) !== undefined);
    return new Set(known).size >= 2 && !row.some(({ text }) => isTypeName(text));
  });
  const header = Math.max(headed, 0);
  const kinds = (rows[header] ?? []).map(({ text }) => readColumnKind(text));
  for (const [column, kind] of kinds.entries()) {
    if (kind !== undefined && kind !== 'description') continue;
    const cells = rows.slice(header + 1).flatMap((row) => row[column] ?? []);
    const seen = guessKind(cells);
    if (seen !== undefined && !kinds.includes(seen)) kinds[column] = seen;
  }
  // Beside fields with their types every other column explains.
  if (kinds.includes('name') && kinds.includes('type') && !kinds.includes('description')) {
    const rest = kinds.lastIndexOf(undefined);
    if (rest >= 0) kinds[rest] = 'description';
  }
  return { header, kinds };
}

function guessKind(cells: readonly PageText[]): ColumnKind | undefined {
  const full = cells.filter(({ text }) => text !== '');
  if (full.length === 0) return undefined;
  const isMostly = (test: (cell: PageText) => boolean) => full.filter(test).length * 3 >= full.length * 2;
  if (isMostly(({ text }) => isTypeName(text) && text.length < 30)) return 'type';
  // An explanation may begin with "No" or "Must", too.
  if (isMostly(({ text }) => readRequired(text) !== undefined && /^(?:not )?[^\s-]{1,20}$/i.test(text)))
    return 'required';
  if (isMostly(({ text }) => /^-?\d{3,9}$/.test(text))) return 'code';
  return isMostly((cell) => readNames(cell).length > 0 && cell.text.length < 60) ? 'name' : undefined;
}

export function findCell(row: Row, { kinds }: Columns, kind: ColumnKind): PageText | undefined {
  return row[kinds.indexOf(kind)];
}
