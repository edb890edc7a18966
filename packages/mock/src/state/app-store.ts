import { BoundedMap } from './bounded.ts';
import type { RecordStore } from './record-store.ts';

/** Where webhooks go, and which: what the last `set_callback` has stored. */
export interface CallbackConfiguration {
  readonly address: string;
  readonly actions: readonly string[];
}

/** An operation, by which its requests are counted. */
export interface RatedOperation {
  readonly rateLimit: { readonly requests: number; readonly perSeconds: number };
}

/** Everything that the mock knows of one sdkappid in one generation. */
export class App {
  readonly sdkAppId: number;
  callback: CallbackConfiguration | undefined;
  readonly #times = new Map<RatedOperation, number[]>();
  readonly #fill: (sdkAppId: number) => RecordStore;
  #records: RecordStore | undefined;

  constructor(sdkAppId: number, fill: (sdkAppId: number) => RecordStore) {
    this.sdkAppId = sdkAppId;
    this.#fill = fill;
  }

  /** The app's records, made at the first look, since most apps of a test run never need them. */
  get records(): RecordStore {
    this.#records ??= this.#fill(this.sdkAppId);
    return this.#records;
  }

  /**
   * Counts a request of an operation at this time (milliseconds), in a sliding window; false when it is one too many. That
   * one is not counted, so a caller who keeps hammering gets through again as soon as the window has moved on.
   */
  countRequest(operation: RatedOperation, at: number): boolean {
    const { requests, perSeconds } = operation.rateLimit;
    const times = this.#times.get(operation) ?? [];
    this.#times.set(operation, times);
    while (times[0] !== undefined && at - times[0] >= perSeconds * 1000) times.shift();
    if (times.length >= requests) return false;
    times.push(at);
    return true;
  }
}

/** Apps, made at first use and kept apart, as many as are allowed. */
export class AppStore {
  readonly #apps: BoundedMap<number, App>;
  readonly #fill: (sdkAppId: number) => RecordStore;

  constructor(capacity: number, fill: (sdkAppId: number) => RecordStore) {
    this.#apps = new BoundedMap({ entries: capacity });
    this.#fill = fill;
  }

  get(sdkAppId: number): App {
    const known = this.#apps.get(sdkAppId);
    if (known) return known;
    const app = new App(sdkAppId, this.#fill);
    this.#apps.set(sdkAppId, app);
    return app;
  }

  /** Forgets one app, or all. */
  reset(sdkAppId?: number): void {
    if (sdkAppId === undefined) this.#apps.clear();
    else this.#apps.delete(sdkAppId);
  }
}
