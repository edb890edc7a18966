import type { CallRecord } from '@trtc-call/client';
import { MockOptionError } from '../errors.ts';
import { createSampleRecord, createSampleRecords, type RecordRules } from './sample-records.ts';
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
  readonly record: CallRecord;
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

  /** Adds a record, or replaces the one with the same call id. */
  add(record: CallRecord): void {
    this.#byId.set(record.callId, { record, json: JSON.stringify(record) });
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
    const kept = this.#byId.get(callId);
    if (!kept || kept.record.startCallTs < this.#windowStart(now)) return undefined;
    return kept.json;
  }

  /** One page as JSON, in the form of the answer's `data`. `now` in milliseconds. */
  page(filter: RecordFilter, now: number): string {
    const from = Math.max(filter.startTimestamp, this.#windowStart(now));
    const matches = this.#inOrder().filter(
      ({ record }) =>
        record.startCallTs >= from &&
        record.startCallTs <= filter.endTimestamp &&
        (filter.callResult === undefined || record.callResult === filter.callResult) &&
        (filter.callType === undefined || record.callType === filter.callType),
    );
    const skipped = (filter.page - 1) * filter.numberPerPage;
    const shown = matches.slice(skipped, skipped + filter.numberPerPage);
    const list = shown.map(({ json }) => json).join(',');
    return `{"totalNum":${matches.length},"page":${filter.page},"callRecordList":[${list}]}`;
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
      const store = new RecordStore(rules.windowSeconds);
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
