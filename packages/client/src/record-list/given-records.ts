import type { CallRecord } from '../records.ts';
import { lastMoment, type Span } from './spans.ts';

/** Picks the records that were not given before, from the oldest to the newest, for spans in ascending order. */
export function createGiven(whole: Span): (records: readonly CallRecord[], span: Span) => CallRecord[] {
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
