import { ContractError, isTrtcCallError, type TrtcCallError } from '../errors.ts';
import type { CallOptions } from '../options.ts';
import {
  createDeduplicator,
  isOutside,
  type ReadMoments,
  type Span,
  split,
  widen,
} from './dedupe-records.ts';
import type { RecordListOptions } from './filter.ts';
import {
  type AskPage,
  type ListedPage,
  type PagePlaces,
  type Reading,
  readSpanByPageNumber,
} from './read-span.ts';

/** What is asked for by one request: a page of a span. */
export interface AskedPage extends Span {
  readonly page: number;
}

/** Where a list reads from, and how it reads what comes. */
export interface ListSource<Entry> {
  readonly moments: ReadMoments<Entry>;
  readonly places: PagePlaces;
  /** The most records that are asked for at once. */
  readonly pageSize: number;
  query(asked: AskedPage, options: CallOptions): Promise<ListedPage<Entry>>;
  /** Whether this may be the answer to a page past the end: the documents leave that open. */
  isPastTheEnd(error: TrtcCallError): boolean;
}

/** The span of a reading, which may depend on a clock that is wrong until the first answer tells. */
export interface SpanChoice {
  /** What is asked first. */
  readonly guess: Span;
  /** What is to be read, as known after the first answer. @throws ArgumentError when that cannot be. */
  readonly settle: () => Span;
}

/** One reading of a list. When it ends, early or not, none of its requests goes on. */
export async function* iterateSpans<Entry>(
  source: ListSource<Entry>,
  { guess, settle }: SpanChoice,
  { signal, prefetch = 1, ...others }: RecordListOptions,
): AsyncGenerator<RecordListPage<Entry>, void, undefined> {
  const stop = new AbortController();
  const abort = () => stop.abort(signal?.reason);
  const ask = async (span: Span, whole: Span, page: number) => {
    stop.signal.throwIfAborted();
    return source.query({ ...widen(span, whole), page }, { ...others, signal: stop.signal });
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
    const askSpan: AskSpan<Entry> = (span, page) => {
      if (isTaken) return ask(span, whole, page);
      isTaken = true;
      return first;
    };
    for await (const page of splitAndRead(source, askSpan, whole, prefetch)) {
      stop.signal.throwIfAborted();
      yield page;
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    stop.abort();
  }
}

/** The records of the calls that began in one span of time. */
export interface RecordListPage<Entry> {
  /** Those that were not given before, from the oldest to the newest. */
  readonly records: Entry[];
  /** The first second of the span, in Unix seconds. */
  readonly startTimestamp: number;
  /** The last second of the span, in Unix seconds; the next page begins with the second after it. */
  readonly endTimestamp: number;
  /** Whether these are all. After a page that may lack some, the reading ends with a ContractError. */
  readonly isComplete: boolean;
}

/** Asks for one page of a span. */
type AskSpan<Entry> = (span: Span, page: number) => Promise<ListedPage<Entry>>;

// So that most parts fit into one answer, although calls are not spread evenly.
const filling = 0.75;
const mostParts = 64;
const leastSeconds = 3;

/**
 * Reads a span in parts so short that one answer holds all of a part. Page numbers would not do: a record that comes
 * or goes between two pages moves the others, and some would be given twice or never.
 */
async function* splitAndRead<Entry>(
  source: ListSource<Entry>,
  ask: AskSpan<Entry>,
  whole: Span,
  prefetch: number,
): AsyncGenerator<RecordListPage<Entry>, void, undefined> {
  const { moments, pageSize, places } = source;
  const ahead = createPrefetchQueue((span) => ask(span, 1), prefetch);
  const pick = createDeduplicator(moments, whole);
  ahead.putFirst([whole]);
  for (let taken = ahead.next(); taken; taken = ahead.next()) {
    ahead.fill();
    let { span } = taken;
    const { records, totalNum } = await taken.first;
    let reading: Reading<Entry> = { records, issue: undefined };
    // A short page is not proof: a service may give fewer records at once than it was asked for.
    if (records.length >= pageSize || totalNum > records.length) {
      if (records.some((record) => isOutside(moments, record, span))) {
        // The service does not heed the times, so one reading by pages shows all that is left.
        span = { start: span.start, end: whole.end };
        ahead.clear();
      } else if (span.end - span.start + 1 >= leastSeconds) {
        const parts = Math.ceil(totalNum / (filling * records.length));
        ahead.putFirst(split(span, Math.min(Math.max(parts, 2), mostParts)));
        continue;
      }
      reading = await readSpanByPageNumber({
        ask: askPages(source, ask, span),
        pageSize,
        readId: moments.id,
        places,
      });
    }
    ahead.fill();
    const { start: startTimestamp, end: endTimestamp } = span;
    const isComplete = !reading.issue;
    yield { records: pick(reading.records, span), startTimestamp, endTimestamp, isComplete };
    if (reading.issue) throw new ContractError('getRecordsByFilter', [reading.issue]);
  }
}

function askPages<Entry>(
  { isPastTheEnd }: ListSource<Entry>,
  ask: AskSpan<Entry>,
  span: Span,
): AskPage<Entry> {
  return (page) =>
    ask(span, page).catch((error: unknown) => {
      if (page > 1 && isTrtcCallError(error) && isPastTheEnd(error)) return undefined;
      throw error;
    });
}

interface Asked<Entry> extends Span {
  answer?: Promise<ListedPage<Entry>>;
}

/** The spans that are still to be read, in ascending order, the next few of them already asked for. */
interface PrefetchQueue<Entry> {
  /** Takes the next span out, together with its first page. */
  next(): { span: Span; first: Promise<ListedPage<Entry>> } | undefined;
  /** Puts spans before all others. */
  putFirst(spans: readonly Span[]): void;
  clear(): void;
  /** Asks for the next few spans, unless that is under way. */
  fill(): void;
}

function createPrefetchQueue<Entry>(
  ask: (span: Span) => Promise<ListedPage<Entry>>,
  prefetch: number,
): PrefetchQueue<Entry> {
  let queue: Asked<Entry>[] = [];
  let running = 0;

  function begin(span: Asked<Entry>): Promise<ListedPage<Entry>> {
    if (span.answer) return span.answer;
    running += 1;
    span.answer = ask(span).finally(() => {
      running -= 1;
    });
    // It may fail when it is not waited for any more.
    span.answer.catch(() => {});
    return span.answer;
  }
  function fill(): void {
    // The span in hand may be under way too.
    for (const span of queue.slice(0, prefetch)) if (running <= prefetch) begin(span);
  }
  return {
    next() {
      const span = queue.shift();
      return span && { span, first: begin(span) };
    },
    putFirst(spans) {
      queue = [...spans, ...queue];
    },
    clear() {
      queue = [];
    },
    fill,
  };
}
