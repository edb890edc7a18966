/** From the first to the last second, both included, in Unix seconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Cuts a span into this many parts of about the same length, or into fewer when it has fewer seconds. */
export function split({ start, end }: Span, parts: number): Span[] {
  const seconds = end - start + 1;
  const length = Math.min(parts, seconds);
  const cut = (part: number) => start + Math.floor((part * seconds) / length);
  return Array.from({ length }, (_, part) => ({ start: cut(part), end: cut(part + 1) - 1 }));
}

/** The span and a second on either side, within the whole: whether bounds belong to a filter is not documented. */
export function widen({ start, end }: Span, whole: Span): Span {
  return { start: Math.max(start - 1, whole.start), end: Math.min(end + 1, whole.end) };
}

/** What a list needs to know of a record. */
export interface ReadMoments<Entry> {
  id(record: Entry): string;
  /** When the call began, in Unix seconds. */
  start(record: Entry): number;
  /** The last moment that the record names, in Unix seconds. */
  last(record: Entry): number;
}

/** The latest of these times. What is none, in an odd record, says nothing. */
export function findLatest(...times: readonly unknown[]): number {
  return Math.max(...times.map(Number).filter(Number.isFinite));
}

/** Whether no moment of the call lies in the span or within a second of it. */
export function isOutside<Entry>(moments: ReadMoments<Entry>, record: Entry, { start, end }: Span): boolean {
  return moments.start(record) > end + 1 || moments.last(record) < start - 1;
}

/** Picks the records that were not given before, from the oldest to the newest, for spans in ascending order. */
export function createDeduplicator<Entry>(
  moments: ReadMoments<Entry>,
  whole: Span,
): (records: readonly Entry[], span: Span) => Entry[] {
  const given = new Map<string, number>();
  let forgotten = Number.NEGATIVE_INFINITY;

  return (records, { start, end }) => {
    // What ended before a span does not match it, so only the latest ids need to be remembered.
    for (const [id, last] of given) {
      if (last >= start - 1) continue;
      given.delete(id);
      forgotten = Math.max(forgotten, last);
    }
    const isNew = (record: Entry) => {
      const last = moments.last(record);
      const id = moments.id(record);
      // The second after the span was asked for in case the bound is left out; it belongs to the next one.
      const belongsToNext = moments.start(record) === end + 1 && end < whole.end;
      if (belongsToNext || last <= forgotten || given.has(id)) return false;
      given.set(id, last);
      return true;
    };
    return records.filter(isNew).sort((one, other) => moments.start(one) - moments.start(other));
  };
}
