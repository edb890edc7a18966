import { refuseUnknown } from '../refuse-unknown.ts';

/** A value, or a promise of it: a store that answers at once costs no turn of the event loop. */
export type MaybePromise<Value> = Value | Promise<Value>;

/**
 * `claimed`: it was free, and is the caller's now. `kept`: the same, and the payload of the claim was kept in the same
 * step. `in-flight`: it is being handled. `done`: it has been handled.
 */
export type ClaimVerdict = 'claimed' | 'kept' | 'in-flight' | 'done';

/** Who claims an event, and for how long. */
export interface Claim {
  /** Tells this claim from every other one; random. Its owner has the claim until another token takes it. */
  readonly token: string;
  /**
   * After this many milliseconds without `renew` another token may take the claim, since its process seems to have died.
   * Until then its owner still has it.
   */
  readonly leaseMilliseconds: number;
}

/** An event that the store has kept until it is handled. */
export interface KeptEvent {
  readonly key: string;
  readonly payload: string;
  /** How often it has been tried, with the claim that hands it over. */
  readonly attempts: number;
  /** Where it stands among the kept events: the older, the lower. Above 0, and the same whenever it is handed over. */
  readonly position: number;
  /** Why it was given up the last time, where that was said. */
  readonly error: string | undefined;
}

/** Whose kept events are taken over, and how many of them. */
export interface TakeOver extends Claim {
  readonly limit: number;
  /** Only those that stand behind this position; 0 for all. */
  readonly after: number;
  /** Events that have been tried this often already are left alone, for a person to look at. */
  readonly maxAttempts: number;
}

/**
 * Remembers which events are in flight and which are done. Every method is atomic among all processes that share the
 * store, and rejects when the store cannot be reached.
 *
 * A claim belongs to its token: `renew`, `keep` and `complete` return true until another token has taken the claim, no
 * matter how late they come, and also once the same token has completed the event. So each of them can be called again
 * when its answer was lost. A receiver does that with `complete`.
 *
 * @typeParam Transaction what an effect that is to be committed together with `done` is written with
 */
export interface EventStore<Transaction = undefined> {
  /**
   * Gives the key to the token if it is absent, was released, or its lease has run out.
   *
   * @param payload what `keep` would keep. A store that can keeps it in the same step, and answers `kept`: no process can
   * die in between. After `claimed` the receiver calls `keep`.
   */
  claim(key: string, claim: Claim, payload?: string): MaybePromise<ClaimVerdict>;
  /** Begins the lease anew. @returns false when another token has taken the claim */
  renew(key: string, claim: Claim): MaybePromise<boolean>;
  /**
   * Remembers what is needed to handle the event later: before it is acknowledged early, or before it is begun.
   *
   * @returns false when another token has taken the claim: it must be neither acknowledged nor begun
   */
  keep(key: string, token: string, payload: string): MaybePromise<boolean>;
  /**
   * The event is done, for this many milliseconds; what was kept is dropped. An `effect` is committed together with it or
   * not at all, and what it throws is thrown. When this token has completed the event before, nothing is written again.
   *
   * @returns false when another token has taken the claim: nothing was written then, the effect neither
   */
  complete(
    key: string,
    token: string,
    doneMilliseconds: number,
    effect?: (transaction: Transaction) => MaybePromise<void>,
  ): MaybePromise<boolean>;
  /**
   * Gives the claim up, for the next delivery to try. What was kept stays, for `takeOver`. What is done stays done.
   *
   * @param error why, to be remembered with what was kept; without it the former one stays
   * @param isUntried whether its handler was not begun: the claim does not count as an attempt then
   */
  release(key: string, token: string, error?: string, isUntried?: boolean): MaybePromise<void>;
  /** Claims kept events whose lease has run out or whose claim was given up, the oldest first. */
  takeOver(wanted: TakeOver): MaybePromise<readonly KeptEvent[]>;
}

/** A store that can say what it keeps. All stores of this package can. */
export interface KeptList {
  /** The kept events behind a position, the oldest first, whether or not they are being handled. Nothing is claimed. */
  listKept(wanted: Pick<TakeOver, 'limit' | 'after'>): MaybePromise<readonly KeptEvent[]>;
}

/** Also a promise of another library. */
export function isThenable<Value>(value: MaybePromise<Value>): value is Promise<Value> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/** The lease has run out, and its owner does not seem to be there: what stood in the store, which each renewal changes. */
export interface Lapsed<Seen> {
  readonly lapsed: Seen;
}

/**
 * A lease that has run out does not prove that its owner is gone: while the store was away, locked or had its clock
 * set, no renewal could arrive. A living owner renews three times a lease and every second, so a process that wants the
 * claim looks again after half a lease, or after 1.5 seconds, and takes it only where nothing was renewed meanwhile.
 *
 * @param claim asks the store, which gives away a lapsed claim only if it is still as it was seen
 */
export function claimTwice<Seen>(
  claim: (seen?: Seen) => MaybePromise<ClaimVerdict | Lapsed<Seen>>,
  leaseMilliseconds: number,
): MaybePromise<ClaimVerdict> {
  const first = claim();
  const lookAgain = async ({ lapsed }: Lapsed<Seen>): Promise<ClaimVerdict> => {
    await waitForRenewal(leaseMilliseconds);
    const second = await claim(lapsed);
    return typeof second === 'string' ? second : 'in-flight';
  };
  const settle = (verdict: ClaimVerdict | Lapsed<Seen>) =>
    typeof verdict === 'string' ? verdict : lookAgain(verdict);
  return isThenable(first) ? first.then(settle) : settle(first);
}

/** Time enough for an owner that lives to renew its claim, in milliseconds. */
export function renewalTime(leaseMilliseconds: number): number {
  return Math.min(leaseMilliseconds / 2, 1500);
}

export function waitForRenewal(leaseMilliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, renewalTime(leaseMilliseconds)));
}

/** A store that cannot do what it is asked; the message names the store and the remedy, and no address. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  /**
   * `store-option`: it cannot be made so. `store-unavailable`: it cannot be reached. `store-full`: a memory store holds as
   * many unfinished events as it may. `effect-not-possible`: see the message.
   */
  readonly code: 'store-option' | 'store-unavailable' | 'store-full' | 'effect-not-possible';

  constructor(code: StoreError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export function refuseUnknownOptions(
  store: string,
  options: unknown,
  known: Readonly<Record<string, true>>,
): void {
  refuseUnknown(
    options,
    known,
    (name, problem, remedy) => new StoreError('store-option', `${store}: ${name}: ${problem}. ${remedy}`),
  );
}

/** An option that cannot be used. Of an object only that it is one: it may hold an address with a password. */
export function mustBe(store: string, name: string, what: string, got: unknown): StoreError {
  const isObject = typeof got === 'object' && got !== null;
  const shown = isObject ? 'an object' : typeof got === 'string' ? JSON.stringify(got) : String(got);
  return new StoreError('store-option', `${store}: ${name} must be ${what} (got ${shown}).`);
}

/** @throws StoreError for a name of a table that would have to be quoted, or whose indexes have no name of their own */
export function checkTable(store: string, table: string, pattern: RegExp): void {
  if (pattern.test(table)) return;
  throw mustBe(store, 'table', 'up to 58 letters, digits and underscores, such as trtc_call_events', table);
}

export function foreignTable(store: string, table: string): StoreError {
  const message = `${store}: the table ${table} exists and holds something else. Choose another name with \`table\`.`;
  return new StoreError('store-option', message);
}
