import type { CallRecord } from '@trtc-call/client';
import { sanitizeJson } from '@trtc-call/reporting/sanitize';
import { openapi } from '@trtc-call/spec/v1/openapi';
import type { stringify } from 'csv-stringify/sync';
import { guardCell, guardJson } from './formula-guard.ts';

/** How an export is written. */
export type ExportFormat = 'jsonl' | 'csv';

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

/** The members of a record that the contract names, in its order. */
const columns: readonly string[] = Object.keys(openapi.components.schemas.CallRecord?.properties ?? {});

/** @param guard whether cells of CSV are kept from being taken for formulas */
export async function createRenderer(format: ExportFormat, guard: boolean): Promise<Renderer> {
  if (format === 'jsonl') {
    return {
      head: '',
      render: (records) => ({
        // Such lines end up on terminals and in logs; the escapes mean the same.
        text: records.map((record) => `${sanitizeJson(record)}\n`).join(''),
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
    columns.map((name, column) => {
      const value: unknown = Reflect.get(record, name);
      if (value === undefined || value === null) return '';
      if (typeof value !== 'string') return guard ? guardJson(JSON.stringify(value)) : JSON.stringify(value);
      if (!guard) return value;
      const cell = guardCell(value, column === 0);
      if (cell !== value) guarded += 1;
      return cell;
    }),
  );
  return { text: rows.length === 0 ? '' : write(rows), guarded };
}
