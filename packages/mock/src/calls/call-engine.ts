import { MockOptionError, requireText, shown } from '../errors.ts';
import type { App } from '../state/app-store.ts';
import { BoundedMap } from '../state/bounded.ts';
import { createRandom, type SeededRandom } from '../state/random.ts';
import type { StoredRecord } from '../state/sample-records.ts';

/** The words and times of live calls in a generation. */
export interface LiveCallFacts {
  readonly results: Readonly<Record<'cancel' | 'reject' | 'notAnswered' | 'ended', string>>;
  readonly callTypes: Readonly<Record<'single' | 'multi', string>>;
  /** How long after its end the record of a call can be read. */
  readonly recordDelaySeconds: number;
}

/** A call to be placed. */
export interface CallStart {
  readonly facts: LiveCallFacts;
  readonly caller: string;
  readonly callees: readonly string[];
  readonly mediaType: string;
  /** Empty for a call without a room. */
  readonly roomId: string;
  readonly roomIdType: number | undefined;
  /** Ringing time. */
  readonly timeoutMilliseconds: number;
  /** Receives the record when the call ends, or nothing when it is dropped before. */
  readonly onEnd?: (record: StoredRecord | undefined) => void;
}

/** A live call. */
export interface LiveCall extends CallStart {
  readonly users: readonly { readonly user: string; readonly isWaiting: boolean }[];
}

/** What users do. */
export type CallAction = 'answer' | 'reject' | 'hangUp' | 'join';

type UserState = 'calling' | 'waiting';

/** Bounds of memory, since any client can place calls. */
const mostCalls = 1000;
const mostBytes = 16 * 1024 * 1024;

/** Live calls. It uses no timers: a call that has timed out is ended at the next access, as of its time-out. */
export class CallEngine {
  readonly #seed: number;
  readonly #calls: BoundedMap<string, Call>;
  readonly #live = new Set<Call>();
  #random: SeededRandom;

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = createRandom(seed, 2);
    this.#calls = new BoundedMap({ entries: mostCalls, bytes: mostBytes }, (call) => {
      if (call.record) call.app.records.remove(call.record);
      else call.start.onEnd?.(undefined);
      this.#live.delete(call);
    });
  }

  /** Number of calls dropped with their records. */
  get dropped(): number {
    return this.#calls.dropped;
  }

  /**
   * Returns an id for a new call: the given one, or a generated one.
   *
   * @throws MockOptionError if another call has it
   */
  createCallId(wanted?: string): string {
    if (wanted === undefined) return this.#random.uuid();
    requireText('callId', wanted);
    if (this.#calls.peek(wanted))
      throw new MockOptionError(
        'callId',
        `is that of another call (got ${shown(wanted)})`,
        'choose another one',
      );
    return wanted;
  }

  /** Places a call; every time is in milliseconds. */
  start(app: App, callId: string, start: CallStart, at: number): void {
    const call = new Call(app, callId, start, at);
    this.#live.add(call);
    const { caller, callees, roomId } = start;
    const characters = [caller, ...callees, roomId].reduce((sum, text) => sum + text.length + 32, 500);
    // The users are kept three times: as they were given, in the call and in its record.
    this.#calls.set(callId, call, 6 * characters);
  }

  /** Finds a live call of an app. */
  find(app: App, callId: string, at: number): LiveCall | undefined {
    return this.#findLive(app, callId, at)?.show();
  }

  /** Ends a live call of an app. Returns whether there was one. */
  end(app: App, callId: string, at: number): boolean {
    const call = this.#findLive(app, callId, at);
    if (!call) return false;
    const { ended, cancel } = call.start.facts.results;
    call.end(at, call.isAnswered ? ended : cancel);
    this.settle(at);
    return true;
  }

  /** Lets a user act. */
  act(action: CallAction, callId: string, user: string, at: number): void {
    requireText('user', user);
    this.settle(at);
    const call = this.#calls.peek(callId);
    if (!call || !this.#live.has(call)) {
      const problem = call ? 'names a call that is over' : 'does not name a call';
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
    this.settle(at);
    const call = this.#calls.peek(callId);
    if (!call || !this.#live.has(call)) return;
    try {
      step(call, at);
    } catch (error) {
      if (!(error instanceof MockOptionError)) throw error;
    }
    this.settle(at);
  }

  /** Ends calls that have timed out, and stores the records of ended calls. */
  settle(at: number): void {
    for (const call of this.#live) {
      call.settle(at);
      if (!call.record) continue;
      this.#live.delete(call);
      call.app.records.add(call.record, call.endedAt + call.start.facts.recordDelaySeconds * 1000);
      call.start.onEnd?.(call.record);
    }
  }

  /** Clears the calls of one app, or everything. */
  clear(sdkAppId?: number): void {
    for (const call of this.#calls.values()) {
      if (sdkAppId !== undefined && call.app.sdkAppId !== sdkAppId) continue;
      this.#live.delete(call);
      this.#calls.delete(call.callId);
    }
    if (sdkAppId !== undefined) return;
    this.#calls.clear();
    this.#random = createRandom(this.#seed, 2);
  }

  #findLive(app: App, callId: string, at: number): Call | undefined {
    this.settle(at);
    const call = this.#calls.peek(callId);
    return call && call.app === app && this.#live.has(call) ? call : undefined;
  }
}

/** One call, from its start to its record. */
export class Call {
  readonly app: App;
  readonly callId: string;
  readonly start: CallStart;
  readonly #startedAt: number;
  readonly #users: Map<string, UserState>;
  /** All users who were in it, in order. */
  readonly #parties: Set<string>;
  #acceptedAt: number | undefined;
  #isRinging = true;
  endedAt = Number.NaN;
  record: StoredRecord | undefined;

  constructor(app: App, callId: string, start: CallStart, at: number) {
    this.app = app;
    this.callId = callId;
    this.start = start;
    this.#startedAt = at;
    // A callee who is named twice rings once, and a caller does not ring itself.
    this.#parties = new Set([start.caller, ...start.callees]);
    this.#users = new Map([...this.#parties].map((user) => [user, 'waiting']));
    this.#users.set(start.caller, 'calling');
    // In a call of its caller alone no one rings (V4-U-33).
    if (this.#users.size === 1) this.end(at, start.facts.results.notAnswered);
  }

  get isAnswered(): boolean {
    return this.#acceptedAt !== undefined;
  }

  show(): LiveCall {
    const users = [...this.#users].map(([user, state]) => ({ user, isWaiting: state === 'waiting' }));
    return { ...this.start, users };
  }

  answer(user: string, at: number): void {
    this.#require(user, ['waiting'], 'is not being called');
    this.#talk(user, at);
  }

  join(user: string, at: number): void {
    this.#require(user, [undefined], 'is in the call already');
    this.#parties.add(user);
    this.#talk(user, at);
  }

  reject(user: string, at: number): void {
    this.#require(user, ['waiting'], 'is not being called');
    this.#leave(user, at, this.start.facts.results.reject);
  }

  hangUp(user: string, at: number): void {
    this.#require(user, ['calling'], 'is not talking');
    const { cancel, ended } = this.start.facts.results;
    if (user === this.start.caller && !this.isAnswered) this.end(at, cancel);
    else this.#leave(user, at, ended);
  }

  /** Removes users who have not answered in time. */
  settle(at: number): void {
    const ringsUntil = this.#startedAt + this.start.timeoutMilliseconds;
    if (!this.#isRinging || this.record || at < ringsUntil) return;
    this.#isRinging = false;
    const waiting = [...this.#users].filter(([, state]) => state === 'waiting');
    for (const [user] of waiting) this.#users.delete(user);
    const { notAnswered, ended } = this.start.facts.results;
    if (!this.isAnswered) this.end(ringsUntil, notAnswered);
    else if (this.#users.size <= 1) this.end(ringsUntil, ended);
  }

  /** Ends the call with a result. */
  end(at: number, callResult: string): void {
    const { facts, caller, mediaType, roomId, roomIdType } = this.start;
    const { single, multi } = facts.callTypes;
    const [, ...callees] = this.#parties;
    this.endedAt = at;
    this.record = {
      callId: this.callId,
      sdkAppId: this.app.sdkAppId,
      mediaType,
      roomId,
      ...(roomIdType === undefined ? {} : { roomIdType }),
      startCallTs: seconds(this.#startedAt),
      ...(this.#acceptedAt === undefined ? {} : { acceptTs: seconds(this.#acceptedAt) }),
      endTs: seconds(at),
      caller,
      totalUserNumber: this.#parties.size,
      callType: this.#parties.size > 2 ? multi : single,
      callResult,
      callees,
    };
  }

  #talk(user: string, at: number): void {
    this.#users.set(user, 'calling');
    this.#acceptedAt ??= at;
  }

  /** A call with one user left is closed (68934). */
  #leave(user: string, at: number, how: string): void {
    this.#users.delete(user);
    if (this.#users.size <= 1) this.end(at, this.isAnswered ? this.start.facts.results.ended : how);
  }

  #require(user: string, states: readonly (UserState | undefined)[], problem: string): void {
    if (states.includes(this.#users.get(user))) return;
    const present = [...this.#users].map(([name, state]) => `${name} (${state})`);
    const remedy = `in the call are ${present.slice(0, 10).join(', ')}`;
    throw new MockOptionError('user', `${problem} (got ${shown(user)})`, remedy);
  }
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
