import { iterateSpans } from './iterate-spans.ts';
import type { ListSource, Span } from './read-span.ts';
import type { ListErrors, ListRequest, RecordListPage } from './record-list.ts';

/** Where a list reads from, as far as a generation of the API decides it. */
export type GenerationSource<Entry> = Omit<ListSource<Entry>, 'errors' | 'isWanted' | 'pageSize'>;

/** Reads a list once. */
export function readList<Entry>(
  request: ListRequest,
  source: GenerationSource<Entry>,
): AsyncIterable<RecordListPage<Entry>> {
  const { options, pageSize, readNow, errors } = request;
  const guess = guessSpan(request, readNow());
  const settle = () => readSpan(request, errors, readNow());
  const isWanted = createWordFilter(request);
  return iterateSpans<Entry>({ ...source, errors, pageSize, isWanted }, { guess, settle }, options);
}

/** Records that lack an id are told apart by all that they hold. */
export function identify(id: string, record: unknown): string {
  return id === '' ? JSON.stringify(record) : id;
}

/** The latest of these times. What is not a time, in an odd record, says nothing. */
export function findLatest(...times: readonly unknown[]): number {
  return Math.max(...times.map(Number).filter(Number.isFinite));
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

/** The bounds that a filter leaves out, by a clock in milliseconds. */
function chooseBounds({ start, end, facts }: ListRequest, now: number): Span {
  return {
    start: start ?? Math.floor(now / 1000) - facts.dataWindow.seconds,
    end: end ?? Math.ceil(now / 1000),
  };
}

/** What a filter seems to mean by a clock that may be wrong: where that would refuse it, the one bound that was given. */
function guessSpan(request: ListRequest, now: number): Span {
  const span = chooseBounds(request, now);
  if (span.start <= span.end) return span;
  const given = request.start ?? span.end;
  return { start: given, end: given };
}

/** @throws ArgumentError where the bound that is given leaves nothing. */
function readSpan(request: ListRequest, { createMisuse }: ListErrors, now: number): Span {
  const span = chooseBounds(request, now);
  if (span.start <= span.end) return span;
  const { start, end } = request.facts.names;
  if (request.end === undefined) throw createMisuse(start, 'is in the future', 'pass a time that has passed');
  const oldest = new Date(span.start * 1000).toISOString();
  throw createMisuse(end, 'is older than all records are', `pass a time not before ${oldest}`);
}
