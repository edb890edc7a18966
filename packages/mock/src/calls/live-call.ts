import type { OutgoingWebhook } from '@trtc-call/webhooks/send';
import { MockOptionError, shown } from '../errors.ts';
import type { App } from '../state/app-store.ts';
import type { StoredRecord } from '../state/sample-records.ts';

/** The words and times of live calls in a generation, and the webhooks about them. */
export interface LiveCallFacts {
  readonly results: Readonly<Record<'cancel' | 'reject' | 'notAnswered' | 'ended', string>>;
  readonly callTypes: Readonly<Record<'single' | 'multi', string>>;
  /** How long after its end the record of a call can be read. */
  readonly recordDelaySeconds: number;
  /** The webhook about what has happened in a call that a client or a server has placed. */
  describe(call: Call, event: CallEvent, by: 'client' | 'server'): CallWebhook;
}

/** A webhook about a call. It is written only if it is sent. */
export interface CallWebhook {
  readonly command: string;
  readonly write: () => OutgoingWebhook;
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
}

/** A user of a live call. */
export interface CallUser {
  readonly user: string;
  readonly isWaiting: boolean;
}

/** What users do. */
export type CallAction = 'answer' | 'reject' | 'hangUp' | 'join';

/** What a user did, or what became of one who did nothing. */
export type UserChange = CallAction | 'notAnswer' | 'cancelInvite';

/** Something that has happened in a call, with the users who are in it then. `at` in milliseconds. */
export type CallEvent = { readonly at: number } & (
  | { readonly kind: 'start'; readonly users: readonly CallUser[] }
  | {
      readonly kind: 'change';
      readonly users: readonly CallUser[];
      readonly user: string;
      readonly change: UserChange;
    }
  | { readonly kind: 'end'; readonly record: StoredRecord }
);

type UserState = 'calling' | 'waiting';

/** One call, from its start to its record. */
export class Call {
  readonly app: App;
  readonly callId: string;
  readonly start: CallStart;
  readonly #startedAt: number;
  readonly #users: Map<string, UserState>;
  /** All users who were in it, in order. */
  readonly #parties: Set<string>;
  readonly #events: CallEvent[] = [];
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
    this.#events.push({ kind: 'start', at, users: this.users });
    // In a call of its caller alone no one rings (V4-U-33).
    if (this.#users.size === 1) this.end(at, start.facts.results.notAnswered);
  }

  get isAnswered(): boolean {
    return this.#acceptedAt !== undefined;
  }

  get users(): CallUser[] {
    return [...this.#users].map(([user, state]) => ({ user, isWaiting: state === 'waiting' }));
  }

  /** Hands over what has happened since this was called last. */
  takeEvents(): readonly CallEvent[] {
    if (this.#events.length === 0) return [];
    return this.#events.splice(0);
  }

  answer(user: string, at: number): void {
    this.#require(user, ['waiting'], 'is not being called');
    this.#talk(user, 'answer', at);
  }

  join(user: string, at: number): void {
    this.#require(user, [undefined], 'is in the call already');
    this.#parties.add(user);
    this.#talk(user, 'join', at);
  }

  reject(user: string, at: number): void {
    this.#require(user, ['waiting'], 'is not being called');
    this.#leave(user, 'reject', at, this.start.facts.results.reject);
  }

  hangUp(user: string, at: number): void {
    this.#require(user, ['calling'], 'is not talking');
    const { cancel, ended } = this.start.facts.results;
    if (user !== this.start.caller || this.isAnswered) this.#leave(user, 'hangUp', at, ended);
    else for (const callee of this.#list('waiting')) this.#leave(callee, 'cancelInvite', at, cancel);
  }

  /** Removes users who have not answered in time. */
  settle(at: number): void {
    const ringsUntil = this.#startedAt + this.start.timeoutMilliseconds;
    if (this.#isRinging && !this.record && at >= ringsUntil) this.#stopRinging(ringsUntil);
  }

  /** Brings the call to an end by what its users do. One that was answered ends normally, whatever the result asked for. */
  finish(at: number, result: string): void {
    const { cancel, ended, notAnswered, reject } = this.start.facts.results;
    if (this.isAnswered || result === cancel) {
      for (const user of this.#list('calling')) if (!this.record) this.hangUp(user, at);
      if (!this.record) this.end(at, ended);
    } else if (result === reject) for (const user of this.#list('waiting')) this.reject(user, at);
    else if (result === notAnswered) this.#stopRinging(at);
    else this.end(at, result);
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
    this.#events.push({ kind: 'end', at, record: this.record });
  }

  #list(wanted: UserState): string[] {
    return [...this.#users].flatMap(([user, state]) => (state === wanted ? [user] : []));
  }

  #talk(user: string, change: UserChange, at: number): void {
    this.#users.set(user, 'calling');
    this.#acceptedAt ??= at;
    this.#events.push({ kind: 'change', at, users: this.users, user, change });
  }

  #stopRinging(at: number): void {
    this.#isRinging = false;
    const { notAnswered } = this.start.facts.results;
    for (const user of this.#list('waiting')) this.#leave(user, 'notAnswer', at, notAnswered);
  }

  /** A call with one user left is closed (68934). */
  #leave(user: string, change: UserChange, at: number, how: string): void {
    this.#users.delete(user);
    this.#events.push({ kind: 'change', at, users: this.users, user, change });
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
