import { BoundedMap } from './bounded-map.ts';
import { RateWindow } from './rate-window.ts';
import type { RecordStore } from './record-store.ts';

/** What `callback/set` has stored. */
export interface CallbackConfiguration {
  readonly address: string;
  readonly actions: readonly string[];
}

/** Length of all callback configurations together, in bytes: one may be as long as a body. */
const mostCallbackBytes = 16 * 1024 * 1024;

/** Everything that the mock knows of one sdkappid. */
export class App {
  readonly sdkAppId: number;
  #callback: CallbackConfiguration | undefined;
  readonly #windows = new Map<string, RateWindow>();
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

  /** The window in which the requests of one operation are counted. */
  window(operationId: string, limit: { requests: number; perSeconds: number }): RateWindow {
    const known = this.#windows.get(operationId);
    if (known) return known;
    const made = new RateWindow(limit.requests, limit.perSeconds);
    this.#windows.set(operationId, made);
    return made;
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
    const made = new App(sdkAppId, this.#fill, (by) => this.#resize(made, by));
    this.#apps.set(sdkAppId, made);
    return made;
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
