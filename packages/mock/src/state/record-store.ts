import { nearestName } from '@trtc-call/reporting/names';
import { MockOptionError } from '../errors.ts';
import { createRandom, type SeededRandom } from './random.ts';
import {
  createSampleRecord,
  createSampleRecords,
  type RecordRules,
  type StoredRecord,
} from './sample-records.ts';

/** Which records a page is of; timestamps in Unix seconds, both included. */
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
  /** The record as the API returns it. Records are read far more often than they are written, so it is made once. */
  readonly json: string;
}

/** The call records of one app in one generation. */
export class RecordStore {
  readonly #byId = new Map<string, Kept>();
  readonly #rules: Pick<RecordRules, 'write' | 'windowSeconds' | 'findsAnyAge'>;
  #sorted: Kept[] | undefined;

  constructor(rules: Pick<RecordRules, 'write' | 'windowSeconds' | 'findsAnyAge'>) {
    this.#rules = rules;
  }

  /**
   * Adds a record, or replaces the one with the same call id. It can be read from `readableAt` on (milliseconds).
   *
   * @param written the record as the API returns it, where it has more members than are known
   */
  add(record: StoredRecord, readableAt = -Infinity, written = this.#rules.write(record)): void {
    this.#byId.set(record.callId, { record, readableAt, json: JSON.stringify(written) });
    this.#sorted = undefined;
  }

  /** All records as the API returns them, those outside the window too, from the oldest to the newest. */
  list(): object[] {
    return this.#inOrder().map(({ json }) => JSON.parse(json));
  }

  /** Takes this record out, unless another one has taken its place. */
  remove(record: StoredRecord): void {
    if (this.#byId.get(record.callId)?.record !== record) return;
    this.#byId.delete(record.callId);
    this.#sorted = undefined;
  }

  clear(): void {
    this.#byId.clear();
    this.#sorted = undefined;
  }

  /** One record as JSON, unless it is unknown, cannot be read yet or has left the window. `now` in milliseconds. */
  find(callId: string, now: number): string | undefined {
    const kept = this.#byId.get(callId);
    if (!kept || kept.readableAt > now) return undefined;
    const isOld = !this.#rules.findsAnyAge && kept.record.startCallTs < this.#windowStart(now);
    return isOld ? undefined : kept.json;
  }

  /** One page as a JSON list, how long it is, and how many records match over all pages. `now` in milliseconds. */
  page(
    filter: RecordFilter,
    now: number,
  ): { readonly total: number; readonly count: number; readonly list: string } {
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
    const shown = matches.slice(skipped, skipped + filter.numberPerPage);
    const list = `[${shown.map(({ json }) => json).join(',')}]`;
    return { total: matches.length, count: shown.length, list };
  }

  #windowStart(now: number): number {
    return now / 1000 - this.#rules.windowSeconds;
  }

  #inOrder(): Kept[] {
    this.#sorted ??= [...this.#byId.values()].sort(
      ({ record: a }, { record: b }) => a.startCallTs - b.startCallTs || (a.callId < b.callId ? -1 : 1),
    );
    return this.#sorted;
  }
}

/** A record that was completed: as it is kept, and as the API returns it. */
export interface WholeRecord {
  readonly record: StoredRecord;
  readonly written: object;
}

/**
 * Completes a record that is given in the form of its generation.
 *
 * @throws MockOptionError when a member is misspelt, or has a form that the contract does not allow
 */
export function completeRecord(
  rules: RecordRules,
  given: object,
  sdkAppId: number,
  random: SeededRandom,
  now: number,
): WholeRecord {
  refuseMisspelt(given, Object.keys(rules.write(rules.template)));
  // The app is the one that holds the record.
  const own = { ...given, ...('sdkAppId' in given && { sdkAppId }) };
  const startCallTs = Math.floor(now / 1000) - 60;
  const record = createSampleRecord(rules, random, { startCallTs, ...rules.read(own), sdkAppId });
  const written = structuredClone({ ...rules.write(record), ...own });
  if (rules.validate(written)) return { record, written };
  const [error] = rules.validate.errors ?? [];
  const field = `record${(error?.instancePath ?? '').replaceAll('/', '.')}`;
  throw new MockOptionError(
    field,
    error?.message ?? 'is not a call record',
    'see the schema CallRecord of the contract',
  );
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

/** Makes a store with what each app begins with: samples, or the records that are given. `now` in milliseconds. */
export function fillRecordStore(
  rules: RecordRules,
  initial: 'sample' | readonly object[],
  seed: number,
  sdkAppId: number,
  now: number,
): RecordStore {
  const store = new RecordStore(rules);
  if (initial === 'sample') {
    for (const record of createSampleRecords(rules, seed, sdkAppId, now)) store.add(record);
    return store;
  }
  const random = createRandom(seed, sdkAppId);
  for (const given of initial) {
    const { record, written } = completeRecord(rules, given, sdkAppId, random, now);
    store.add(record, -Infinity, written);
  }
  return store;
}
