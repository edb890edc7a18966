import { type CallSummary, toCall } from '@trtc-call/client';
import { sanitizeJson } from '@trtc-call/reporting/sanitize';
import type { stringify } from 'csv-stringify/sync';
import type { AnyRecord, Services } from '../../../service.ts';

export type ExportFormat = 'jsonl' | 'csv';

export interface Renderer {
  /** What stands before the first record. */
  readonly head: string;
  render(records: readonly AnyRecord[]): Rendered;
}

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
  const guardText = (text: string, column: number) => {
    const cell = guardCell(text, column === 0);
    if (cell !== text) guarded += 1;
    return cell;
  };
  const toCell = (value: unknown, column: number) => {
    if (value === undefined || value === null) return '';
    if (typeof value === 'string') return guard ? guardText(value, column) : value;
    const json = JSON.stringify(value);
    return guard ? guardJson(json) : json;
  };
  const rows = records.map((record) =>
    columns.map((name, column) => toCell(Reflect.get(record, name), column)),
  );
  return { text: rows.length === 0 ? '' : write(rows), guarded };
}

// A spreadsheet splits a file at the separator of its user's locale, which may be `;` or a tab. A quote means something
// to it at the start of a field only, so that the quotes around a cell hold nothing together in a file that is not split
// at commas. A field may begin at the start of a row, and behind each `;`, tab and line end in a cell.

/** What a field may begin with, and a spreadsheet cut off: blanks, characters without a look, quotes. */
const leading = String.raw`[\s\p{C}\p{Z}"']*`;
/** What makes a formula, in either width. */
const sign = String.raw`[=+\-@\uff1d\uff0b\uff0d\uff20]`;

/** The mark of the guard counts too, so that taking off one mark always gives back the value. */
const risky = new RegExp(`^${leading}${sign}|^'`, 'u');
const riskySemicolon = new RegExp(`;(?=${leading}${sign})`, 'gu');

/** Numbers and phone numbers run nothing, and with a mark they could not be added up or looked for. */
const number = /^[+-]?\d+(?:\.\d+)?$/;

/**
 * Keeps a cell of CSV from being run as a formula, whether it is split at commas, semicolons or tabs: each field that
 * could be found in it and begins like a formula gets a `'` before it. Removing one `'` from the start of the cell
 * and after each `;`, tab and line end restores the value.
 *
 * @param isFirst whether the cell begins its row: where the file is not split at commas, its field goes on behind it
 */
function guardCell(cell: string, isFirst: boolean): string {
  if (!isFirst && number.test(cell)) return cell;
  const fields = cell.split(/(?<=[;\t\r\n])/);
  return fields.map((field) => (risky.test(field) ? `'${field}` : field)).join('');
}

/** The same for a cell of JSON, which begins with no sign: a semicolon can be written so that it splits nothing. */
function guardJson(json: string): string {
  return json.replaceAll(riskySemicolon, '\\u003b');
}
