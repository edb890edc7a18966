import { BoundedMap } from './bounded.ts';
import { createRandom, type SeededRandom } from './random.ts';
import {
  completeRecord,
  createSampleRecords,
  type RecordRules,
  type StoredRecord,
  type WholeRecord,
} from './sample-records.ts';

/** What the records of each app begin with. */
export interface InitialRecords {
  readonly rules: RecordRules;
  readonly seed: number;
  readonly now: () => number;
  /** Samples, or records in the form of their generation. */
  readonly initial: 'sample' | readonly object[];
  /** Members that records of other generations have, with the generation of each. Default none. */
  readonly foreign?: ReadonlyMap<string, string>;
}

/** The address and commands of webhooks, as the last `set_callback` has stored them. */
export interface CallbackConfiguration {
  readonly address: string;
  readonly actions: readonly string[];
}

/** An operation, by which its requests are counted. */
export interface RatedOperation {
  readonly rateLimit: { readonly requests: number; readonly perSeconds: number };
}

/** The state of one SDKAppID in one generation. */
export class App {
  readonly sdkAppId: number;
  #callback: CallbackConfiguration | undefined;
  readonly #times = new Map<RatedOperation, number[]>();
  readonly #initial: InitialRecords;
  readonly #onGrow: (app: App, bytes: number) => void;
  #records: RecordStore | undefined;

  /** `onGrow` learns by how many bytes its callback configuration has grown. */
  constructor(sdkAppId: number, initial: InitialRecords, onGrow: (app: App, bytes: number) => void) {
    this.sdkAppId = sdkAppId;
    this.#initial = initial;
    this.#onGrow = onGrow;
  }

  get callback(): CallbackConfiguration | undefined {
    return this.#callback;
  }

  set callback(callback: CallbackConfiguration | undefined) {
    const bytes = countBytes(callback) - countBytes(this.#callback);
    this.#callback = callback;
    this.#onGrow(this, bytes);
  }

  /** The app's records, created at first use, since most apps of a test run never need them. */
  get records(): RecordStore {
    this.#records ??= new RecordStore(this.sdkAppId, this.#initial);
    return this.#records;
  }

  /**
   * Counts a request of an operation at this time (milliseconds), in a sliding window; false when it is one too many. That
   * one is not counted, so a caller who keeps retrying succeeds as soon as the window has moved on.
   */
  countRequest(operation: RatedOperation, at: number): boolean {
    const { requests, perSeconds } = operation.rateLimit;
    const times = this.#times.get(operation) ?? [];
    this.#times.set(operation, times);
    while (times[0] !== undefined && at - times[0] >= perSeconds * 1000) times.shift();
    // The clock was set back: requests of later times do not belong to this window.
    while ((times.at(-1) ?? at) > at) times.pop();
    if (times.length >= requests) return false;
    times.push(at);
    return true;
  }
}

function countBytes(callback: CallbackConfiguration | undefined): number {
  if (!callback) return 0;
  // Two bytes for a character is the most that a string takes, and each string has its head.
  return callback.actions.reduce((sum, action) => sum + 32 + 2 * action.length, 2 * callback.address.length);
}

/** Length of all callback configurations together, in bytes: one may be as long as a body. */
const mostCallbackBytes = 16 * 1024 * 1024;

/** Apps, created at first use and bounded in number and in the size of their callback configurations. */
export class AppStore {
  readonly #apps: BoundedMap<number, App>;
  readonly #initial: InitialRecords;

  constructor(capacity: number, initial: InitialRecords) {
    this.#apps = new BoundedMap({ entries: capacity, bytes: mostCallbackBytes });
    this.#initial = initial;
  }

  get(sdkAppId: number): App {
    const known = this.#apps.get(sdkAppId);
    if (known) return known;
    const app = new App(sdkAppId, this.#initial, this.#grow);
    this.#apps.set(sdkAppId, app);
    return app;
  }

  /** The app, if it has been used; this does not count as a use. */
  peek(sdkAppId: number): App | undefined {
    return this.#apps.peek(sdkAppId);
  }

  /** Drops one app, or all. */
  reset(sdkAppId?: number): void {
    if (sdkAppId === undefined) this.#apps.clear();
    else this.#apps.delete(sdkAppId);
  }

  readonly #grow = (app: App, bytes: number): void => {
    // The app may have been dropped.
    if (this.peek(app.sdkAppId) === app) this.#apps.grow(app.sdkAppId, bytes);
  };
}

/** Which records a page is of; timestamps in whole Unix seconds, both included. */
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
  readonly #rules: RecordRules;
  readonly #sdkAppId: number;
  readonly #now: () => number;
  readonly #foreign: ReadonlyMap<string, string>;
  readonly #random: SeededRandom;
  /** From the oldest to the newest; made when it is first read. */
  #sorted: Kept[] | undefined;
  /** From this time on every record can be read. */
  #allReadableAt = -Infinity;

  constructor(sdkAppId: number, { rules, seed, now, initial, foreign = new Map() }: InitialRecords) {
    this.#rules = rules;
    this.#sdkAppId = sdkAppId;
    this.#now = now;
    this.#foreign = foreign;
    this.#random = createRandom(seed, sdkAppId);
    if (initial === 'sample') {
      const samples = createSampleRecords(rules, this.#random, sdkAppId, now());
      for (const record of samples) this.add(this.write(record));
    } else for (const given of initial) this.add(this.complete(given));
  }

  /**
   * Completes a record that is given in the form of its generation. It is not added.
   *
   * @throws MockOptionError when a member is misspelt, or has a form that the contract does not allow
   */
  complete(given: object): WholeRecord {
    const app = { sdkAppId: this.#sdkAppId, now: this.#now(), foreign: this.#foreign };
    return completeRecord(this.#rules, this.#random, given, app);
  }

  /** A record as it is kept, and as the API returns it. */
  write(record: StoredRecord): WholeRecord {
    return { record, written: this.#rules.write(record) };
  }

  /** Adds a record, or replaces the one with the same call id. It can be read from `readableAt` on (milliseconds). */
  add({ record, written }: WholeRecord, readableAt = -Infinity): void {
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
    const end = findPlace(sorted, { startCallTs: filter.endTimestamp + 1, callId: '' });
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
