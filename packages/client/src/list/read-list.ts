import type { TrtcCallError } from '../errors.ts';
import { createProof } from './prove-parts.ts';
import {
  type AskSpan,
  createDeduplicator,
  guessSpan,
  isOutside,
  type ListedPage,
  type ListSource,
  type Reading,
  readByPages,
  readSpan,
  type Span,
  split,
  widen,
} from './read-span.ts';
import type { ListRequest, RecordListPage } from './record-list.ts';

/** Where a list reads from, as far as a generation of the API decides it. */
export type GenerationSource<Entry> = Omit<ListSource<Entry>, 'errors' | 'isWanted' | 'pageSize'>;

/** One reading of a list. When it ends, early or not, none of its requests goes on. */
export async function* readList<Entry>(
  request: ListRequest,
  ofGeneration: GenerationSource<Entry>,
): AsyncGenerator<RecordListPage<Entry>, void, undefined> {
  const { pageSize, readNow, errors } = request;
  const { signal, prefetch = 1, ...others } = request.options;
  const isWanted = createWordFilter(request);
  const source: ListSource<Entry> = { ...ofGeneration, errors, pageSize, isWanted };
  const guess = guessSpan(request, readNow());
  const stop = new AbortController();
  const abort = () => stop.abort(signal?.reason);
  const options = { ...others, signal: stop.signal };
  const ask = async (span: Span, whole: Span, page: number) => {
    stop.signal.throwIfAborted();
    return checkPage(source, await source.query({ ...widen(span, whole), page }, options));
  };
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  try {
    const first = ask(guess, guess, 1);
    // A refusal tells the time too. Where the guess was right, the reading below ends by it.
    await first.catch((error: unknown) => {
      if (!errors.isRefusal(error)) throw error;
    });
    stop.signal.throwIfAborted();
    const whole = readSpan(request, readNow());
    let isTaken = whole.start !== guess.start || whole.end !== guess.end;
    const asker: Asker<Entry> = {
      ask(span, page) {
        if (isTaken) return ask(span, whole, page);
        isTaken = true;
        return first;
      },
      async confirmNothing(span, refusal) {
        if (!source.confirmNothing) throw refusal;
        return checkPage(source, await source.confirmNothing(widen(span, whole), refusal, options));
      },
    };
    let isEmpty = true;
    for await (const page of splitAndRead(source, asker, whole, prefetch)) {
      stop.signal.throwIfAborted();
      isEmpty &&= page.records.length === 0;
      yield page;
    }
    if (isEmpty) checkClocks(request);
  } finally {
    signal?.removeEventListener('abort', abort);
    stop.abort();
  }
}

/** Nothing shows that it was asked by the right clock. @throws ArgumentError */
function checkClocks({ start, end, facts, areClocksFar, errors }: ListRequest): void {
  if ((start !== undefined && end !== undefined) || !areClocksFar()) return;
  const { names, dataWindow } = facts;
  const days = dataWindow.seconds / 86_400;
  const problem = `cannot be chosen: no record came, and the clocks of machine and service differ by more than the ${days} days for which records are kept`;
  const chosen = start === undefined ? names.start : names.end;
  throw errors.createMisuse(chosen, problem, 'set the clock that is wrong, or pass both times');
}

/** Asks the service in one reading. */
interface Asker<Entry> {
  readonly ask: AskSpan<Entry>;
  confirmNothing(span: Span, refusal: TrtcCallError): Promise<ListedPage<Entry>>;
}

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
  asker: Asker<Entry>,
  whole: Span,
  prefetch: number,
): AsyncGenerator<RecordListPage<Entry>, void, undefined> {
  const { moments, errors } = source;
  const { ask } = asker;
  const ahead = createPrefetchQueue((span) => ask(span, 1), prefetch);
  const pick = createDeduplicator(moments, whole);
  const proof = createProof(source, ask, whole);
  const isCut = createCutTest(source, ask);

  /** Reads a span of which the first page is there. Nothing comes where it is left to its parts. */
  async function read(
    span: Span,
    { refusal, ...answer }: ListedPage<Entry>,
  ): Promise<{ span: Span; reading: Reading<Entry> } | undefined> {
    if (refusal && span !== whole) return { span, reading: await proof.checkRefusal(span, refusal) };
    const page = refusal ? await asker.confirmNothing(span, refusal) : answer;
    const { records, totalNum } = page;
    if (!(await isCut(span, page))) return { span, reading: { records, issue: undefined } };
    const isHeedless = records.some((record) => isOutside(moments, record, span));
    if (isHeedless || (span === whole && (await takesWholeCalls(source, ask, records)))) {
      // Splitting the span would not help: one reading by pages shows all that is left.
      const rest = { start: span.start, end: whole.end };
      ahead.clear();
      proof.clear();
      return { span: rest, reading: await readByPages(source, ask, rest) };
    }
    if (span.end - span.start + 1 < leastSeconds) {
      return { span, reading: await readByPages(source, ask, span) };
    }
    const wanted = Math.ceil(totalNum / (filling * records.length));
    const parts = split(span, Math.min(Math.max(wanted, 2), mostParts));
    ahead.putFirst(parts);
    proof.expect({ span, parts, totalNum }, records);
    return undefined;
  }

  ahead.putFirst([whole]);
  for (let taken = ahead.next(); taken; taken = ahead.next()) {
    ahead.fill();
    const found = await read(taken.span, await taken.first);
    if (!found) continue;
    const { span, reading } = found;
    const gap = reading.issue ? { issue: reading.issue, from: span.start } : await proof.add(reading.records);
    ahead.fill();
    const { start: startTimestamp, end: endTimestamp } = span;
    const records = pick(reading.records, span).filter(source.isWanted);
    const page = { records, startTimestamp, endTimestamp };
    if (!gap) yield { ...page, isComplete: true };
    else {
      yield { ...page, isComplete: false, incompleteFrom: gap.from };
      throw errors.createBreach(gap.issue);
    }
  }
}

/**
 * Whether a service takes only calls that lie in a span from their start to their end: one that goes on beyond the end of a
 * part is then in no part. It is asked for the first second of a call that it has, for its last one, and for all of them.
 */
async function takesWholeCalls<Entry>(
  { moments }: ListSource<Entry>,
  ask: AskSpan<Entry>,
  records: readonly Entry[],
): Promise<boolean> {
  const measure = (record: Entry) => moments.last(record) - moments.start(record);
  const [call] = records
    .filter((record) => measure(record) >= leastSeconds)
    .sort((one, other) => measure(one) - measure(other));
  if (!call) return false;
  const has = async (start: number, end: number) =>
    (await ask({ start, end }, 1)).records.some((record) => moments.id(record) === moments.id(call));
  const [start, last] = [moments.start(call), moments.last(call)];
  return !(await has(start, start)) && !(await has(last, last)) && (await has(start, last));
}

/** Makes a test of whether the first page of a span lacks records of it. It learns how the service counts and cuts. */
function createCutTest<Entry>(
  { moments, pageSize, maySayLess, isPastTheEnd }: ListSource<Entry>,
  ask: AskSpan<Entry>,
): (span: Span, page: ListedPage<Entry>) => Promise<boolean> {
  /** Whether the service has announced more records than it gave, so that its number is not that of the page. */
  let countsAll = false;
  /** The most records that came at once, and as many as the service gives where that is known. */
  let longest = 1;
  let full = pageSize;

  return async (span, { records, totalNum }) => {
    if (totalNum > records.length) countsAll = true;
    if (countsAll) return totalNum > records.length;
    if (records.length >= full) return true;
    if (!maySayLess || records.length < longest) return false;
    longest = records.length;
    const next = await ask(span, 2).catch((error: unknown) => {
      if (isPastTheEnd(error)) return { records: [] };
      throw error;
    });
    const ids = new Set(records.map(moments.id));
    if (next.records.some((record) => !ids.has(moments.id(record)))) full = longest;
    // A page that comes again says nothing of what is left.
    return next.records.length > 0;
  };
}

/** Refuses a page by which records could be lost in silence. @throws ContractError */
function checkPage<Entry>(
  { moments, places, errors }: ListSource<Entry>,
  page: ListedPage<Entry>,
): ListedPage<Entry> {
  const { records, totalNum, requestId } = page;
  const refuse = (pointer: string, expected: string, value: unknown) => {
    const got = typeof value === 'number' ? String(value) : errors.describeValue(value);
    return errors.createBreach({ rule: 'type', pointer, expected, got }, requestId);
  };
  const at = records.findIndex(
    (record) => !record || typeof moments.id(record) !== 'string' || !(moments.start(record) >= 0),
  );
  if (at >= 0) throw refuse(`${places.records}/${at}`, 'a record with an id and a start', records[at]);
  if (!Number.isInteger(totalNum) || totalNum < records.length) {
    throw refuse(places.total, `an integer of at least ${records.length}`, totalNum);
  }
  return page;
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

/** Looks at the words again: a service may not heed them. What a record says in another form is left in. */
function createWordFilter({ words, facts }: ListRequest): (record: unknown) => boolean {
  const unwanted = Object.entries(words).map(([name, word]) => {
    const others = (facts.words[name] ?? []).map(spell).filter((other) => other !== spell(word));
    return { name, others: new Set(others) };
  });
  return (record) =>
    !unwanted.some(({ name, others }) => others.has(spell(Reflect.get(Object(record), name))));
}

/** A word in one spelling: `NormalEnd` is `normal_end`. */
function spell(word: unknown): string {
  return typeof word === 'string' ? word.replaceAll('_', '').toLowerCase() : '';
}
