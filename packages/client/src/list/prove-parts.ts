import type { TrtcCallError } from '../errors.ts';
import type { Issue } from '../schema/issue.ts';
import {
  type AskSpan,
  type ListSource,
  type Reading,
  type ReadMoments,
  readByPages,
  type Span,
} from './read-span.ts';

/** A span that is read in parts, and what is known of it meanwhile. */
interface SplitSpan {
  readonly span: Span;
  readonly parts: readonly Span[];
  /** How many records the service announced for it. */
  readonly totalNum: number;
  readonly count: Count;
  /** How many parts are still to be read. */
  left: number;
}

/**
 * The records of some parts: of those that fit into one answer the ids, since parts overlap by a second. What lies within
 * that second may stand for as many records that another part keeps back.
 */
interface Count {
  readonly ids: Set<string>;
  /** What the service announced for the parts that were split in turn. */
  others: number;
}

/** Finds what a service keeps back: by refusing a part, or by giving less in the parts than it announced. */
export interface PartsProof<Entry> {
  /** A span is about to be read in parts. */
  expect(split: Pick<SplitSpan, 'span' | 'parts' | 'totalNum'>, records: readonly Entry[]): void;
  /** A part was read. Gives what is wrong once all parts of a span are there, and where that span begins. */
  add(records: readonly Entry[]): Promise<{ issue: Issue; from: number } | undefined>;
  /**
   * Reads a span whose refusal may say that nothing matches, together with a record beside it: a service that has nothing
   * to hide gives that record.
   */
  checkRefusal(span: Span, refusal: TrtcCallError): Promise<Reading<Entry>>;
  /** Forgets what was announced. */
  clear(): void;
}

// Records may come and go while they are counted.
const mostCounts = 5;

export function createProof<Entry>(
  source: ListSource<Entry>,
  ask: AskSpan<Entry>,
  whole: Span,
): PartsProof<Entry> {
  const { moments, places, pageSize } = source;
  let open: SplitSpan[] = [];
  /** Some records that the service has: of the last span that was split, and of the last part. */
  let ofSplit: readonly Entry[] = [];
  let ofPart: readonly Entry[] = [];

  function see(count: Count, records: readonly Entry[]): void {
    for (const record of records) count.ids.add(moments.id(record));
  }

  async function findShortfall({ span, parts, totalNum, count }: SplitSpan): Promise<Issue | undefined> {
    let [announced, found] = [totalNum, count.ids.size + count.others];
    for (let counts = 0; found < announced && counts < mostCounts; counts += 1) {
      const before = await ask(span, 1);
      const again: Count = { ids: new Set(), others: 0 };
      for (const part of parts) {
        const { records, totalNum } = await ask(part, 1);
        if (totalNum > records.length) again.others += totalNum;
        else see(again, records);
      }
      const after = await ask(span, 1);
      announced = Math.min(announced, before.totalNum, after.totalNum);
      found = Math.max(found, again.ids.size + again.others);
    }
    if (found >= announced) return undefined;
    const expected = `at most ${found}, as many as the parts of the time ${describeSpan(span)} hold`;
    return { rule: 'range', pointer: places.total, expected, got: String(announced) };
  }

  /**
   * Reads a span with as few seconds beside it as the service takes. Nothing comes where it refuses all of them.
   *
   * @param seconds after the span, or before it where negative: a record is that far away.
   */
  async function readTogether(span: Span, seconds: number): Promise<Reading<Entry> | undefined> {
    const widenBy = (by: number): Span => ({
      start: span.start + Math.min(by, 0),
      end: span.end + Math.max(by, 0),
    });
    let page = await ask(widenBy(seconds), 1);
    if (page.refusal) return undefined;
    let [refused, accepted] = [0, seconds];
    const isCut = () => page.records.length >= pageSize || page.totalNum > page.records.length;
    while (isCut() && Math.abs(accepted - refused) > 1) {
      const by = Math.trunc((refused + accepted) / 2);
      const next = await ask(widenBy(by), 1);
      if (next.refusal) refused = by;
      else [accepted, page] = [by, next];
    }
    if (isCut()) return readByPages(source, ask, widenBy(accepted));
    return { records: page.records, issue: undefined };
  }

  return {
    expect(split, records) {
      const holder = open.at(-1);
      if (holder) {
        holder.left -= 1;
        holder.count.others += split.totalNum;
      }
      open.push({ ...split, count: { ids: new Set(), others: 0 }, left: split.parts.length });
      if (records.length > 0) ofSplit = records;
    },

    async add(records) {
      if (records.length > 0) ofPart = records;
      const holder = open.at(-1);
      if (!holder) return undefined;
      see(holder.count, records);
      holder.left -= 1;
      // The last part of a span may have been the last one of the span around it.
      for (let done = open.at(-1); done?.left === 0; done = open.at(-1)) {
        open.pop();
        const issue = await findShortfall(done);
        if (issue) return { issue, from: done.span.start };
      }
      return undefined;
    },

    async checkRefusal(span, refusal) {
      // The record may be gone meanwhile; then any other one will do.
      const nearest = findNearest(moments, span, [...ofSplit, ...ofPart]);
      for (const seconds of new Set([nearest, whole.end - span.end, whole.start - span.start])) {
        if (seconds === 0) continue;
        const reading = await readTogether(span, seconds);
        if (!reading) continue;
        if (reading.records.length > 0) ofPart = reading.records;
        // Those after it are left to the parts that follow.
        const records = reading.records.filter(
          (record) => moments.last(record) >= span.start && moments.start(record) <= span.end + 1,
        );
        return { records, issue: reading.issue };
      }
      const expected = `the records of the time ${describeSpan(span)}, of which the service has some nearby`;
      const issue: Issue = { rule: 'mismatch', pointer: places.records, expected, got: refusal.message };
      return { records: [], issue };
    },

    clear() {
      open = [];
    },
  };
}

/** How many seconds a span is away from the record next to it: negative for one before it, 0 where none is known. */
function findNearest<Entry>(moments: ReadMoments<Entry>, span: Span, known: readonly Entry[]): number {
  const distances = known.flatMap((record) => {
    if (moments.last(record) < span.start) return [moments.start(record) - span.start];
    return moments.start(record) > span.end ? [moments.last(record) - span.end] : [];
  });
  return distances.toSorted((one, other) => Math.abs(one) - Math.abs(other))[0] ?? 0;
}

function describeSpan({ start, end }: Span): string {
  return `from ${new Date(start * 1000).toISOString()} to ${new Date(end * 1000).toISOString()}`;
}
