import type { QueryRecords } from '../src/v1/record-list.ts';
import type { CallRecord, RecordFilter } from '../src/v1/types.ts';

/** What must not be done, to show that the tests of `records.list` notice: turns pages until a short one comes. */
export async function* naivePages(query: QueryRecords, filter: RecordFilter): AsyncGenerator<CallRecord> {
  const size = filter.numberPerPage ?? 100;
  for (let page = 1; ; page += 1) {
    const { records } = await query({ ...filter, page }, {});
    yield* records;
    if (records.length < size) return;
  }
}
