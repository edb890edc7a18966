import type { CallRecord } from '../types.ts';

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

/** The last moment that a record names. */
function lastMoment({ startCallTs, acceptTs = 0, endTs = 0 }: CallRecord): number {
  return Math.max(startCallTs, acceptTs, endTs);
}

/** Whether no moment of the call lies in the span or within a second of it. */
export function isOutside(record: CallRecord, { start, end }: Span): boolean {
  return record.startCallTs > end + 1 || lastMoment(record) < start - 1;
}

/** Picks the records that were not given before, from the oldest to the newest, for spans in ascending order. */
export function createDeduplicator(
  whole: Span,
): (records: readonly CallRecord[], span: Span) => CallRecord[] {
  const given = new Map<string, number>();
  let forgotten = Number.NEGATIVE_INFINITY;

  return (records, { start, end }) => {
    // What ended before a span does not match it, so only the latest ids need to be remembered.
    for (const [id, last] of given) {
      if (last >= start - 1) continue;
      given.delete(id);
      forgotten = Math.max(forgotten, last);
    }
    const isNew = (record: CallRecord) => {
      const last = lastMoment(record);
      // The second after the span was asked for in case the bound is left out; it belongs to the next one.
      const belongsToNext = record.startCallTs === end + 1 && end < whole.end;
      if (belongsToNext || last <= forgotten || given.has(record.callId)) return false;
      given.set(record.callId, last);
      return true;
    };
    return records.filter(isNew).sort((one, other) => one.startCallTs - other.startCallTs);
  };
}
