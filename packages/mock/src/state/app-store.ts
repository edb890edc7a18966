import { BoundedMap } from './bounded-map.ts';
import { RateWindow } from './rate-window.ts';
import type { RecordStore } from './record-store.ts';

/** What `callback/set` has stored. */
export interface CallbackConfiguration {
  readonly address: string;
  readonly actions: readonly string[];
}

/** Everything that the mock knows of one sdkappid. */
export class App {
  readonly sdkAppId: number;
  callback: CallbackConfiguration | undefined;
  readonly #windows = new Map<string, RateWindow>();
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

  /** The window in which the requests of one operation are counted. */
  window(operationId: string, limit: { requests: number; perSeconds: number }): RateWindow {
    const known = this.#windows.get(operationId);
    if (known) return known;
    const made = new RateWindow(limit.requests, limit.perSeconds);
    this.#windows.set(operationId, made);
    return made;
  }
}

/** Apps, made at first use and kept apart. The one that was used longest ago goes when there are too many. */
export class AppStore {
  readonly #apps: BoundedMap<number, App>;
  readonly #fill: (sdkAppId: number) => RecordStore;

  constructor(capacity: number, fill: (sdkAppId: number) => RecordStore) {
    this.#apps = new BoundedMap(capacity);
    this.#fill = fill;
  }

  get(sdkAppId: number): App {
    const known = this.#apps.get(sdkAppId);
    if (known) return known;
    const made = new App(sdkAppId, this.#fill);
    this.#apps.set(sdkAppId, made);
    return made;
  }

  /** Forgets one app, or all. */
  reset(sdkAppId?: number): void {
    if (sdkAppId === undefined) this.#apps.clear();
    else this.#apps.delete(sdkAppId);
  }
}
