import { isTrtcCallError, type TrtcCallError } from '@trtc-call/client';
import { findBegin } from '../booked-call.ts';
import type { Evidence } from '../evidence.ts';
import type { RecordSource } from '../generations.ts';
import { type AnyRecord, readRecord } from '../read-record.ts';
import type { CallScope } from '../store.ts';
import type { BookStore } from '../stores/book-store.ts';
import { createCounts, createFinding, type Difference, type Finding, findDifferences } from './findings.ts';

/** Records that were not read, and why. */
export interface Unread extends CallScope {
  /** Unix seconds. */
  readonly from: number;
  readonly to: number;
  readonly error: TrtcCallError;
}

/** What a reconciliation is made with, read and checked. */
export interface ReconcileSettings {
  readonly store: BookStore<unknown>;
  readonly from: number;
  readonly to: number;
  readonly apply: boolean;
  readonly resume: boolean;
  readonly settleSeconds: number;
  readonly longestCallSeconds: number;
  readonly signal: AbortSignal | undefined;
  readonly now: () => number;
  readonly emit: (finding: Finding) => Promise<void>;
}

/** Two clocks may differ by so much at the edge of what the service keeps. */
export const edgeSeconds = 60;

/** Says what is wrong with one call, and counts it. */
export class Judge {
  readonly counts = createCounts();
  /** When the list was asked for by this run, and from which begin of a call on. In Unix seconds. */
  listed: { readonly at: number; readonly from: number } | undefined;
  /** What the last call of the service failed with: the others are not asked for then. */
  failure: TrtcCallError | undefined;
  readonly #source: RecordSource;
  readonly #settings: ReconcileSettings;

  constructor(source: RecordSource, settings: ReconcileSettings) {
    this.#source = source;
    this.#settings = settings;
  }

  /** The clock of the service. */
  seconds(): number {
    return Math.floor((this.#settings.now() + this.#source.clockDifference()) / 1000);
  }

  read(record: AnyRecord): Evidence {
    const at = this.#settings.now() + this.#source.clockDifference();
    return readRecord(record, { app: this.#source.app, at, source: 'record' });
  }

  /** Counts a record, and says what is wrong with the row of its call. */
  compare(
    row: Evidence | undefined,
    record: AnyRecord,
    proved: Evidence,
    { isInWindow, isReported }: { readonly isInWindow: boolean; readonly isReported: boolean },
  ): Finding | undefined {
    const counts = isReported ? this.counts : createCounts();
    if (isInWindow) {
      counts.records += 1;
      counts.recordTalkSeconds += proved.claims.talkSeconds?.value ?? 0;
    }
    const differences = row ? findDifferences(row, proved) : [];
    const kind = this.#classify(row, proved, differences);
    counts[kind] += 1;
    if (kind === 'agreeing' || kind === 'young') return undefined;
    if (proved.callId === '') return createFinding('missing', nameless, { record }, proved);
    const applied = this.#settings.apply;
    if (!row) return createFinding('missing', recorded, { record, applied }, proved);
    const reason = `book and record differ in ${differences.map(({ field }) => field).join(', ')}`;
    return createFinding('different', reason, { book: row, record, differences, applied }, proved);
  }

  #classify(
    row: Evidence | undefined,
    proved: Evidence,
    differences: readonly Difference[],
  ): 'missing' | 'agreeing' | 'young' | 'different' {
    if (proved.callId === '') return 'missing';
    if (row && differences.length === 0) return 'agreeing';
    if (this.#isYoung(proved)) return 'young';
    return row ? 'different' : 'missing';
  }

  isToWrite(row: Evidence | undefined, { callId }: Evidence, finding: Finding | undefined): boolean {
    const isThere = row?.state === 'confirmed' && !finding;
    if (!this.#settings.apply || isThere || callId === '') return false;
    this.counts.applied += 1;
    return true;
  }

  /** Says of a call that the list does not show why that may be, and what its record proves. */
  async judge(
    book: Evidence,
    { from, to }: Pick<Unread, 'from' | 'to'>,
    unread: Unread | undefined,
  ): Promise<{ finding?: Finding; evidence?: Evidence }> {
    const find = (kind: 'unknown' | 'expired' | 'undecided', reason: string) => {
      this.counts[kind] += 1;
      return { finding: createFinding(kind, reason, { book }, book) };
    };
    if (unread && findBegin(book) >= unread.from) {
      return find('undecided', `${unreadList}: ${unread.error.message}`);
    }
    const early = this.#isOpen(book) ? 'open' : this.#isYoung(book) ? 'young' : undefined;
    if (early) {
      this.counts[early] += 1;
      return {};
    }
    const record = await this.#ask(book.callId);
    if (record instanceof Error) return find('undecided', `${unasked}: ${record.message}`);
    if (!record) return find(...this.#explain(book));
    const proved = this.read(record);
    const recordBegan = findBegin(proved);
    const isInWindow = recordBegan >= from && recordBegan < to;
    const finding = this.compare(book, record, proved, { isInWindow, isReported: true });
    if (isInWindow && this.#isListLacking(proved)) this.counts.unlisted += 1;
    const isWritten = this.isToWrite(book, proved, finding);
    return { ...(finding && { finding }), ...(isWritten && { evidence: proved }) };
  }

  /** Why a call may have no record. */
  #explain(book: Evidence): readonly [kind: 'unknown' | 'expired' | 'undecided', reason: string] {
    const began = findBegin(book);
    const age = this.seconds() - began;
    if (began === 0) return ['undecided', undated];
    if (age < 0) return ['unknown', future];
    if (age < this.#source.windowSeconds - edgeSeconds) {
      return ['unknown', hasNoEnd(book) ? unended : unknown];
    }
    return ['expired', expired];
  }

  /** The record of one call; `null` where there is none. */
  async #ask(callId: string): Promise<AnyRecord | null | TrtcCallError> {
    const { signal } = this.#settings;
    if (this.failure) return this.failure;
    try {
      return await this.#source.get(callId, { signal });
    } catch (error) {
      signal?.throwIfAborted();
      if (!isTrtcCallError(error)) throw error;
      // An id that cannot be asked for says nothing of the service.
      if (error.kind !== 'argument') this.failure ??= error;
      return error;
    }
  }

  /** Whether the list should have had a record: it had settled by then, and is still kept. */
  #isListLacking({ claims }: Evidence): boolean {
    const { startTime, endTime } = claims;
    if (!this.listed || !startTime || !endTime) return false;
    const { at, from } = this.listed;
    const horizon = this.seconds() - this.#source.windowSeconds + edgeSeconds;
    return startTime.value >= Math.max(from, horizon) && endTime.value < at - this.#settings.settleSeconds;
  }

  /** Whether it may still go on. */
  #isOpen(book: Evidence): boolean {
    const began = findBegin(book);
    const age = Math.abs(this.seconds() - began);
    return began > 0 && hasNoEnd(book) && age < this.#settings.longestCallSeconds;
  }

  /** An end that is still to come is a wrong one: to wait for it would be to wait for ever. */
  #isYoung({ claims, state }: Evidence): boolean {
    const { settleSeconds } = this.#settings;
    const end = claims.endTime?.value;
    return !hasNoEnd({ state }) && end !== undefined && Math.abs(this.seconds() - end) < settleSeconds;
  }
}

function hasNoEnd({ state }: Pick<Evidence, 'state'>): boolean {
  return state === 'started' || state === 'connected';
}

export const expired =
  'it is older than the records that the vendor keeps, and no record of it was read in time';
const recorded = 'the vendor has a record of it';
const nameless = 'the vendor has a record of it without a call id, so that it cannot be told from others';
const unreadList = 'the list of records could not be read as a whole';
const unasked = 'its record could not be asked for';
const undated = 'no time is known of it, and the vendor has no record by its id';
const future = 'its start is still to come, and the vendor has no record by its id';
const unknown =
  'the list of records is complete where it began and lacks it, and there is no record by its id';
const unended = `${unknown}; the book knows of no end`;
