import type { CallOptions, RecordFilter, RecordPage } from '../records.ts';
import type { CheckedFilter, RecordListOptions } from './list-filter.ts';
import { type AskSpan, type RecordListPage, readSpans } from './read-spans.ts';
import { type Span, widen } from './spans.ts';

/** Gets one page. */
export type QueryRecords = (filter: RecordFilter, options: CallOptions) => Promise<RecordPage>;

/** One reading of a list. When it ends, early or not, none of its requests goes on. */
export async function* readPages(
  query: QueryRecords,
  whole: Span,
  { words, numberPerPage }: CheckedFilter,
  { signal, prefetch = 1, ...others }: RecordListOptions,
): AsyncGenerator<RecordListPage, void, undefined> {
  const stop = new AbortController();
  const abort = () => stop.abort(signal?.reason);
  const ask: AskSpan = async (span, page) => {
    stop.signal.throwIfAborted();
    const { start: startTimestamp, end: endTimestamp } = widen(span, whole);
    const filter = { ...words, startTimestamp, endTimestamp, numberPerPage, page };
    return query(filter, { ...others, signal: stop.signal });
  };
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  try {
    for await (const page of readSpans(ask, whole, numberPerPage, prefetch)) {
      stop.signal.throwIfAborted();
      yield page;
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    stop.abort();
  }
}
