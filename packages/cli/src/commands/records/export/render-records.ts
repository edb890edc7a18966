import { type CallSummary, toCall } from '@trtc-call/client';
import { sanitizeJson } from '@trtc-call/reporting/sanitize';
import type { stringify } from 'csv-stringify/sync';
import type { AnyRecord } from '../../../service.ts';
import type { Services } from '../filter.ts';
import { guardCell, guardJson } from './formula-guard.ts';

/** How an export is written. */
export type ExportFormat = 'jsonl' | 'csv';

/** How records become text. */
export interface Renderer {
  /** What stands before the first record. */
  readonly head: string;
  render(records: readonly AnyRecord[]): Rendered;
}

/** Records as text. */
export interface Rendered {
  readonly text: string;
  /** How many cells were kept from being taken for formulas. */
  readonly guarded: number;
}

/** The columns of records that all generations share: a call in one form, without the record as it came. */
const sharedColumns = [
  ...['generation', 'callId', 'caller', 'callees', 'media', 'type', 'result'],
  ...['startTime', 'acceptTime', 'endTime', 'talkSeconds', 'roomId'],
] as const satisfies readonly (keyof CallSummary | 'roomId')[];

/**
 * Records of one generation are written as the service gives them; those of several in the form that they share, in JSON
 * lines with the record as it came under `raw`.
 *
 * @param guard whether cells of CSV are kept from being taken for formulas
 */
export async function createRenderer(
  format: ExportFormat,
  guard: boolean,
  [service, ...others]: readonly [Pick<Services[0], 'columns'>, ...unknown[]],
): Promise<Renderer> {
  const isShared = others.length > 0;
  if (format === 'jsonl') {
    return {
      head: '',
      render: (records) => ({
        // Such lines end up on terminals and in logs; the escapes mean the same.
        text: records.map((record) => `${sanitizeJson(isShared ? toCall(record) : record)}\n`).join(''),
        guarded: 0,
      }),
    };
  }
  const columns = isShared ? sharedColumns : service.columns;
  const rows = (records: readonly AnyRecord[]) => (isShared ? records.map(flatten) : records);
  const { stringify } = await import('csv-stringify/sync');
  return {
    head: stringify([columns]),
    render: (records) => renderCsv(stringify, columns, rows(records), guard),
  };
}

function flatten(record: AnyRecord): object {
  const { room, ...call } = toCall(record);
  return { ...call, roomId: room?.id };
}

function renderCsv(
  write: typeof stringify,
  columns: readonly string[],
  records: readonly object[],
  guard: boolean,
): Rendered {
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
