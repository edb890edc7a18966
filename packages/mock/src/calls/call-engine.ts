import { MockOptionError, requireText, shown } from '../errors.ts';
import type { App } from '../state/app-store.ts';
import { BoundedMap } from '../state/bounded.ts';
import { createRandom, type SeededRandom } from '../state/random.ts';
import type { StoredRecord } from '../state/sample-records.ts';
import { Call, type CallAction, type CallEvent, type CallStart } from './live-call.ts';

/** What becomes of the calls of the engine. */
export interface CallOutlet {
  /** Learns of each thing that happens, in order. */
  onEvent(call: Call, event: CallEvent): void;
  /** Stores the record of a call that has ended, which can be read from this time on (milliseconds). */
  store(app: App, record: StoredRecord, readableAt: number): void;
  /** The call was dropped to bound memory, or with its app; it has no record. */
  onDrop?(call: Call): void;
}

interface Live {
  readonly call: Call;
  readonly outlet: CallOutlet;
  readonly timer: NodeJS.Timeout | undefined;
}

/** Bounds of memory, since any client can place calls. */
const mostCalls = 1000;
const mostBytes = 16 * 1024 * 1024;
/** Node's timers may fire a little early. */
const timerMargin = 5;

/**
 * Live calls. A call that has timed out is ended at the next access, as of its time-out. For the webhooks of calls that
 * no one looks at a timer looks, by the clock of the mock.
 */
export class CallEngine {
  readonly #seed: number;
  readonly #now: () => number;
  readonly #outlet: CallOutlet;
  readonly #live: BoundedMap<string, Live>;
  /** Ids of the latest calls that are over. */
  readonly #over = new BoundedMap<string, true>({ entries: mostCalls });
  #random: SeededRandom;

  /** `outlet` is that of calls that are placed over the API. */
  constructor(seed: number, now: () => number, outlet: CallOutlet) {
    this.#seed = seed;
    this.#now = now;
    this.#outlet = outlet;
    this.#random = createRandom(seed, 2);
    this.#live = new BoundedMap({ entries: mostCalls, bytes: mostBytes }, drop);
  }

  /** Number of live calls that were dropped. */
  get dropped(): number {
    return this.#live.dropped;
  }

  /**
   * Returns an id for a new call: the given one, or a generated one.
   *
   * @throws MockOptionError if another call of the app has it
   */
  createCallId(app: App, wanted?: string): string {
    if (wanted === undefined) return this.#random.uuid();
    requireText('callId', wanted);
    if (!this.#live.peek(wanted) && !app.records.has(wanted)) return wanted;
    throw new MockOptionError(
      'callId',
      `is that of another call (got ${shown(wanted)})`,
      'choose another one',
    );
  }

  /** Places a call; every time is in milliseconds. */
  start(app: App, callId: string, start: CallStart, at: number, outlet = this.#outlet): void {
    const call = new Call(app, callId, start, at);
    const { caller, callees, roomId, timeoutMilliseconds } = start;
    const characters = [caller, ...callees, roomId].reduce((sum, text) => sum + text.length + 32, 500);
    const look = () => this.settle(this.#now());
    const timer = Number.isFinite(timeoutMilliseconds)
      ? setTimeout(look, timeoutMilliseconds + timerMargin)
      : undefined;
    // In a browser it is a number, and keeps nothing alive.
    if (typeof timer === 'object') timer.unref();
    // The users are kept three times: as they were given, in the call and in its record.
    this.#live.set(callId, { call, outlet, timer }, 6 * characters);
    this.settle(at);
  }

  /** Finds a live call of an app. */
  find(app: App, callId: string, at: number): Call | undefined {
    const call = this.#reach(callId, at);
    return call?.app === app ? call : undefined;
  }

  /** Ends a live call of an app. Returns whether there was one. */
  end(app: App, callId: string, at: number): boolean {
    const call = this.find(app, callId, at);
    if (!call) return false;
    const { ended, cancel } = call.start.facts.results;
    call.end(at, call.isAnswered ? ended : cancel);
    this.settle(at);
    return true;
  }

  /** Lets a user act. */
  act(action: CallAction, callId: string, user: string, at: number): void {
    requireText('user', user);
    const call = this.#reach(callId, at);
    if (!call) {
      const problem = this.#over.peek(callId) ? 'names a call that is over' : 'does not name a call';
      throw new MockOptionError(
        'callId',
        `${problem} (got ${shown(callId)})`,
        'pass the id of a call that goes on',
      );
    }
    call[action](user, at);
    this.settle(at);
  }

  /** Carries out a step of a plan, unless the call has ended or what users did does not allow it. */
  perform(callId: string, step: (call: Call, at: number) => void, at: number): void {
    const call = this.#reach(callId, at);
    if (!call) return;
    try {
      step(call, at);
    } catch (error) {
      if (!(error instanceof MockOptionError)) throw error;
    }
    this.settle(at);
  }

  /** Ends calls that have timed out, hands on what has happened, and stores the records of ended calls. */
  settle(at: number): void {
    for (const live of this.#live.values()) {
      const { call, outlet, timer } = live;
      call.settle(at);
      const { record } = call;
      if (record) {
        clearTimeout(timer);
        this.#live.delete(call.callId);
        this.#over.set(call.callId, true);
        outlet.store(call.app, record, call.endedAt + call.start.facts.recordDelaySeconds * 1000);
      }
      for (const event of call.takeEvents()) outlet.onEvent(call, event);
    }
  }

  /** The live call of an id, as it is at this time. */
  #reach(callId: string, at: number): Call | undefined {
    this.settle(at);
    return this.#live.peek(callId)?.call;
  }

  /** Drops the calls of one app, or everything. */
  clear(sdkAppId?: number): void {
    for (const live of this.#live.values()) {
      if (sdkAppId !== undefined && live.call.app.sdkAppId !== sdkAppId) continue;
      this.#live.delete(live.call.callId);
      drop(live);
    }
    if (sdkAppId !== undefined) return;
    this.#live.clear();
    this.#over.clear();
    this.#random = createRandom(this.#seed, 2);
  }
}

function drop({ call, outlet, timer }: Live): void {
  clearTimeout(timer);
  outlet.onDrop?.(call);
}
