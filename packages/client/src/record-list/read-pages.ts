import { isTrtcCallError } from '../errors.ts';
import type { CallOptions, RecordFilter, RecordPage } from '../records.ts';
import type { CheckedFilter, RecordListOptions } from './list-filter.ts';
import { type AskSpan, type RecordListPage, readSpans } from './read-spans.ts';
import { type Span, widen } from './spans.ts';

/** Gets one page. */
export type QueryRecords = (filter: RecordFilter, options: CallOptions) => Promise<RecordPage>;

/** The span of a reading, which may depend on a clock that is wrong until the first answer tells. */
export interface SpanChoice {
  /** What is asked first. */
  readonly guess: Span;
  /** What is to be read, as known after the first answer. @throws ArgumentError when that cannot be. */
  readonly settle: () => Span;
}

/** One reading of a list. When it ends, early or not, none of its requests goes on. */
export async function* readPages(
  query: QueryRecords,
  { guess, settle }: SpanChoice,
  { words, numberPerPage }: CheckedFilter,
  { signal, prefetch = 1, ...others }: RecordListOptions,
): AsyncGenerator<RecordListPage, void, undefined> {
  const stop = new AbortController();
  const abort = () => stop.abort(signal?.reason);
  const ask = async (span: Span, whole: Span, page: number) => {
    stop.signal.throwIfAborted();
    const { start: startTimestamp, end: endTimestamp } = widen(span, whole);
    const filter = { ...words, startTimestamp, endTimestamp, numberPerPage, page };
    return query(filter, { ...others, signal: stop.signal });
  };
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  try {
    const first = ask(guess, guess, 1);
    // A refusal tells the time too. Where the guess was right, the reading below ends by it.
    await first.catch((error: unknown) => {
      if (!isTrtcCallError(error) || error.kind !== 'refused') throw error;
    });
    stop.signal.throwIfAborted();
    const whole = settle();
    const isGuess = whole.start === guess.start && whole.end === guess.end;
    let isTaken = !isGuess;
    const askSpan: AskSpan = (span, page) => {
      if (isTaken) return ask(span, whole, page);
      isTaken = true;
      return first;
    };
    for await (const page of readSpans(askSpan, whole, numberPerPage, prefetch)) {
      stop.signal.throwIfAborted();
      yield page;
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    stop.abort();
  }
}
