import { nearestName } from '@trtc-call/reporting/values';
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

/** A record that was completed: as it is kept, and as the API returns it. */
export interface WholeRecord {
  readonly record: StoredRecord;
  readonly written: object;
}

/** Whose records they are, and what they begin with. */
export interface RecordStoreOptions {
  readonly sdkAppId: number;
  readonly seed: number;
  readonly now: () => number;
  /** Samples, or records in the form of their generation. */
  readonly initial: 'sample' | readonly object[];
}

/** The call records of one app in one generation. */
export class RecordStore {
  readonly #byId = new Map<string, Kept>();
  readonly #rules: RecordRules;
  readonly #options: RecordStoreOptions;
  readonly #random: SeededRandom;
  /** From the oldest to the newest; made when it is first read. */
  #sorted: Kept[] | undefined;
  /** From this time on every record can be read. */
  #allReadableAt = -Infinity;

  constructor(rules: RecordRules, options: RecordStoreOptions) {
    const { seed, sdkAppId, now, initial } = options;
    this.#rules = rules;
    this.#options = options;
    this.#random = createRandom(seed, sdkAppId);
    if (initial === 'sample') {
      for (const record of createSampleRecords(rules, this.#random, sdkAppId, now())) this.add(record);
    } else for (const given of initial) this.addWhole(this.complete(given));
  }

  /**
   * Completes a record that is given in the form of its generation. It is not added.
   *
   * @throws MockOptionError when a member is misspelt, or has a form that the contract does not allow
   */
  complete(given: object): WholeRecord {
    const { read, write, validate, template } = this.#rules;
    const { sdkAppId, now } = this.#options;
    refuseMisspelt(given, Object.keys(write(template)));
    // The app is the one that holds the record.
    const own = { ...given, ...('sdkAppId' in given && { sdkAppId }) };
    const startCallTs = Math.floor(now() / 1000) - 60;
    const record = createSampleRecord(this.#rules, this.#random, { startCallTs, ...read(own), sdkAppId });
    const written = structuredClone({ ...write(record), ...own });
    if (validate(written)) return { record, written };
    const [error] = validate.errors ?? [];
    const field = `record${(error?.instancePath ?? '').replaceAll('/', '.')}`;
    const problem = error?.message ?? 'is not a call record';
    throw new MockOptionError(field, problem, 'see the schema CallRecord of the contract');
  }

  /** Adds a record, or replaces the one with the same call id. It can be read from `readableAt` on (milliseconds). */
  add(record: StoredRecord, readableAt = -Infinity): void {
    this.addWhole(this.write(record), readableAt);
  }

  /** A record as it is kept, and as the API returns it. */
  write(record: StoredRecord): WholeRecord {
    return { record, written: this.#rules.write(record) };
  }

  /** The same for a record that may have more members than are known. */
  addWhole({ record, written }: WholeRecord, readableAt = -Infinity): void {
    const former = this.#byId.get(record.callId);
    if (former) this.#takeOut(former);
    const kept = { record, readableAt, json: JSON.stringify(written) };
    this.#byId.set(record.callId, kept);
    this.#sorted?.splice(findPlace(this.#sorted, kept.record), 0, kept);
    this.#allReadableAt = Math.max(this.#allReadableAt, readableAt);
  }

  /** All records as the API returns them, those outside the window too, from the oldest to the newest. */
  list(): object[] {
    return this.#inOrder().map(({ json }) => JSON.parse(json));
  }

  has(callId: string): boolean {
    return this.#byId.has(callId);
  }

  /** Takes this record out, unless another one has taken its place. */
  remove(record: StoredRecord): void {
    const kept = this.#byId.get(record.callId);
    if (kept?.record !== record) return;
    this.#byId.delete(record.callId);
    this.#takeOut(kept);
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
    const { callResult, callType, numberPerPage } = filter;
    const sorted = this.#inOrder();
    const first = findPlace(sorted, { startCallTs: from, callId: '' });
    const end = findPlace(sorted, { startCallTs: Math.floor(filter.endTimestamp) + 1, callId: '' });
    // Every page of a long list is read so: it is not to look at each record of the window.
    const takesAll = callResult === undefined && callType === undefined && this.#allReadableAt <= now;
    const matches = takesAll
      ? undefined
      : sorted
          .slice(first, end)
          .filter(
            ({ record, readableAt }) =>
              readableAt <= now &&
              (callResult === undefined || record.callResult === callResult) &&
              (callType === undefined || record.callType === callType),
          );
    const skipped = (filter.page - 1) * numberPerPage;
    const total = matches?.length ?? Math.max(0, end - first);
    const shown = matches
      ? matches.slice(skipped, skipped + numberPerPage)
      : sorted.slice(first + skipped, Math.min(first + skipped + numberPerPage, end));
    const list = `[${shown.map(({ json }) => json).join(',')}]`;
    return { total, count: shown.length, list };
  }

  #windowStart(now: number): number {
    return now / 1000 - this.#rules.windowSeconds;
  }

  #inOrder(): Kept[] {
    this.#sorted ??= [...this.#byId.values()].sort((a, b) => (isBefore(a.record, b.record) ? -1 : 1));
    return this.#sorted;
  }

  #takeOut(kept: Kept): void {
    const place = this.#sorted ? findPlace(this.#sorted, kept.record) : 0;
    if (this.#sorted?.[place] === kept) this.#sorted.splice(place, 1);
    else this.#sorted = undefined;
  }
}

type Place = Pick<StoredRecord, 'startCallTs' | 'callId'>;

function isBefore(one: Place, other: Place): boolean {
  if (one.startCallTs !== other.startCallTs) return one.startCallTs < other.startCallTs;
  return one.callId < other.callId;
}

/** Where a record stands among sorted ones, or would stand. */
function findPlace(sorted: readonly Kept[], wanted: Place): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const kept = sorted[middle];
    if (kept && isBefore(kept.record, wanted)) low = middle + 1;
    else high = middle;
  }
  return low;
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
