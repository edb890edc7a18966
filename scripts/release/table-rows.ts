import { parse } from 'yaml';
import { recordOf, recordsOf } from './is-record.ts';

/** One row of a table of the contract. */
export type Row = Record<string, unknown>;

/**
 * The rows of a file that is one table, or of a table in it, by their key.
 *
 * @param operationIds - what `all` stands for, so that it is the same as all of them by name
 */
export function rowsOf(
  text: string | undefined,
  table: string,
  key: string,
  operationIds: readonly string[],
): Map<string, Row> {
  const data: unknown = text === undefined ? undefined : parse(text);
  const rows = recordsOf(Array.isArray(data) ? data : recordOf(data)[table]);
  return new Map(
    rows.map((row) => {
      const operations = wordsOf(row.operations).flatMap((id) => (id === 'all' ? operationIds : [id]));
      return [String(row[key]), { ...row, operations: [...new Set(operations)].sort() }];
    }),
  );
}

/** The members of a list as text; none when it is not a list. */
export function wordsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Whether a member of a row has another value. */
export function differs(key: string, was: Row, is: Row): boolean {
  return JSON.stringify(was[key]) !== JSON.stringify(is[key]);
}

/** What one list has and the other has not, whatever their order. */
export function compareLists(before: unknown, after: unknown): { gained: string[]; lost: string[] } {
  const [were, are] = [wordsOf(before), wordsOf(after)];
  return { gained: are.filter((one) => !were.includes(one)), lost: were.filter((one) => !are.includes(one)) };
}
