import { BoundedMap } from './bounded.ts';
import type { RecordStore } from './record-store.ts';

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
  readonly #fill: (sdkAppId: number) => RecordStore;
  readonly #onGrow: (app: App, bytes: number) => void;
  #records: RecordStore | undefined;

  /** `onGrow` learns by how many bytes its callback configuration has grown. */
  constructor(
    sdkAppId: number,
    fill: (sdkAppId: number) => RecordStore,
    onGrow: (app: App, bytes: number) => void,
  ) {
    this.sdkAppId = sdkAppId;
    this.#fill = fill;
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
    this.#records ??= this.#fill(this.sdkAppId);
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
  readonly #fill: (sdkAppId: number) => RecordStore;

  constructor(capacity: number, fill: (sdkAppId: number) => RecordStore) {
    this.#apps = new BoundedMap({ entries: capacity, bytes: mostCallbackBytes });
    this.#fill = fill;
  }

  get(sdkAppId: number): App {
    const known = this.#apps.get(sdkAppId);
    if (known) return known;
    const app = new App(sdkAppId, this.#fill, this.#grow);
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
