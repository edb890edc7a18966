import { isSentOnce } from '../contract.ts';
import type { AnyEvent } from '../generations.ts';
import type { ClaimVerdict } from '../stores/event-store.ts';
import { type Answer, answers } from './answers.ts';
import { ClaimedEvent, Commit, type Origin, writePayload } from './claimed-event.ts';
import { Claims } from './claims.ts';
import { Confirmations } from './confirm.ts';
import { createTimeout, startDeadline } from './deadline.ts';
import { findHandler, type HandlerContext, HandlerTimeoutError } from './options.ts';
import { describeWithoutRequest, type Outcome } from './outcome.ts';
import type { Settings } from './settings.ts';

/** Why an event that has come in is not begun, and what it is answered with. */
const nothingToDo = {
  unwanted: answers.handled,
  duplicate: answers.handled,
  'in-flight': answers.inFlight,
} as const;

type NothingToDo = keyof typeof nothingToDo;

/** An event that has come in. */
interface Taken {
  readonly event: AnyEvent;
  readonly origin: Origin;
  /** By `performance.now`. */
  readonly began: number;
  claimed: ClaimedEvent | undefined;
  /** What the store has failed with, where it is not claimed. */
  error: unknown;
}

/** Claims events, calls their handlers, and says what the vendor is answered. It never rejects. */
export class EventRunner<Transaction> {
  readonly claims: Claims<Transaction>;
  readonly settings: Settings<Transaction>;
  readonly emit: (outcome: Outcome) => void;
  readonly confirmations: Confirmations | undefined;
  /** Events that wait for a store that is away. */
  readonly #waiting = new Set<string>();
  #isClosing = false;

  constructor(settings: Settings<Transaction>, emit: (outcome: Outcome) => void) {
    const { confirm } = settings;
    this.settings = settings;
    this.emit = emit;
    this.claims = new Claims(settings.store, settings);
    this.confirmations = confirm && new Confirmations({ ...settings, confirm }, this.claims, emit);
  }

  /**
   * Handles an event that has come in.
   *
   * @param follow gets what goes on after the answer
   */
  async take(
    event: AnyEvent,
    token: string,
    origin: Origin,
    follow: (work: Promise<unknown>) => void,
  ): Promise<Answer> {
    const { contracts, keepsAll, on } = this.settings;
    if (!findHandler(on, event)) return this.#report(event, 'unwanted');
    const taken: Taken = { event, origin, began: performance.now(), claimed: undefined, error: undefined };
    let work: Promise<Answer>;
    if (keepsAll || isSentOnce(contracts, event)) work = this.#takePatiently(taken, token);
    else {
      try {
        const claimed = this.#readVerdict(taken, token, await this.#claim(taken, token));
        if (typeof claimed === 'string') return this.#report(event, claimed);
        work = this.run(claimed);
      } catch (error) {
        return this.#reportAway(event, error);
      }
    }
    follow(work);
    return this.#answerInTime(taken, work);
  }

  /** What must not be lost is asked for as long as its store is away, also after the answer. */
  async #takePatiently(taken: Taken, token: string): Promise<Answer> {
    const { event } = taken;
    try {
      const claimed = await this.#claim(taken, token, true).then(
        (verdict) => this.#readVerdict(taken, token, verdict),
        (error) => this.#claimAgain(taken, token, error),
      );
      return typeof claimed === 'string' ? this.#report(event, claimed) : await this.run(claimed);
    } catch (error) {
      return this.#reportAway(event, error);
    }
  }

  #claimAgain(taken: Taken, token: string, failure: unknown): Promise<ClaimedEvent | NothingToDo> {
    const { fingerprint } = taken.event;
    // One asking is for all attempts of the vendor.
    if (this.#waiting.has(fingerprint)) throw failure;
    this.#waiting.add(fingerprint);
    taken.error = failure;
    let attempts = 0;
    const claimed = this.claims.askAgain(async () => {
      attempts += 1;
      // What is released late of one attempt must not free the claim of another.
      const another = `${token}.${attempts}`;
      const claimed = this.#readVerdict(taken, another, await this.#claim(taken, another, true));
      // It may be a claim of its own, which is given up or whose lease runs out.
      if (claimed === 'in-flight') throw taken.error;
      return claimed;
    });
    return claimed.finally(() => this.#waiting.delete(fingerprint));
  }

  /**
   * Keeps an event for `recover` that cannot be begun now.
   *
   * @param why what is kept with it as its error
   * @returns whether it was kept, or the answer where there is nothing to keep or the store cannot be asked
   */
  async postpone(event: AnyEvent, token: string, origin: Origin, why: string): Promise<boolean | Answer> {
    if (!findHandler(this.settings.on, event)) return this.#report(event, 'unwanted');
    if (this.confirmations?.hasRoom(event) === false) return false;
    try {
      const verdict = await this.claims.claim(event.fingerprint, token, writePayload(origin));
      const claimed = this.#readVerdict({ event, origin }, token, verdict);
      if (typeof claimed === 'string') return this.#report(event, claimed);
      const unkept = await this.#keep(claimed);
      if (unkept) return unkept;
      await this.claims.release(claimed, why);
      return true;
    } catch (error) {
      return this.#reportAway(event, error);
    }
  }

  /** Keeps what is under way, or is begun from now on, and would be lost with the process. */
  async keepRunning(): Promise<void> {
    this.#isClosing = true;
    await Promise.all(this.claims.listRunning().map((claimed) => this.#keepSentOnce(claimed)));
  }

  async #keepSentOnce(claimed: ClaimedEvent): Promise<void> {
    // Where that fails, its handler may still end in time.
    if (isSentOnce(this.settings.contracts, claimed.event)) await this.#isKept(claimed).catch(() => {});
  }

  /** @throws what the store throws, and StoreError when it does not answer in time */
  #claim({ event, origin }: Taken, token: string, isPatient = false): Promise<ClaimVerdict> {
    this.confirmations?.bump(event, origin);
    const payload = this.settings.keepsAll ? writePayload(origin) : undefined;
    return this.claims.claim(event.fingerprint, token, payload, isPatient);
  }

  #readVerdict(
    taken: Pick<Taken, 'event' | 'origin'> & { claimed?: ClaimedEvent | undefined },
    token: string,
    verdict: ClaimVerdict,
  ): ClaimedEvent | NothingToDo {
    if (verdict === 'done') return 'duplicate';
    if (verdict === 'in-flight') return 'in-flight';
    const { event, origin } = taken;
    const claimed = new ClaimedEvent(event, event.fingerprint, token, origin);
    claimed.isInStore = verdict === 'kept';
    taken.claimed = claimed;
    return claimed;
  }

  #report(event: AnyEvent, outcome: NothingToDo): Answer {
    this.emit({ outcome, event });
    return nothingToDo[outcome];
  }

  #reportAway(event: AnyEvent, error: unknown): Answer {
    this.emit({ outcome: 'unavailable', of: 'store', event, error });
    return answers.unavailable;
  }

  /** Handles an event that is claimed: confirmed, kept and handled, as far as the settings want it. */
  async run(claimed: ClaimedEvent): Promise<Answer> {
    this.claims.begin(claimed);
    try {
      if (this.#isClosing) await this.#keepSentOnce(claimed);
      const refusal = this.confirmations && (await this.confirmations.confirm(claimed));
      if (refusal) return refusal;
      const unkept = this.settings.keepsAll && (await this.#keep(claimed));
      return unkept || (await this.#handle(claimed));
    } finally {
      this.claims.end(claimed);
    }
  }

  /** @returns the answer when it is not kept: what could be lost is not begun */
  async #keep(claimed: ClaimedEvent): Promise<Answer | undefined> {
    const { event } = claimed;
    try {
      if (await this.#isKept(claimed)) return undefined;
      this.emit({ outcome: 'claim-lost', event });
      return answers.inFlight;
    } catch (error) {
      await this.claims.release(claimed);
      return this.#reportAway(event, error);
    }
  }

  async #isKept(claimed: ClaimedEvent): Promise<boolean> {
    return claimed.isInStore || this.claims.keep(claimed);
  }

  async #handle(claimed: ClaimedEvent): Promise<Answer> {
    const { event, signal } = claimed;
    const { on, doneMilliseconds, handlerMilliseconds } = this.settings;
    const commit = new Commit<Transaction>(
      claimed,
      (effect) => this.claims.complete(claimed, doneMilliseconds, effect),
      handlerMilliseconds,
    );
    const context: HandlerContext<Transaction> = { signal, commit: (effect) => commit.write(effect) };
    const started = performance.now();
    let handling: Promise<void> | undefined;
    try {
      if (claimed.isTimedOut) throw new HandlerTimeoutError();
      claimed.isBegun = true;
      // What a handler throws in place is a rejection too, and a commit that it does not await belongs to it.
      handling = (async () => {
        await findHandler(on, event)?.(event, context);
        await commit.settle();
      })();
      await claimed.waitFor(handling, handlerMilliseconds);
    } catch (error) {
      if (claimed.isTimedOut && handling) return this.#abandon(claimed, commit, handling, started);
      // What has been committed has happened: to be sent again would not undo it.
      const { isCommitted } = commit;
      const acknowledged = claimed.isAcknowledged || isCommitted;
      const outcome: Outcome = { outcome: 'failed', event, error, acknowledged };
      if (!isCommitted) await this.#giveUp(claimed, this.#describe(outcome, error));
      this.emit(outcome);
      return isCommitted ? answers.handled : answers.failed;
    }
    return this.#markDone(event, commit, started);
  }

  /** Opens an event that has failed to others. Where no page says that it is sent again, `recover` is the next to try. */
  async #giveUp(claimed: ClaimedEvent, why: string): Promise<void> {
    const { event } = claimed;
    if (isSentOnce(this.settings.contracts, event)) {
      await this.claims
        .askAgain(() => this.#isKept(claimed))
        .catch((error) => this.#reportAway(event, error));
    }
    await this.claims.release(claimed, why);
  }

  /** What is kept of an error, and may be shown to a person. */
  #describe(outcome: Outcome, error: unknown): string {
    return describeWithoutRequest(this.settings.contracts, error, outcome);
  }

  async #markDone(event: AnyEvent, commit: Commit<Transaction>, started: number): Promise<Answer> {
    const milliseconds = performance.now() - started;
    try {
      const isDone = await commit.complete();
      this.emit(isDone ? { outcome: 'handled', event, milliseconds } : { outcome: 'claim-lost', event });
      return isDone ? answers.handled : answers.inFlight;
    } catch (error) {
      this.emit({ outcome: 'unmarked', event, error });
      return answers.unavailable;
    }
  }

  /** Opens the event to others, though its handler has not ended. Should it end after all, and its claim be free, it is done. */
  async #abandon(
    claimed: ClaimedEvent,
    commit: Commit<Transaction>,
    handling: Promise<void>,
    started: number,
  ): Promise<Answer> {
    const { event } = claimed;
    const { isCommitted } = commit;
    const milliseconds = performance.now() - started;
    const acknowledged = claimed.isAcknowledged || isCommitted;
    this.emit({ outcome: 'timed-out', event, milliseconds, acknowledged });
    if (isCommitted) return answers.handled;
    await this.#giveUp(claimed, `its handler has not ended after ${Math.round(milliseconds)} ms`);
    void handling.then(
      () => this.#markDone(event, commit, started),
      () => {},
    );
    return answers.failed;
  }

  /** The answer of the work, or one in time when the work lasts longer. */
  #answerInTime(taken: Taken, work: Promise<Answer>): Promise<Answer> {
    return new Promise((resolve) => {
      const answerEarly = () => void this.#answerEarly(taken).then(resolve);
      // The time that the claim took is not left for the handler.
      const left = this.settings.answerMilliseconds - (performance.now() - taken.began);
      const deadline = startDeadline(Math.max(0, left), answerEarly);
      void work.then((answer) => {
        deadline.clear();
        resolve(answer);
      });
    });
  }

  async #answerEarly({ event, claimed, error }: Taken): Promise<Answer> {
    if (!claimed) return this.#reportAway(event, error ?? createTimeout());
    if (this.settings.acknowledgesSlow) {
      try {
        // What is kept after all is not acknowledged: at worst it is handled before the vendor sends it again.
        claimed.isAcknowledged = await this.#isKept(claimed);
      } catch (error) {
        this.emit({ outcome: 'unavailable', of: 'store', event, error });
      }
    }
    this.emit({ outcome: 'slow', event, acknowledged: claimed.isAcknowledged });
    return claimed.isAcknowledged ? answers.handled : answers.inFlight;
  }
}
