import { randomUUID } from 'node:crypto';
import { isTrtcCallError, type RecordListPage, type TrtcCallError } from '@trtc-call/client';
import { findBegin } from '../booked-call.ts';
import type { Evidence } from '../evidence.ts';
import { type AnyRecord, readRecord } from '../read-record.ts';
import {
  type BookStore,
  CallBookError,
  type CallPosition,
  type CallScope,
  type CallSelection,
  type Run,
  type RunStep,
} from '../store.ts';
import { toPosition } from '../stores/sql.ts';
import { type Counts, createCounts, createFinding, type Finding, findDifferences } from './findings.ts';
import type { RecordSource } from './record-source.ts';

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

/** What came of one app in one generation. */
interface Part {
  readonly counts: Counts;
  readonly run: Run;
  readonly unread: Unread | undefined;
  /** Whether the window begins before what the service keeps: a call of then may be missing in the book. */
  readonly isPartlyGone: boolean;
}

/** How many rows are read, and how many calls are asked for, at once. */
const chunk = { rows: 200, calls: 50 } as const;
/** How many spans of records are asked for ahead. */
const prefetch = 4;
/** A run that was not written for so long is interrupted. */
const interruptedMilliseconds = 60_000;
/** Two clocks may differ by so much at the edge of what the service keeps. */
const edgeSeconds = 60;

/** Compares the records of one app in one generation with the book. */
export class Reconciler {
  readonly #source: RecordSource;
  readonly #settings: ReconcileSettings;
  readonly #scope: CallScope;
  #run: Run;
  #counts: Counts = createCounts();
  /** What the last call of the service failed with: the others are not asked for then. */
  #failure: TrtcCallError | undefined;

  constructor(source: RecordSource, settings: ReconcileSettings) {
    this.#source = source;
    this.#settings = settings;
    this.#scope = { generation: source.generation, app: source.app };
    const { from, to, apply } = settings;
    this.#run = {
      ...{ id: randomUUID(), ...this.#scope, apply, from, to, position: from, counts: '' },
      updatedAt: settings.now(),
    };
  }

  async run(): Promise<Part> {
    const { store, resume } = this.#settings;
    await this.#endNow();
    const isPartlyGone = this.#run.from < this.#seconds() - this.#source.windowSeconds - edgeSeconds;
    if (resume) await this.#resume();
    await this.#waitForUndated();
    await this.#reportExpired();
    const unread = this.#run.position < this.#run.to ? await this.#compareRecords() : undefined;
    await this.#judgeWaiting(unread);
    // What was not read, or could not be asked for, is left to a run that resumes this one.
    const before = this.#settings.now() - 1000 * this.#source.windowSeconds;
    if (!unread && !this.#failure) await store.endRun(this.#run, before);
    return { counts: this.#counts, run: this.#run, unread, isPartlyGone };
  }

  /**
   * The window ends now, and what is too old is so now, by the clock of the service. Only an answer tells that clock, and
   * one of a while ago may be of before this machine has slept.
   */
  async #endNow(): Promise<void> {
    const { signal, now } = this.#settings;
    const { from, to } = this.#run;
    const present = Math.floor(now() / 1000);
    try {
      for await (const _ of this.#source.pages({ from: present, to: present }, { signal })) break;
    } catch (error) {
      signal?.throwIfAborted();
      // What the service refuses tells its time too; what else is wrong shows when the records are read.
      if (!isTrtcCallError(error)) throw error;
    }
    const end = this.#seconds() + 1;
    if (from >= end) {
      const message = 'reconcile: from must be before now, by the clock of the service';
      throw new CallBookError('option', message);
    }
    this.#run = { ...this.#run, to: Math.min(to, end) };
  }

  async #resume(): Promise<void> {
    const { store, apply, now } = this.#settings;
    const times = { before: now() - interruptedMilliseconds, now: now() };
    const run = await store.takeRun({ ...this.#scope, apply }, times);
    if (!run || run.from > this.#run.from || run.position < this.#run.from) return;
    this.#counts = { ...this.#counts, ...JSON.parse(run.counts), undecided: 0 };
    this.#run = { ...run, to: this.#run.to };
  }

  /** Calls of which no time is known are in no span: only their record can say more. */
  async #waitForUndated(): Promise<void> {
    await this.#save({ listed: { from: 0, to: 1, callIds: [] } });
  }

  async #reportExpired(): Promise<void> {
    const horizon = Math.min(this.#seconds() - this.#source.windowSeconds, this.#run.to);
    if (this.#run.position >= horizon) return;
    // Calls of which no time is known, whose time is 0, are waited for.
    const from = Math.max(1, this.#run.position);
    for await (const rows of this.#chunks({ from, to: horizon, unconfirmed: true })) {
      for (const book of rows) {
        this.#counts.expired += 1;
        await this.#settings.emit(createFinding('expired', expired, { book }, book));
      }
    }
    await this.#save({ position: horizon });
  }

  async #compareRecords(): Promise<Unread | undefined> {
    const { signal } = this.#settings;
    const { position, to } = this.#run;
    let unreadFrom: number | undefined;
    try {
      // Whether a bound belongs to a filter is not documented, so a second more is asked for on each side.
      const span = { from: Math.max(0, position - 1), to };
      for await (const page of this.#source.pages(span, { signal, prefetch })) {
        if (!page.isComplete) unreadFrom = page.incompleteFrom ?? page.startTimestamp;
        await this.#comparePage(page, position);
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (!isTrtcCallError(error)) throw error;
      return { ...this.#scope, from: unreadFrom ?? this.#run.position, to, error };
    }
    return undefined;
  }

  async #comparePage(page: RecordListPage<AnyRecord>, listedFrom: number): Promise<void> {
    const { from, to } = this.#run;
    const found: Finding[] = [];
    const evidence: Evidence[] = [];
    const seen: string[] = [];
    const records = new Map(page.records.map((record) => this.#readRecord(record)));
    const ids = [...records.keys()].map(({ callId }) => callId);
    const known = await this.#settings.store.find(this.#scope, ids);
    const rows = new Map(known.map((row) => [row.callId, row]));
    for (const [proved, record] of records) {
      const began = findBegin(proved);
      if (began >= to) continue;
      const row = rows.get(proved.callId);
      // The second before is that of another run, but what it proves may be written.
      const isReported = began !== listedFrom - 1;
      const finding = this.#compare(row, record, proved, isReported);
      if (finding && isReported) found.push(finding);
      if (this.#isToWrite(row, finding)) evidence.push(proved);
      const bookBegan = row ? findBegin(row) : began;
      if (bookBegan < page.startTimestamp || bookBegan > page.endTimestamp) seen.push(proved.callId);
    }
    const end = Math.min(page.endTimestamp + 1, to);
    const listed = { from: Math.max(page.startTimestamp, from), to: end, callIds: ids };
    await this.#save({ evidence, seen, ...(page.isComplete && { listed, position: end }) });
    for (const finding of found) await this.#settings.emit(finding);
  }

  #readRecord(record: AnyRecord): [Evidence, AnyRecord] {
    const proof = { app: this.#scope.app, at: this.#milliseconds(), source: 'record' } as const;
    return [readRecord(record, proof), record];
  }

  /** Counts a record, and says what is wrong with the row of its call. */
  #compare(
    row: Evidence | undefined,
    record: AnyRecord,
    proved: Evidence,
    isCounted: boolean,
  ): Finding | undefined {
    const { from, to, apply: applied } = this.#run;
    const counts = isCounted ? this.#counts : createCounts();
    const began = findBegin(proved);
    if (began >= from && began < to) {
      counts.records += 1;
      counts.recordTalkSeconds += proved.claims.talkSeconds?.value ?? 0;
    }
    const differences = row ? findDifferences(row, proved) : [];
    if (row && differences.length === 0) {
      counts.agreeing += 1;
      return undefined;
    }
    if (this.#isYoung(proved)) {
      counts.young += 1;
      return undefined;
    }
    if (!row) {
      counts.missing += 1;
      return createFinding('missing', 'the vendor has a record of it', { record, applied }, proved);
    }
    counts.different += 1;
    const reason = `book and record differ in ${differences.map(({ field }) => field).join(', ')}`;
    return createFinding('different', reason, { book: row, record, differences, applied }, proved);
  }

  #isToWrite(row: Evidence | undefined, finding: Finding | undefined): boolean {
    if (!this.#run.apply || (row?.state === 'confirmed' && !finding)) return false;
    this.#counts.applied += 1;
    return true;
  }

  async #judgeWaiting(unread: Unread | undefined): Promise<void> {
    const { store, emit, signal } = this.#settings;
    for (let after = ''; ; ) {
      signal?.throwIfAborted();
      const rows = await store.listWaiting(this.#run, { after, limit: chunk.calls });
      const evidence: Evidence[] = [];
      const found = await Promise.all(rows.map((row) => this.#judge(row, unread, evidence)));
      // Those that are judged are judged for a run that resumes this one too.
      const seen = rows.flatMap(({ callId }, at) => (found[at]?.kind === 'undecided' ? [] : [callId]));
      if (rows.length > 0) await this.#save({ evidence, seen });
      for (const finding of found) if (finding) await emit(finding);
      if (rows.length < chunk.calls) return;
      after = rows.at(-1)?.callId ?? '';
    }
  }

  /** Says of a call that the list does not show why that may be. */
  async #judge(
    book: Evidence,
    unread: Unread | undefined,
    evidence: Evidence[],
  ): Promise<Finding | undefined> {
    const { longestCallSeconds } = this.#settings;
    const began = findBegin(book);
    const find = (kind: 'unknown' | 'expired' | 'undecided', reason: string) => {
      this.#counts[kind] += 1;
      return createFinding(kind, reason, { book }, book);
    };
    if (unread && began >= unread.from) return find('undecided', `${unreadList}: ${unread.error.message}`);
    const age = this.#seconds() - began;
    const isOpen = book.state === 'started' || book.state === 'connected';
    if (began > 0 && isOpen && age < longestCallSeconds) {
      this.#counts.open += 1;
      return undefined;
    }
    if (this.#isYoung(book)) {
      this.#counts.young += 1;
      return undefined;
    }
    const record = await this.#ask(book.callId);
    if (record instanceof Error) return find('undecided', `${unasked}: ${record.message}`);
    if (record) {
      const [proved] = this.#readRecord(record);
      const finding = this.#compare(book, record, proved, true);
      if (this.#isToWrite(book, finding)) evidence.push(proved);
      return finding;
    }
    if (began === 0)
      return find('undecided', 'no time is known of it, and the vendor has no record by its id');
    if (age < this.#source.windowSeconds - edgeSeconds) return find('unknown', isOpen ? unended : unknown);
    return find('expired', expired);
  }

  /** The record of one call; `null` where there is none. */
  async #ask(callId: string): Promise<AnyRecord | null | TrtcCallError> {
    const { signal } = this.#settings;
    if (this.#failure) return this.#failure;
    try {
      return await this.#source.get(callId, { signal });
    } catch (error) {
      signal?.throwIfAborted();
      if (!isTrtcCallError(error)) throw error;
      // An id that cannot be asked for says nothing of the service.
      if (error.kind !== 'argument') this.#failure ??= error;
      return error;
    }
  }

  #isYoung({ claims, state }: Evidence): boolean {
    const end = claims.endTime?.value;
    const hasEnded = state === 'ended' || state === 'confirmed';
    return hasEnded && end !== undefined && end > this.#seconds() - this.#settings.settleSeconds;
  }

  /** By the clock of the service. */
  #milliseconds(): number {
    return this.#settings.now() + this.#source.clockDifference();
  }

  #seconds(): number {
    return Math.floor(this.#milliseconds() / 1000);
  }

  async *#chunks(selection: Omit<CallSelection, 'limit' | 'after'>): AsyncGenerator<readonly Evidence[]> {
    const wanted = { ...selection, ...this.#scope, limit: chunk.rows };
    for (let after: CallPosition | undefined; ; ) {
      const rows = await this.#settings.store.list({ ...wanted, after });
      if (rows.length > 0) yield rows;
      const last = rows.at(-1);
      if (rows.length < chunk.rows || !last) return;
      after = toPosition(last);
    }
  }

  async #save({
    position = this.#run.position,
    ...step
  }: Partial<RunStep> & { position?: number }): Promise<void> {
    const { store, now } = this.#settings;
    this.#run = { ...this.#run, position, counts: JSON.stringify(this.#counts), updatedAt: now() };
    await store.saveRun(this.#run, { evidence: [], seen: [], ...step });
  }
}

const expired = 'it is older than the records that the vendor keeps, and no record of it was read in time';
const unreadList = 'the list of records could not be read as a whole';
const unasked = 'its record could not be asked for';
const unknown =
  'the list of records is complete where it began and lacks it, and there is no record by its id';
const unended = `${unknown}; the book knows of no end`;
