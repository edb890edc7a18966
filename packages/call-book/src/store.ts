import type { Generation } from '@trtc-call/client';
import { findUnknownName, isObject } from '@trtc-call/reporting/values';
import type { CallKey, Evidence } from './evidence.ts';

/** A value, or a promise of it: SQLite answers at once, as its transactions have to. */
export type MaybePromise<Value> = Value | Promise<Value>;

/** The calls of one app in one generation. */
export type CallScope = Pick<CallKey, 'generation' | 'app'>;

/** Which calls; without a member all. Times are Unix seconds. */
export interface CallFilter {
  readonly generation?: Generation | undefined;
  /** The SDKAppID. */
  readonly app?: number | undefined;
  /** Only calls in which this user takes part. Not `undefined`: a request that names no user would get the calls of all. */
  readonly user?: string;
  /** Only calls that began at this time or later. Calls of which no time is known begin at 0. */
  readonly from?: number | undefined;
  /** Only calls that began before this time. */
  readonly to?: number | undefined;
}

/** Where a listing goes on. */
export type CallPosition = CallKey & { readonly began: number };

/** One chunk of calls, in the order of their begin. */
export interface CallSelection extends CallFilter {
  readonly limit: number;
  readonly after?: CallPosition | undefined;
  readonly newestFirst?: boolean | undefined;
  /** Only calls of which no record was read. */
  readonly unconfirmed?: boolean | undefined;
}

/** Sums over calls, each counted once. */
export interface CallTotals {
  readonly calls: number;
  /** Of the calls of which it is known. */
  readonly talkSeconds: number;
  /** How many calls have no known talk time. */
  readonly callsWithoutTalkSeconds: number;
}

/** The sums of one user. */
export interface UserTotals extends CallTotals {
  readonly user: string;
}

/** The sums of one user, and where a listing goes on behind it: a column does not hold every name as it is. */
export interface UserPosition {
  readonly position: string;
  readonly totals: UserTotals;
}

/** A reconciliation that is under way, or was interrupted. */
export interface Run extends CallScope {
  readonly id: string;
  readonly apply: boolean;
  readonly from: number;
  readonly to: number;
  /** What began before it is compared. */
  readonly position: number;
  /** What was counted so far, as JSON. */
  readonly counts: string;
  /** In milliseconds. */
  readonly updatedAt: number;
}

/** What one step of a reconciliation writes, in one transaction with its mark. */
export interface RunStep {
  readonly evidence: readonly Evidence[];
  /** Calls of the book that began in this span, `to` excluded, are waited for unless the list has shown them. */
  readonly listed?:
    | { readonly from: number; readonly to: number; readonly callIds: readonly string[] }
    | undefined;
  /** Calls that the list has shown elsewhere than the book has them. */
  readonly seen: readonly string[];
  /** Whether it is the first one of its run. */
  readonly begins: boolean;
}

/** A page of a listing: at most `limit` entries, after this name. */
export interface Range {
  readonly after: string;
  readonly limit: number;
}

/** A store that cannot do what it is asked; the message names the option or the remedy. */
export class CallBookError extends Error {
  override readonly name = 'CallBookError';
  readonly code: 'option' | 'unavailable';

  constructor(code: CallBookError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** @throws CallBookError for an option whose name is not known: a misspelt one would have no effect */
export function refuseUnknownOptions(
  store: string,
  options: object,
  known: Readonly<Record<string, true>>,
): void {
  if (!isObject(options)) throw mustBe(store, 'options', 'an object', options);
  const unknown = findUnknownName(options, Object.keys(known));
  if (!unknown) return;
  const message = `${store}: ${unknown.name} is not an option (${unknown.remedy})`;
  throw new CallBookError('option', message);
}

const knownFilter = { generation: true, app: true, from: true, to: true } satisfies Record<
  keyof Omit<CallFilter, 'user'>,
  true
>;

/** @throws CallBookError for what would select other calls than were meant, or none */
export function checkFilter(caller: string, filter: CallFilter, isByUser = false): void {
  refuseUnknownOptions(caller, filter, isByUser ? { ...knownFilter, user: true } : knownFilter);
  const { generation, app, from, to } = filter;
  if (generation !== undefined) checkGeneration(caller, generation);
  if (app !== undefined) checkApp(caller, app);
  if ('user' in filter) checkText(caller, 'user', filter.user);
  for (const [name, time] of Object.entries({ from, to })) {
    if (time === undefined || (Number.isFinite(time) && Math.abs(time) < 1e11)) continue;
    throw mustBe(caller, name, 'Unix seconds', time);
  }
}

/** @throws CallBookError for what names no call */
export function checkKey(caller: string, key: CallKey): void {
  if (!isObject(key)) throw mustBe(caller, 'key', 'an object', key);
  checkGeneration(caller, key.generation);
  checkApp(caller, key.app);
  checkText(caller, 'callId', key.callId);
}

const generations = { v1: true, v4: true } satisfies Record<Generation, true>;

export function isGeneration(generation: unknown): generation is Generation {
  return typeof generation === 'string' && Object.hasOwn(generations, generation);
}

function checkGeneration(caller: string, generation: unknown): void {
  if (isGeneration(generation)) return;
  throw mustBe(caller, 'generation', Object.keys(generations).join(' or '), generation);
}

function checkText(caller: string, name: string, text: unknown): void {
  if (typeof text !== 'string') throw mustBe(caller, name, 'a string', text);
}

export function checkApp(caller: string, app: number): void {
  if (!Number.isSafeInteger(app)) throw mustBe(caller, 'app', 'an SDKAppID', app);
}

/** @param maker the book, which shares transactions with the `store` of a receiver */
export function otherStore(maker: string, store: string): CallBookError {
  const message = `${maker}: the receiver has another store than ${store}; pass on: { '*': (event) => book.handle(event) }`;
  return new CallBookError('option', message);
}

export function mustBe(caller: string, name: string, what: string, got: unknown): CallBookError {
  return new CallBookError('option', `${caller}: ${name} must be ${what} (got ${String(got)})`);
}
