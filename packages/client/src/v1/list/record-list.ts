import { leastTolerance } from '../../request/clock.ts';
import type { CallRecord } from '../types.ts';
import {
  checkFilter,
  checkLimit,
  checkOptions,
  dependsOnClock,
  guessSpan,
  type RecordListFilter,
  type RecordListOptions,
  readSpan,
} from './filter.ts';
import { iterateSpans, type QueryRecords, type RecordListPage } from './iterate-spans.ts';

/** All records of a filter. Each iteration reads them anew; nothing is sent before the first one. */
export interface RecordList extends AsyncIterable<CallRecord> {
  /**
   * The records by spans of time, which follow one another without a gap. A page of a quiet span is empty. A call that
   * is recorded while the list is read may come or not; any other comes once.
   *
   * @throws TrtcCallError of the request that failed, after the pages before it; the signal's reason when aborted.
   */
  pages(): AsyncIterableIterator<RecordListPage>;
  /**
   * The first records, at most `limit` of them.
   *
   * @throws TrtcCallError
   */
  toArray(options: { limit: number }): Promise<CallRecord[]>;
}

/** What a list reads from. */
export interface RecordSource {
  /** Gets one page: `records.query` of a client. */
  readonly query: QueryRecords;
  /** The machine's clock, in milliseconds. */
  readonly now: () => number;
  /** By how many milliseconds the service's clock is ahead of it, as answers tell. Default: 0. */
  readonly clockDifference?: () => number;
}

/** @throws ArgumentError naming what is wrong in the filter or the options. */
export function createRecordList(
  { query, now, clockDifference = () => 0 }: RecordSource,
  filter: RecordListFilter = {},
  options: RecordListOptions = {},
): RecordList {
  const checked = checkFilter(filter);
  checkOptions(options);
  const isClocked = dependsOnClock(checked);
  if (!isClocked) readSpan(checked, now());

  async function* pages() {
    const begun = now();
    const known = clockDifference();
    const guess = guessSpan(checked, begun + known);
    // The first answer tells whether the clock by which it was asked is right.
    const settle = () => {
      const learned = clockDifference();
      return readSpan(checked, begun + (Math.abs(learned - known) > leastTolerance ? learned : known));
    };
    yield* iterateSpans(query, { guess, settle }, checked, options);
  }
  async function* records() {
    for await (const page of pages()) yield* page.records;
  }
  return Object.freeze<RecordList>({
    pages,
    [Symbol.asyncIterator]: records,
    async toArray(limits) {
      const limit = checkLimit(limits);
      const found: CallRecord[] = [];
      for await (const record of records()) if (found.push(record) >= limit) break;
      return found;
    },
  });
}
