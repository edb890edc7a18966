import type { CallRecord } from '@trtc-call/client';
import { nearestName } from '@trtc-call/reporting/names';
import { MockOptionError } from '../errors.ts';
import {
  createSampleRecord,
  createSampleRecords,
  type RecordRules,
  type StoredRecord,
} from './sample-records.ts';
import { createRandom, type SeededRandom } from './seeded-random.ts';

/** What `get_records_by_filter` asks for; timestamps in Unix seconds, both included. */
export interface RecordFilter {
  readonly startTimestamp: number;
  readonly endTimestamp: number;
  readonly callResult?: string | undefined;
  readonly callType?: string | undefined;
  readonly numberPerPage: number;
  /** The first page is 1. */
  readonly page: number;
}

interface Kept {
  readonly record: StoredRecord;
  /** Time from which it can be read, in milliseconds. */
  readonly readableAt: number;
  /** Records are read far more often than they are written, so their JSON is made once. */
  readonly json: string;
}

/** The call records of one app. */
export class RecordStore {
  readonly #byId = new Map<string, Kept>();
  #sorted: Kept[] | undefined;
  readonly #windowSeconds: number;

  /** `windowSeconds`: records that started longer ago are never returned. */
  constructor(windowSeconds: number) {
    this.#windowSeconds = windowSeconds;
  }

  /** Adds a record, or replaces the one with the same call id. It can be read from `readableAt` on (milliseconds). */
  add(record: StoredRecord, readableAt = -Infinity): void {
    this.#byId.set(record.callId, { record, readableAt, json: JSON.stringify(record) });
    this.#sorted = undefined;
  }

  /** All records, those outside the window too, from the oldest to the newest. */
  list(): CallRecord[] {
    return this.#inOrder().map(({ record }) => structuredClone(record));
  }

  /** Takes this record out, unless another one has taken its place. */
  remove(record: CallRecord): void {
    if (this.#byId.get(record.callId)?.record !== record) return;
    this.#byId.delete(record.callId);
    this.#sorted = undefined;
  }

  clear(): void {
    this.#byId.clear();
    this.#sorted = undefined;
  }

  /** The JSON of one record, unless it is unknown or has left the window. `now` in milliseconds. */
  find(callId: string, now: number): string | undefined {
    return this.#find(callId, now)?.json;
  }

  /** The same as `find`, for a generation that writes records in a form of its own. */
  findRecord(callId: string, now: number): StoredRecord | undefined {
    return this.#find(callId, now)?.record;
  }

  #find(callId: string, now: number): Kept | undefined {
    const kept = this.#byId.get(callId);
    if (!kept || kept.readableAt > now || kept.record.startCallTs < this.#windowStart(now)) return undefined;
    return kept;
  }

  /** One page as JSON, in the form of the answer's `data`. `now` in milliseconds. */
  page(filter: RecordFilter, now: number): string {
    const { total, shown } = this.#select(filter, now);
    const list = shown.map(({ json }) => json).join(',');
    return `{"totalNum":${total},"page":${filter.page},"callRecordList":[${list}]}`;
  }

  /** The same as `page`, for a generation that writes records in a form of its own; `total` is over all pages. */
  pageRecords(
    filter: RecordFilter,
    now: number,
  ): { readonly total: number; readonly records: StoredRecord[] } {
    const { total, shown } = this.#select(filter, now);
    return { total, records: shown.map(({ record }) => record) };
  }

  #select(filter: RecordFilter, now: number): { readonly total: number; readonly shown: readonly Kept[] } {
    const from = Math.max(filter.startTimestamp, this.#windowStart(now));
    const matches = this.#inOrder().filter(
      ({ record, readableAt }) =>
        readableAt <= now &&
        record.startCallTs >= from &&
        record.startCallTs <= filter.endTimestamp &&
        (filter.callResult === undefined || record.callResult === filter.callResult) &&
        (filter.callType === undefined || record.callType === filter.callType),
    );
    const skipped = (filter.page - 1) * filter.numberPerPage;
    return { total: matches.length, shown: matches.slice(skipped, skipped + filter.numberPerPage) };
  }

  #windowStart(now: number): number {
    return now / 1000 - this.#windowSeconds;
  }

  #inOrder(): Kept[] {
    this.#sorted ??= [...this.#byId.values()].sort(
      ({ record: a }, { record: b }) => a.startCallTs - b.startCallTs || (a.callId < b.callId ? -1 : 1),
    );
    return this.#sorted;
  }
}

/** A record may have members that no page names; one that is nearly a documented one is a slip. */
function refuseMisspelt(record: object, names: readonly string[]): void {
  for (const name of Object.keys(record)) {
    const nearest = names.includes(name) ? undefined : nearestName(name, names);
    if (nearest === undefined) continue;
    throw new MockOptionError(
      `record.${name}`,
      'is not a member of a call record',
      `did you mean ${nearest}?`,
    );
  }
}

/** Makes records complete and fills the stores of new apps. */
export type RecordKeeper = ReturnType<typeof createRecordKeeper>;

export interface RecordOptions {
  readonly records: 'sample' | readonly Partial<CallRecord>[];
  readonly seed: number;
  readonly now: () => number;
}

/** Makes the keeper. `records`: samples, or what each app begins with. */
export function createRecordKeeper(rules: RecordRules, { records: initial, seed, now }: RecordOptions) {
  const { validate } = rules;
  /** A whole record from what is given. */
  const complete = (record: Partial<CallRecord>, sdkAppId: number, random: SeededRandom): CallRecord => {
    refuseMisspelt(record, Object.keys(rules.template));
    const startCallTs = Math.floor(now() / 1000) - 60;
    const whole = createSampleRecord(rules, random, 0, { startCallTs, ...record, sdkAppId });
    if (validate(whole)) return structuredClone(whole);
    const [error] = validate.errors ?? [];
    const field = `record${(error?.instancePath ?? '').replaceAll('/', '.')}`;
    const problem = error?.message ?? 'is not a call record';
    throw new MockOptionError(field, problem, 'see the schema CallRecord of the contract');
  };
  return {
    complete,
    /** A new store with what each app begins with. */
    fill: (sdkAppId: number): RecordStore => {
      const store = new RecordStore(rules.findsAnyAge ? Infinity : rules.windowSeconds);
      const random = createRandom(seed, sdkAppId);
      const records =
        initial === 'sample'
          ? createSampleRecords(rules, seed, sdkAppId, now())
          : initial.map((record) => complete(record, sdkAppId, random));
      for (const record of records) store.add(record);
      return store;
    },
  };
}
