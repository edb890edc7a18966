import { leastTolerance } from '../request/sign.ts';
import {
  checkLimit,
  dependsOnClock,
  guessSpan,
  type ListBounds,
  type RecordListOptions,
  readSpan,
} from './filter.ts';
import { iterateSpans, type RecordListPage } from './iterate-spans.ts';
import type { ListSource } from './read-span.ts';

/** All records of a filter. Each iteration reads them anew; nothing is sent before the first one. */
export interface RecordList<Entry> extends AsyncIterable<Entry> {
  /**
   * The records by spans of time, which follow one another without a gap. A page of a quiet span is empty. A call that
   * is recorded while the list is read may come or not; any other comes once.
   *
   * @throws TrtcCallError of the request that failed, after the pages before it; the signal's reason when aborted.
   */
  pages(): AsyncIterableIterator<RecordListPage<Entry>>;
  /**
   * The first records, at most `limit` of them.
   *
   * @throws TrtcCallError
   */
  toArray(options: { limit: number }): Promise<Entry[]>;
}

/** The clocks by which bounds are chosen that a filter leaves out. */
export interface ListClocks {
  /** The machine's clock, in milliseconds. */
  readonly now: () => number;
  /** By how many milliseconds the service's clock is ahead of it, as answers tell. Default: 0. */
  readonly clockDifference?: () => number;
}

/**
 * @param makeSource is called for each reading.
 * @throws ArgumentError when the filter ends before it begins.
 */
export function createList<Entry>(
  makeSource: () => ListSource<Entry>,
  { now, clockDifference = () => 0 }: ListClocks,
  bounds: ListBounds,
  options: RecordListOptions,
): RecordList<Entry> {
  const isClocked = dependsOnClock(bounds);
  if (!isClocked) readSpan(bounds, now());

  async function* pages() {
    const begun = now();
    const known = clockDifference();
    const guess = guessSpan(bounds, begun + known);
    // The first answer tells whether the clock by which it was asked is right.
    const settle = () => {
      const learned = clockDifference();
      return readSpan(bounds, begun + (Math.abs(learned - known) > leastTolerance ? learned : known));
    };
    yield* iterateSpans(makeSource(), { guess, settle }, options);
  }
  async function* records() {
    for await (const page of pages()) yield* page.records;
  }
  return Object.freeze<RecordList<Entry>>({
    pages,
    [Symbol.asyncIterator]: records,
    async toArray(limits) {
      const limit = checkLimit(limits);
      const found: Entry[] = [];
      for await (const record of records()) if (found.push(record) >= limit) break;
      return found;
    },
  });
}
