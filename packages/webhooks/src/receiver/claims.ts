import {
  type ClaimVerdict,
  type EventStore,
  isThenable,
  type KeptEvent,
  type KeptList,
  type MaybePromise,
  type TakeOver,
} from '../stores/event-store.ts';
import { type ClaimedEvent, writePayload } from './claimed-event.ts';
import { askAgain, settleInTime } from './deadline.ts';

/** A store that finds a lease run out gives its owner time for one renewal more, however long the lease is. */
const longestInterval = 1000;

/** Time enough for timers to catch up where the process stood still, in milliseconds. */
const catchUp = 50;

interface ClaimTimes {
  readonly leaseMilliseconds: number;
  readonly storeMilliseconds: number;
  readonly answerMilliseconds: number;
  readonly handlerMilliseconds: number;
}

/** An event that is under way, with its own timer: that of a Worker ends with the request that has set it. */
interface Running {
  readonly event: ClaimedEvent;
  readonly timer: ReturnType<typeof setInterval>;
  /** When the timer was last seen at work, by `performance.now`. */
  seenAt: number;
  renewal: Promise<void> | undefined;
}

/**
 * The events that this process has claimed, and all that is asked of the store, each in time. What runs here is in flight,
 * whatever has become of its lease while the process stood still. Each claim is renewed at least three times a lease, by
 * one renewal at a time.
 */
export class Claims<Transaction> {
  readonly #store: EventStore<Transaction>;
  readonly #times: ClaimTimes;
  /** Where the vendor waits for the answer. */
  readonly #answerMilliseconds: number;
  #isOver = false;
  #running = new Map<string, Running>();
  readonly #asked = new Map<string, Promise<ClaimVerdict>>();
  #takingOver: Promise<unknown> = Promise.resolve();

  constructor(store: EventStore<Transaction>, times: ClaimTimes) {
    this.#store = store;
    this.#times = times;
    this.#answerMilliseconds = Math.min(times.storeMilliseconds, times.answerMilliseconds);
  }

  /**
   * @param payload what is kept together with the claim, where the store can
   * @param patientUntil when the store is given up, by `performance.now`; default where the vendor is answered
   */
  async claim(key: string, token: string, payload?: string, patientUntil = 0): Promise<ClaimVerdict> {
    const running = this.#running.get(key);
    if (running && !(await this.#endCutOff(running))) return 'in-flight';
    const other = this.#asked.get(key);
    if (other) return (await other) === 'done' ? 'done' : 'in-flight';
    const claim = { token, leaseMilliseconds: this.#times.leaseMilliseconds };
    const asked = settleInTime(
      Math.max(this.#answerMilliseconds, patientUntil - performance.now()),
      () => this.#store.claim(key, claim, payload),
      (verdict) => isOwn(verdict) && this.#giveUp(key, token),
    );
    if (!isThenable(asked)) return asked;
    const askedAt = performance.now();
    this.#asked.set(key, asked);
    try {
      const verdict = await asked;
      if (!isOwn(verdict)) return verdict;
      // Taken over from itself meanwhile, having stood still.
      if (this.#adopt(key, token)) return 'in-flight';
      // One that is told late may have run out, and be another's.
      const isLate = performance.now() - askedAt > this.#times.leaseMilliseconds / 2;
      return isLate && !(await this.#askToRenew(key, token)) ? 'in-flight' : verdict;
    } finally {
      this.#asked.delete(key);
    }
  }

  /** @returns whether the store has what is needed to handle it later: false when another process has taken the claim */
  async keep(event: ClaimedEvent): Promise<boolean> {
    const { key, token, origin } = event;
    const payload = writePayload(origin);
    const isKept = await settleInTime(this.#answerMilliseconds, () => this.#store.keep(key, token, payload));
    event.isInStore ||= isKept;
    return isKept;
  }

  /** The same, without asking the store for what it has already. */
  async keepOnce(event: ClaimedEvent): Promise<boolean> {
    return event.isInStore || this.keep(event);
  }

  /**
   * Marks it as done, with an effect or without one.
   *
   * @returns false when another process has taken the claim
   */
  async complete(
    event: ClaimedEvent,
    doneMilliseconds: number,
    effect?: (transaction: Transaction) => MaybePromise<void>,
  ): Promise<boolean> {
    for (;;) {
      const { key, token } = event;
      const isDone = settleInTime(this.#times.storeMilliseconds, (deadline) => {
        // An effect takes the time of the handler, the rest that of the store.
        const paused =
          effect && ((transaction: Transaction) => deadline.pauseDuring(() => effect(transaction)));
        return this.#store.complete(key, token, doneMilliseconds, paused);
      });
      if ((await isDone) || !(await this.#isTakenOver(event, token))) return isDone;
    }
  }

  /**
   * Asks the store again while it is away, for as long as a handler may take and until the receiver is closed.
   *
   * @param end when it is given up, by `performance.now`
   * @throws the last error
   */
  askAgain<Value>(
    ask: () => Promise<Value>,
    end = performance.now() + this.#times.handlerMilliseconds,
  ): Promise<Value> {
    return askAgain(ask, (_, pause) => this.#isOver || performance.now() + pause >= end);
  }

  /** Its claim is renewed until it is released or has ended. */
  begin(event: ClaimedEvent): void {
    const interval = Math.min(this.#times.leaseMilliseconds / 3, longestInterval);
    const timer = setInterval(() => this.#turn(running), interval);
    const running: Running = { event, timer, seenAt: performance.now(), renewal: undefined };
    this.#running.set(event.key, running);
  }

  end(event: ClaimedEvent): void {
    event.isRenewed = false;
    const running = this.#running.get(event.key);
    if (running?.event !== event) return;
    clearInterval(running.timer);
    this.#running.delete(event.key);
    // The tables that a Map has outgrown hold each other, with all that was in them, until a whole collection.
    if (this.#running.size === 0) this.#running = new Map();
  }

  /** Gives the claim up, and says why. Where the store cannot be reached, the lease runs out by itself. */
  async release(event: ClaimedEvent, error?: string): Promise<void> {
    event.isRenewed = false;
    try {
      // A renewal must not arrive after the claim was released.
      await this.#running.get(event.key)?.renewal;
      await settleInTime(this.#times.storeMilliseconds, () =>
        this.#store.release(event.key, event.token, error, !event.isBegun),
      );
    } catch {}
  }

  /**
   * Gives up what was not begun.
   *
   * @throws what the store throws, and StoreError when it does not answer in time
   */
  async free(key: string, token: string): Promise<void> {
    await settleInTime(this.#times.storeMilliseconds, () => this.#store.release(key, token, undefined, true));
  }

  /** What is claimed too late: where that fails, its lease runs out. */
  #giveUp(key: string, token: string): void {
    this.free(key, token).catch(() => {});
  }

  listRunning(): readonly ClaimedEvent[] {
    return Array.from(this.#running.values(), ({ event }) => event);
  }

  /** Nothing is awaited any longer. */
  timeOut(): void {
    this.#isOver = true;
    for (const event of this.listRunning()) event.timeOut();
  }

  /** @returns whether it runs here already: the claim, which it may have lost by standing still, is its own again */
  #adopt(key: string, token: string): boolean {
    const running = this.#running.get(key);
    if (running) running.event.token = token;
    return running !== undefined;
  }

  /**
   * Claims what the store has kept, without what runs here already.
   *
   * @throws what the store throws, and StoreError when it does not answer in time
   */
  takeOver(
    token: string,
    range: Omit<TakeOver, 'token' | 'leaseMilliseconds'>,
  ): Promise<readonly KeptEvent[]> {
    const leaseMilliseconds = this.#times.leaseMilliseconds;
    const taken = this.#takingOver.then(async () => {
      const kept = await settleInTime(
        // A store may wait for a renewal before it takes what has lapsed.
        this.#times.storeMilliseconds + leaseMilliseconds / 2,
        () => this.#store.takeOver({ ...range, token, leaseMilliseconds }),
        (late) => {
          for (const { key } of late) this.#giveUp(key, token);
        },
      );
      await Promise.all(kept.map(({ key }) => this.#asked.get(key)?.catch(() => {})));
      return kept.filter(({ key }) => !this.#adopt(key, token));
    });
    this.#takingOver = taken.catch(() => {});
    return taken;
  }

  /**
   * Passes by kept events of no use, so that they are not claimed from those that have one, where the store can list them.
   *
   * @returns the position behind which to take over
   */
  async skipKept(
    useless: ReadonlySet<string>,
    { limit, after }: Pick<TakeOver, 'limit' | 'after'>,
  ): Promise<number> {
    const store: EventStore<Transaction> & Partial<KeptList> = this.#store;
    if (useless.size === 0 || !store.listKept) return after;
    for (;;) {
      const listed = await settleInTime(
        this.#times.storeMilliseconds,
        () => store.listKept?.({ limit, after }) ?? [],
      );
      const first = listed.findIndex(({ key }) => !useless.has(key));
      const passed = first === -1 ? listed.length : first;
      after = listed[passed - 1]?.position ?? after;
      if (first !== -1 || listed.length < limit) return after;
    }
  }

  /** Whether this process has taken the claim over from itself: it has it under another token then. */
  async #isTakenOver(event: ClaimedEvent, token: string): Promise<boolean> {
    await this.#takingOver;
    return event.token !== token;
  }

  /** Makes room where handlers were cut off. */
  async endAllCutOff(): Promise<void> {
    const silent = [...this.#running.values()].filter((running) => this.#isSilent(running));
    await Promise.all(silent.map((running) => this.#endCutOff(running)));
  }

  #isSilent({ seenAt }: Running): boolean {
    return performance.now() - seenAt >= this.#times.leaseMilliseconds;
  }

  /**
   * Ends an event whose timers are gone, as those of a Worker are whose request is over: its handler was cut off. A process
   * that stood still catches up first.
   *
   * @returns whether it has ended
   */
  async #endCutOff(running: Running): Promise<boolean> {
    const { event, seenAt } = running;
    if (!this.#isSilent(running)) return false;
    await new Promise((resolve) => setTimeout(resolve, catchUp));
    if (running.seenAt !== seenAt || this.#running.get(event.key) !== running) return false;
    this.end(event);
    event.origin.leave?.();
    await this.release(event, 'its handler was cut off');
    return true;
  }

  #turn(running: Running): void {
    running.seenAt = performance.now();
    if (!running.event.isRenewed || running.renewal) return;
    running.renewal = this.#renew(running.event).finally(() => {
      running.renewal = undefined;
    });
  }

  /** @returns false when another process has taken the claim */
  async #askToRenew(key: string, token: string): Promise<boolean> {
    const claim = { token, leaseMilliseconds: this.#times.leaseMilliseconds };
    return settleInTime(this.#times.storeMilliseconds, () => this.#store.renew(key, claim));
  }

  async #renew(event: ClaimedEvent): Promise<void> {
    try {
      const { key, token } = event;
      if (await this.#askToRenew(key, token)) return;
      if ((await this.#isTakenOver(event, token)) || !event.isRenewed) return;
      event.isRenewed = false;
      event.loseClaim();
    } catch {
      // The store is away: the next turn asks again, and `complete` tells whether another process has taken the claim.
    }
  }
}

/** Whether the event is the caller's now. */
function isOwn(verdict: ClaimVerdict): boolean {
  return verdict === 'claimed' || verdict === 'kept';
}
