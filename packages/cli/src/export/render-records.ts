import type { CallRecord } from '@trtc-call/client';
import { openapi } from '@trtc-call/spec/v1/openapi';
import type { stringify } from 'csv-stringify/sync';
import type { ExportFormat } from '../commands/records.ts';

/** How records become text. */
export interface Renderer {
  /** What stands before the first record. */
  readonly head: string;
  render(records: readonly CallRecord[]): Rendered;
}

/** Records as text. */
export interface Rendered {
  readonly text: string;
  /** How many cells were kept from being taken for formulas. */
  readonly guarded: number;
}

// What a spreadsheet takes for a formula, and the mark of the guard itself, so that taking off one mark from each
// cell that begins with it always gives back the value.
const risky = /^[=+\-@\t\r\n'\uFF1D\uFF0B\uFF0D\uFF20]/;

/** The members of a record that the contract names, in its order. */
const columns: readonly string[] = Object.keys(openapi.components.schemas.CallRecord?.properties ?? {});

/** @param guard whether cells of CSV are kept from being taken for formulas */
export async function createRenderer(format: ExportFormat, guard: boolean): Promise<Renderer> {
  if (format === 'jsonl') {
    return {
      head: '',
      render: (records) => ({
        text: records.map((record) => `${JSON.stringify(record)}\n`).join(''),
        guarded: 0,
      }),
    };
  }
  const { stringify } = await import('csv-stringify/sync');
  return { head: stringify([columns]), render: (records) => renderCsv(stringify, records, guard) };
}

function renderCsv(write: typeof stringify, records: readonly CallRecord[], guard: boolean): Rendered {
  let guarded = 0;
  const rows = records.map((record) =>
    columns.map((name) => {
      const value: unknown = Reflect.get(record, name);
      const cell = cellOf(value);
      if (!guard || typeof value !== 'string' || !risky.test(cell)) return cell;
      guarded += 1;
      return `'${cell}`;
    }),
  );
  return { text: write(rows), guarded };
}

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
