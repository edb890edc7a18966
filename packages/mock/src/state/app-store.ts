import { BoundedMap } from './bounded.ts';
import type { RecordStore } from './record-store.ts';

/** What `callback/set` has stored. */
export interface CallbackConfiguration {
  readonly address: string;
  readonly actions: readonly string[];
}

/** Length of all callback configurations together, in bytes: one may be as long as a body. */
const mostCallbackBytes = 16 * 1024 * 1024;

/** An operation, by which its requests are counted. */
export interface RatedOperation {
  readonly rateLimit: { readonly requests: number; readonly perSeconds: number };
}

/** Everything that the mock knows of one sdkappid. */
export class App {
  readonly sdkAppId: number;
  #callback: CallbackConfiguration | undefined;
  readonly #windows = new Map<object, SlidingWindow>();
  readonly #fill: (sdkAppId: number) => RecordStore;
  readonly #onResize: (by: number) => void;
  #records: RecordStore | undefined;

  /** `onResize` learns by how many bytes its callback configuration has grown. */
  constructor(
    sdkAppId: number,
    fill: (sdkAppId: number) => RecordStore,
    onResize: (by: number) => void = () => {},
  ) {
    this.sdkAppId = sdkAppId;
    this.#fill = fill;
    this.#onResize = onResize;
  }

  get callback(): CallbackConfiguration | undefined {
    return this.#callback;
  }

  set callback(callback: CallbackConfiguration | undefined) {
    const by = callbackBytes(callback) - this.callbackBytes;
    this.#callback = callback;
    this.#onResize(by);
  }

  get callbackBytes(): number {
    return callbackBytes(this.#callback);
  }

  /** The app's records, made at the first look, since most apps of a test run never need them. */
  get records(): RecordStore {
    this.#records ??= this.#fill(this.sdkAppId);
    return this.#records;
  }

  /** Counts a request of an operation at this time (milliseconds); false when it is one too many. */
  countRequest(operation: RatedOperation, at: number): boolean {
    let window = this.#windows.get(operation);
    if (!window) {
      window = new SlidingWindow(operation.rateLimit.requests, operation.rateLimit.perSeconds);
      this.#windows.set(operation, window);
    }
    return window.count(at);
  }
}

/**
 * Counts requests in a sliding window. A request that is refused is not counted, so a caller who keeps
 * hammering gets through again as soon as the window has moved on.
 */
export class SlidingWindow {
  readonly #times: number[] = [];
  #oldest = 0;
  readonly #requests: number;
  readonly #milliseconds: number;

  constructor(requests: number, perSeconds: number) {
    this.#requests = requests;
    this.#milliseconds = perSeconds * 1000;
  }

  /** Counts one request at this time (milliseconds); false when it is one too many. */
  count(now: number): boolean {
    if (this.#times.length < this.#requests) {
      this.#times.push(now);
      return true;
    }
    const oldest = this.#times[this.#oldest] ?? 0;
    if (now - oldest < this.#milliseconds) return false;
    this.#times[this.#oldest] = now;
    this.#oldest = (this.#oldest + 1) % this.#requests;
    return true;
  }
}

function callbackBytes(callback: CallbackConfiguration | undefined): number {
  if (!callback) return 0;
  // Two bytes for a character is the most that a string takes, and each string has its head.
  return callback.actions.reduce((sum, action) => sum + 32 + 2 * action.length, 2 * callback.address.length);
}

/**
 * Apps, made at first use and kept apart. The one that was used longest ago goes when there are too many, or when their
 * callback configurations are too long.
 */
export class AppStore {
  readonly #apps: BoundedMap<number, App>;
  readonly #fill: (sdkAppId: number) => RecordStore;
  #callbackBytes = 0;

  constructor(capacity: number, fill: (sdkAppId: number) => RecordStore) {
    this.#apps = new BoundedMap(capacity, (app) => {
      this.#callbackBytes -= app.callbackBytes;
    });
    this.#fill = fill;
  }

  get(sdkAppId: number): App {
    const known = this.#apps.get(sdkAppId);
    if (known) return known;
    const app = new App(sdkAppId, this.#fill, (by) => this.#resize(app, by));
    this.#apps.set(sdkAppId, app);
    return app;
  }

  /** The app, if it has been used; this is no use of it. */
  peek(sdkAppId: number): App | undefined {
    return this.#apps.peek(sdkAppId);
  }

  /** Forgets one app, or all. */
  reset(sdkAppId?: number): void {
    if (sdkAppId === undefined) {
      this.#apps.clear();
      this.#callbackBytes = 0;
      return;
    }
    this.#callbackBytes -= this.peek(sdkAppId)?.callbackBytes ?? 0;
    this.#apps.delete(sdkAppId);
  }

  #resize(app: App, by: number): void {
    // An app that was forgotten in the meantime counts no more.
    if (this.peek(app.sdkAppId) !== app) return;
    this.#callbackBytes += by;
    while (this.#callbackBytes > mostCallbackBytes && this.#apps.size > 1) this.#apps.dropOldest();
  }
}
