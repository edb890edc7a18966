import { randomUUID } from 'node:crypto';
import { isTrtcCallError, type RecordListPage } from '@trtc-call/client';
import { findBegin } from '../booked-call.ts';
import type { Evidence } from '../evidence.ts';
import type { RecordSource } from '../generations.ts';
import type { AnyRecord } from '../read-record.ts';
import { CallBookError, type CallPosition, type Run, type RunStep } from '../store.ts';
import { toPosition } from '../stores/sql.ts';
import { createFinding, type Finding } from './findings.ts';
import { edgeSeconds, expired, Judge, type ReconcileSettings, type Unread } from './judge.ts';

/** What came of one app in one generation. */
interface Part {
  readonly counts: Judge['counts'];
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

/** Walks through the records of one app in one generation, and then through the calls of the book that they lack. */
export class Reconciler {
  readonly #source: RecordSource;
  readonly #settings: ReconcileSettings;
  readonly #judge: Judge;
  #run: Run;
  #begins = true;

  constructor(source: RecordSource, settings: ReconcileSettings) {
    this.#source = source;
    this.#settings = settings;
    this.#judge = new Judge(source, settings);
    const { from, to, apply, now } = settings;
    this.#run = {
      id: randomUUID(),
      generation: source.generation,
      app: source.app,
      apply,
      from,
      to,
      position: from,
      counts: '',
      updatedAt: now(),
    };
  }

  async run(): Promise<Part> {
    const { store, resume, now } = this.#settings;
    const endsNow = await this.#endNow();
    const isPartlyGone = this.#run.from < this.#judge.seconds() - this.#source.windowSeconds - edgeSeconds;
    if (resume) await this.#resume();
    // Calls of which no time is known, or one that is still to come, are in no span: only their record can say more.
    await this.#save({ listed: { from: 0, to: 1, callIds: [] } });
    if (endsNow) {
      await this.#save({ listed: { from: this.#run.to, to: Number.MAX_SAFE_INTEGER, callIds: [] } });
    }
    await this.#reportExpired();
    const unread = this.#run.position < this.#run.to ? await this.#compareRecords() : undefined;
    await this.#judgeWaiting(unread);
    // A run that was taken over has nothing that waits any more.
    await this.#save({});
    // What was not read, or could not be asked for, is left to a run that resumes this one.
    const before = now() - 1000 * this.#source.windowSeconds;
    if (!unread && !this.#judge.failure) await store.endRun(this.#run, before);
    return { counts: this.#judge.counts, run: this.#run, unread, isPartlyGone };
  }

  /**
   * The window ends now, and what is too old is so now, by the clock of the service. Only an answer tells that clock, and
   * one of a while ago may be of before this machine has slept.
   *
   * @returns whether it ends now, and not before
   */
  async #endNow(): Promise<boolean> {
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
    const end = this.#judge.seconds() + 1;
    if (from >= end) {
      const message = 'reconcile: from must be before now, by the clock of the service';
      throw new CallBookError('option', message);
    }
    this.#run = { ...this.#run, to: Math.min(to, end) };
    return to >= end;
  }

  async #resume(): Promise<void> {
    const { store, now } = this.#settings;
    const times = { before: now() - interruptedMilliseconds, now: now() };
    const run = await store.takeRun(this.#run, times);
    if (!run || run.from > this.#run.from || run.position < this.#run.from) return;
    Object.assign(this.#judge.counts, JSON.parse(run.counts), { undecided: 0 });
    this.#run = { ...run, to: this.#run.to };
    this.#begins = false;
  }

  async #reportExpired(): Promise<void> {
    const horizon = Math.min(this.#judge.seconds() - this.#source.windowSeconds, this.#run.to);
    if (this.#run.position >= horizon) return;
    const { store, emit } = this.#settings;
    const { generation, app, position } = this.#run;
    // Calls of which no time is known, whose time is 0, are waited for.
    const span = { generation, app, from: Math.max(1, position), to: horizon, unconfirmed: true };
    for (let after: CallPosition | undefined; ; ) {
      const rows = await store.list({ ...span, limit: chunk.rows, after });
      for (const book of rows) {
        this.#judge.counts.expired += 1;
        await emit(createFinding('expired', expired, { book }, book));
      }
      const last = rows.at(-1);
      if (rows.length < chunk.rows || !last) break;
      after = toPosition(last);
    }
    await this.#save({ position: horizon });
  }

  async #compareRecords(): Promise<Unread | undefined> {
    const { signal } = this.#settings;
    const { generation, app, position, to } = this.#run;
    this.#judge.listed = { at: this.#judge.seconds(), from: position };
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
      return { generation, app, from: unreadFrom ?? this.#run.position, to, error };
    }
    return undefined;
  }

  async #comparePage(page: RecordListPage<AnyRecord>, listedFrom: number): Promise<void> {
    const { store, emit } = this.#settings;
    const { from, to } = this.#run;
    const judge = this.#judge;
    const found: Finding[] = [];
    const evidence: Evidence[] = [];
    const seen: string[] = [];
    const records = new Map(page.records.map((record) => [judge.read(record), record]));
    const ids = [...records.keys()].map(({ callId }) => callId);
    const known = await store.find(this.#run, ids);
    const rows = new Map(known.map((row) => [row.callId, row]));
    for (const [proved, record] of records) {
      const began = findBegin(proved);
      if (began >= to) continue;
      const row = rows.get(proved.callId);
      // The second before is that of another run, but what it proves may be written.
      const isReported = began !== listedFrom - 1;
      const isInWindow = began >= from && isReported;
      const finding = judge.compare(row, record, proved, { isInWindow, isReported });
      if (finding && isReported) found.push(finding);
      if (judge.isToWrite(row, proved, finding)) evidence.push(proved);
      const booked = findBegin(row ?? proved);
      if (booked < page.startTimestamp || booked > page.endTimestamp) seen.push(proved.callId);
    }
    const end = Math.min(page.endTimestamp + 1, to);
    const listed = { from: Math.max(page.startTimestamp, from), to: end, callIds: ids };
    await this.#save({ evidence, seen, ...(page.isComplete && { listed, position: end }) });
    for (const finding of found) await emit(finding);
  }

  /** Says of each call that the list does not show why that may be. */
  async #judgeWaiting(unread: Unread | undefined): Promise<void> {
    const { store, emit, signal } = this.#settings;
    for (let after = ''; ; ) {
      signal?.throwIfAborted();
      const rows = await store.listWaiting(this.#run, { after, limit: chunk.calls });
      const judged = await Promise.all(rows.map((row) => this.#judge.judge(row, this.#run, unread)));
      // Those that are judged are judged for a run that resumes this one too.
      const seen = rows.flatMap(({ callId }, at) =>
        judged[at]?.finding?.kind === 'undecided' ? [] : [callId],
      );
      const evidence = judged.flatMap((each) => each.evidence ?? []);
      if (rows.length > 0) await this.#save({ evidence, seen });
      for (const { finding } of judged) if (finding) await emit(finding);
      if (rows.length < chunk.calls) return;
      after = rows.at(-1)?.callId ?? '';
    }
  }

  async #save({
    position = this.#run.position,
    ...step
  }: Partial<RunStep> & { position?: number }): Promise<void> {
    const { store, now } = this.#settings;
    const counts = JSON.stringify(this.#judge.counts);
    this.#run = { ...this.#run, position, counts, updatedAt: now() };
    const begins = this.#begins;
    this.#begins = false;
    if (await store.saveRun(this.#run, { evidence: [], seen: [], begins, ...step })) return;
    const message =
      'reconcile: another process has taken over this run, or ended it; run it again, and look at the clocks of both';
    throw new CallBookError('unavailable', message);
  }
}
