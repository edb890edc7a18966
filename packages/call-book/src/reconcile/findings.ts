import { type CallSummary, toCall } from '@trtc-call/client';
import { type BookedCall, findParticipants, findTalkSeconds, toBookedCall } from '../booked-call.ts';
import type { CallKey, Evidence } from '../evidence.ts';
import type { AnyRecord } from '../read-record.ts';

/**
 * `missing`: the vendor has a record, the book has no row. `different`: both have the call, and disagree. `unknown`: the
 * book has a call that has ended, and the vendor has no record of it. `expired`: the book has a call without a record
 * that is older than what the vendor keeps, so that it can no longer be known. `undecided`: the vendor could not be asked.
 */
export type FindingKind = 'missing' | 'different' | 'unknown' | 'expired' | 'undecided';

/** What book and record disagree in. */
export interface Difference {
  readonly field: 'talkSeconds' | 'result' | 'participants';
  /** `null` where the book does not know it. */
  readonly book: number | string | readonly string[] | null;
  readonly record: number | string | readonly string[];
}

/** What reconciling found of one call, with its evidence. */
export interface Finding extends CallKey {
  readonly kind: FindingKind;
  /** The call as the book had it. */
  readonly book: BookedCall | null;
  readonly record: CallSummary<AnyRecord> | null;
  /** Empty unless `different`. */
  readonly differences: readonly Difference[];
  /** What was looked at, in a sentence. */
  readonly reason: string;
  /** Whether the record was written into the book. */
  readonly applied: boolean;
}

/** What was counted; each call of the window once. */
export interface ReconcileCounts extends Record<FindingKind, number> {
  /** Records that the vendor has of the window, and their talk time. */
  readonly records: number;
  readonly recordTalkSeconds: number;
  readonly agreeing: number;
  /** Calls that have not ended, as far as the book knows, and have no record yet. */
  readonly open: number;
  /** Calls that have ended so lately that webhook or record may be on its way. */
  readonly young: number;
  /** Calls that the list of records lacks though each has a record: it is not complete, and calls may be missing. */
  readonly unlisted: number;
  /** Records that were written into the book. */
  readonly applied: number;
}

export type Counts = { -readonly [Name in keyof ReconcileCounts]: number };

export function createCounts(): Counts {
  const found = { missing: 0, different: 0, unknown: 0, expired: 0, undecided: 0 };
  return {
    records: 0,
    recordTalkSeconds: 0,
    agreeing: 0,
    ...found,
    open: 0,
    young: 0,
    unlisted: 0,
    applied: 0,
  };
}

/** Where the book does not say what the record says. What the record leaves open is left open. */
export function findDifferences(book: Evidence, record: Evidence): Difference[] {
  const differences: Difference[] = [];
  const talkSeconds = findTalkSeconds(record.claims);
  const known = findTalkSeconds(book.claims);
  if (talkSeconds !== null && talkSeconds !== known) {
    differences.push({ field: 'talkSeconds', book: known, record: talkSeconds });
  }
  const [result, booked] = [record.claims.result?.value, book.claims.result?.value ?? null];
  if (result !== undefined && result !== booked) {
    differences.push({ field: 'result', book: booked, record: result });
  }
  if (record.claims.participants) {
    const [users, others] = [findParticipants(record), findParticipants(book)];
    const isSame = users.length === others.length && users.every((user) => others.includes(user));
    if (!isSame) differences.push({ field: 'participants', book: others, record: users });
  }
  return differences;
}

export function createFinding(
  kind: FindingKind,
  reason: string,
  {
    book,
    record,
    ...others
  }: { book?: Evidence; record?: AnyRecord; differences?: readonly Difference[]; applied?: boolean },
  { generation, app, callId }: CallKey,
): Finding {
  return {
    kind,
    generation,
    app,
    callId,
    reason,
    differences: [],
    applied: false,
    ...others,
    book: book ? toBookedCall(book) : null,
    record: record ? toCall(record) : null,
  };
}
