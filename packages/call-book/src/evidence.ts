import type { Generation } from '@trtc-call/client';

/** How far a call has come, as far as the book knows. `confirmed`: the vendor's record was read. */
export type CallState = 'started' | 'connected' | 'ended' | 'confirmed';

/**
 * What a fact rests on. `record`: the vendor's record. `stated`: a webhook states it. `seen`: the time of a webhook
 * that reports the step.
 */
export type Source = 'seen' | 'stated' | 'record';

/** A fact, what it rests on, and when that was: the time of the webhook or of reading the record, in milliseconds. */
export interface Claim<Value> {
  readonly value: Value;
  readonly source: Source;
  readonly at: number;
}

/** Makes claims of one time; none of a value that is not there. */
export function createClaims(at: number) {
  return <Value>(value: Value | null | undefined, source: Source): Claim<Value> | undefined =>
    value === null || value === undefined || value === '' ? undefined : { value, source, at };
}

/** Facts of a call. Times are Unix seconds. */
export interface Claims {
  readonly caller?: Claim<string> | undefined;
  /** The caller and the callees, each once, sorted. */
  readonly participants?: Claim<readonly string[]> | undefined;
  readonly media?: Claim<string> | undefined;
  readonly type?: Claim<string> | undefined;
  readonly result?: Claim<string> | undefined;
  readonly startTime?: Claim<number> | undefined;
  readonly acceptTime?: Claim<number> | undefined;
  readonly endTime?: Claim<number> | undefined;
  /** Of records only: what webhooks state of it are the two times. */
  readonly talkSeconds?: Claim<number> | undefined;
}

/** When webhooks saw a user come and go, in Unix seconds, ascending, each once. */
export interface Presence {
  readonly joined: readonly number[];
  readonly left: readonly number[];
}

/** What tells a call from all others. */
export interface CallKey {
  readonly generation: Generation;
  /** The SDKAppID. */
  readonly app: number;
  readonly callId: string;
}

/** All that is known of one call. Two of them merge into one, in any order and any number of times. */
export interface Evidence extends CallKey {
  readonly state: CallState;
  readonly claims: Claims;
  readonly users: ReadonlyMap<string, Presence>;
}

/**
 * The most users that webhooks can add to a call, and the most times that each can join and leave. Without a limit, a
 * sender who knows the address could make a call grow without end. Users from a record are not limited.
 */
const most = { users: 100, times: 100 } as const;

/** What a webhook may say of its call. */
export function limitUsers({ users, claims, ...evidence }: Evidence): Evidence {
  const { participants } = claims;
  const isLong = participants && participants.source !== 'record' && participants.value.length > most.users;
  const value = participants?.value.slice(0, most.users) ?? [];
  return {
    ...evidence,
    users: takeFirst(users),
    claims: isLong ? { ...claims, participants: { ...participants, value } } : claims,
  };
}

/** By name, so that the same users are left in whatever order they came. */
function takeFirst(users: ReadonlyMap<string, Presence>): ReadonlyMap<string, Presence> {
  if (users.size <= most.users) return users;
  return new Map([...users].sort(([one], [other]) => (one < other ? -1 : 1)).slice(0, most.users));
}

const states: readonly CallState[] = ['started', 'connected', 'ended', 'confirmed'];
const sources: readonly Source[] = ['seen', 'stated', 'record'];

/** Joins what is known of one call from two sides. Commutative, associative and idempotent: nothing known is lost. */
export function merge(one: Evidence, other: Evidence): Evidence {
  const [a, b] = [one.claims, other.claims];
  const users = new Map(one.users);
  for (const [user, presence] of other.users) users.set(user, joinPresence(users.get(user), presence));
  return {
    generation: one.generation,
    app: one.app,
    callId: one.callId,
    state: states.indexOf(one.state) >= states.indexOf(other.state) ? one.state : other.state,
    claims: {
      caller: choose(isLater, a.caller, b.caller),
      participants: choose(isLater, a.participants, b.participants),
      media: choose(isLater, a.media, b.media),
      type: choose(isLater, a.type, b.type),
      result: choose(isLater, a.result, b.result),
      // The first to be called and to answer, and the last to hang up, make the call.
      startTime: choose(isSmaller, a.startTime, b.startTime),
      acceptTime: choose(isSmaller, a.acceptTime, b.acceptTime),
      endTime: choose(isLarger, a.endTime, b.endTime),
      talkSeconds: choose(isLater, a.talkSeconds, b.talkSeconds),
    },
    users: takeFirst(users),
  };
}

/** Whether the first of two claims of one source stands. It has to be a total order, or the result depends on chance. */
type Order<Value> = (one: Claim<Value>, other: Claim<Value>) => boolean;

function choose<Value>(
  order: Order<Value>,
  one: Claim<Value> | undefined,
  other: Claim<Value> | undefined,
): Claim<Value> | undefined {
  if (!one || !other) return one ?? other;
  const rank = sources.indexOf(one.source) - sources.indexOf(other.source);
  if (rank !== 0) return rank > 0 ? one : other;
  // A record that is read again may have been corrected.
  const isFirst = one.source === 'record' ? isLater(one, other) : order(one, other);
  return isFirst ? one : other;
}

function isLater(one: Claim<unknown>, other: Claim<unknown>): boolean {
  if (one.at !== other.at) return one.at > other.at;
  return JSON.stringify(one.value) >= JSON.stringify(other.value);
}

function isSmaller(one: Claim<number>, other: Claim<number>): boolean {
  return one.value === other.value ? one.at >= other.at : one.value < other.value;
}

function isLarger(one: Claim<number>, other: Claim<number>): boolean {
  return one.value === other.value ? one.at >= other.at : one.value > other.value;
}

function joinPresence(one: Presence | undefined, other: Presence): Presence {
  if (!one) return other;
  return { joined: joinTimes(one.joined, other.joined), left: joinTimes(one.left, other.left) };
}

function joinTimes(one: readonly number[], other: readonly number[]): readonly number[] {
  if (other.length === 0) return one;
  return [...new Set([...one, ...other])].sort((a, b) => a - b).slice(0, most.times);
}

/** The evidence as one text: the same for the same evidence. */
export function writeEvidence({ users, ...evidence }: Evidence): string {
  const sorted = [...users].sort(([one], [other]) => (one < other ? -1 : 1));
  const { generation, app, callId, state, claims } = evidence;
  const { caller, participants, media, type, result, startTime, acceptTime, endTime, talkSeconds } = claims;
  const known = { caller, participants, media, type, result, startTime, acceptTime, endTime, talkSeconds };
  return JSON.stringify({ generation, app, callId, state, claims: known, users: sorted });
}

/** Reads what `writeEvidence` wrote. */
export function readEvidence(text: string): Evidence {
  const read: Omit<Evidence, 'users'> & { readonly users: [string, Presence][] } = JSON.parse(text);
  return { ...read, users: new Map(read.users) };
}
