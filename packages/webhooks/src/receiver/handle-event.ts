import { encodeBody } from '../events/decode-body.ts';
import type { AnyEvent } from '../generations.ts';
import type { ClaimVerdict, EventStore } from '../stores/event-store.ts';
import { ClaimedEvent, type ClaimSettings } from './claimed-event.ts';
import { Claims } from './claims.ts';
import type { Confirmations } from './confirm.ts';
import { HandlerTimeoutError } from './options.ts';
import { type Origin, writePayload } from './origin.ts';
import { type Answer, answers, type Outcome, refusals } from './outcome.ts';
import { findHandler, type Settings } from './settings.ts';
import { startDeadline, withStoreDeadline } from './store-deadline.ts';

/** Handles events: claims each, calls its handler, and says what the vendor is to be answered. It never rejects. */
export class EventHandling<Transaction> {
  /** Its calls settle in time. */
  readonly store: EventStore<Transaction>;
  readonly claims: Claims<Transaction>;
  readonly #settings: Settings<Transaction>;
  readonly #emit: (outcome: Outcome) => void;
  readonly #claimSettings: ClaimSettings<Transaction>;
  readonly #confirmations: Confirmations | undefined;

  constructor(
    settings: Settings<Transaction>,
    emit: (outcome: Outcome) => void,
    confirmations: Confirmations | undefined,
  ) {
    const { leaseMilliseconds, handlerMilliseconds, doneMilliseconds } = settings;
    this.#settings = settings;
    this.#confirmations = confirmations;
    this.#emit = emit;
    this.store = withStoreDeadline(settings.store, settings);
    this.claims = new Claims(this.store, leaseMilliseconds);
    const settleTakeOver = () => this.claims.settleTakeOver();
    this.#claimSettings = { store: this.store, doneMilliseconds, handlerMilliseconds, settleTakeOver };
  }

  /**
   * Handles an event that has come in.
   *
   * @param background gets what goes on after the answer
   */
  async take(
    event: AnyEvent,
    token: string,
    origin: Origin,
    background: (work: Promise<unknown>) => void,
  ): Promise<Answer> {
    if (!findHandler(this.#settings.on, event)) {
      this.#emit({ outcome: 'unwanted', event });
      return answers.handled;
    }
    let verdict: ClaimVerdict;
    try {
      verdict = await this.claims.claim(event.fingerprint, token);
    } catch (error) {
      this.#emit({ outcome: 'unavailable', of: 'store', event, error });
      return answers.unavailable;
    }
    if (verdict === 'done') {
      this.#emit({ outcome: 'duplicate', event });
      return answers.handled;
    }
    if (verdict === 'in-flight') {
      this.#emit({ outcome: 'in-flight', event });
      return answers.inFlight;
    }
    const claimed = new ClaimedEvent(event, event.fingerprint, token, origin, this.#claimSettings);
    const work = this.#run(claimed);
    background(work);
    return this.#inTime(claimed, work);
  }

  /** Handles an event that was taken over from the store. */
  async runAgain(event: AnyEvent, key: string, token: string, origin: Origin): Promise<Answer> {
    return this.#run(new ClaimedEvent(event, key, token, origin, this.#claimSettings));
  }

  async #run(claimed: ClaimedEvent<Transaction>): Promise<Answer> {
    this.claims.begin(claimed);
    try {
      const refusal = this.#confirmations && (await this.#confirm(claimed, this.#confirmations));
      if (refusal) return refusal;
      const unkept = this.#settings.keepsAll && (await this.#keep(claimed));
      return unkept || (await this.#handle(claimed));
    } finally {
      this.claims.end(claimed);
    }
  }

  /** @returns the answer when the record does not confirm the event */
  async #confirm(
    claimed: ClaimedEvent<Transaction>,
    confirmations: Confirmations,
  ): Promise<Answer | undefined> {
    const { event } = claimed;
    try {
      const unconfirmed = await claimed.waitFor(confirmations.check(claimed, this.store));
      if (!unconfirmed) return undefined;
      const { detail, next } = unconfirmed;
      // Done for a moment: that is how a store forgets what it has kept.
      if (next === 'drop') await this.store.complete(claimed.key, claimed.token, 1);
      else await this.claims.release(claimed);
      if (next === 'wait') return answers.unavailable;
      const { query, sender } = claimed.origin;
      const body = encodeBody(event.raw.text);
      this.#emit({ outcome: 'refused', code: 'unconfirmed', detail, body, query, sender });
      return this.#settings.acknowledge.has('unconfirmed') ? answers.handled : refusals.unconfirmed;
    } catch (error) {
      // Nobody has said that it is invented.
      if (confirmations.keepsUnasked(error)) await this.#keep(claimed);
      await this.claims.release(claimed);
      this.#emit({ outcome: 'unavailable', of: 'record', event, error });
      return answers.unavailable;
    }
  }

  /** @returns the answer when it is not kept: what could be lost is not begun */
  async #keep(claimed: ClaimedEvent<Transaction>): Promise<Answer | undefined> {
    const { event } = claimed;
    try {
      if (await this.#isKept(claimed)) return undefined;
      this.#emit({ outcome: 'claim-lost', event });
      return answers.inFlight;
    } catch (error) {
      await this.claims.release(claimed);
      this.#emit({ outcome: 'unavailable', of: 'store', event, error });
      return answers.unavailable;
    }
  }

  async #isKept({ key, token, origin }: ClaimedEvent<Transaction>): Promise<boolean> {
    return origin.isKept || this.store.keep(key, token, writePayload(origin));
  }

  async #handle(claimed: ClaimedEvent<Transaction>): Promise<Answer> {
    const { event } = claimed;
    const started = performance.now();
    let handling: Promise<unknown> | undefined;
    try {
      if (claimed.isTimedOut) throw new HandlerTimeoutError();
      handling = callHandler(() => findHandler(this.#settings.on, event)?.(event, claimed));
      await claimed.waitFor(handling);
      // A handler that does not wait for its commit is waited for.
      if (claimed.committing) await claimed.waitFor(claimed.committing);
      claimed.throwUnlessWritten();
    } catch (error) {
      if (claimed.isTimedOut && handling) return this.#leave(claimed, handling, started);
      // What has been committed has happened: to be sent again would not undo it.
      const { isCommitted } = claimed;
      if (!isCommitted) await this.claims.release(claimed);
      const acknowledged = claimed.isAcknowledged || isCommitted;
      this.#emit({ outcome: 'failed', event, error, acknowledged });
      return isCommitted ? answers.handled : answers.failed;
    }
    return this.#markDone(claimed, started);
  }

  async #markDone(claimed: ClaimedEvent<Transaction>, started: number): Promise<Answer> {
    const { event } = claimed;
    const milliseconds = performance.now() - started;
    try {
      const isDone = await claimed.complete();
      this.#emit(isDone ? { outcome: 'handled', event, milliseconds } : { outcome: 'claim-lost', event });
      return isDone ? answers.handled : answers.inFlight;
    } catch (error) {
      this.#emit({ outcome: 'unmarked', event, error });
      return answers.unavailable;
    }
  }

  /** Opens the event to others, though its handler has not ended. Should it end after all, and nobody has taken it, it is done. */
  async #leave(
    claimed: ClaimedEvent<Transaction>,
    handling: Promise<unknown>,
    started: number,
  ): Promise<Answer> {
    const { event, isCommitted } = claimed;
    const milliseconds = performance.now() - started;
    const acknowledged = claimed.isAcknowledged || isCommitted;
    this.#emit({ outcome: 'timed-out', event, milliseconds, acknowledged });
    if (isCommitted) return answers.handled;
    await this.claims.release(claimed);
    handling
      .then(() => claimed.committing)
      .then(() => claimed.throwUnlessWritten())
      .then(
        () => this.#markDone(claimed, started),
        () => {},
      );
    return answers.failed;
  }

  /** The answer of the work, or one in time when the work lasts longer. */
  #inTime(claimed: ClaimedEvent<Transaction>, work: Promise<Answer>): Promise<Answer> {
    return new Promise((resolve) => {
      const answerEarly = () => void this.#answerEarly(claimed).then(resolve);
      const deadline = startDeadline(this.#settings.answerMilliseconds, answerEarly);
      void work.then((answer) => {
        deadline.clear();
        resolve(answer);
      });
    });
  }

  async #answerEarly(claimed: ClaimedEvent<Transaction>): Promise<Answer> {
    const { event } = claimed;
    if (this.#settings.acknowledgesSlow) {
      try {
        // What is kept after all is not acknowledged: at worst it is handled before the vendor sends it again.
        claimed.isAcknowledged = await this.#isKept(claimed);
      } catch (error) {
        this.#emit({ outcome: 'unavailable', of: 'store', event, error });
      }
    }
    this.#emit({ outcome: 'slow', event, acknowledged: claimed.isAcknowledged });
    return claimed.isAcknowledged ? answers.handled : answers.inFlight;
  }
}

/** What a handler throws in place is a rejection too. */
async function callHandler(call: () => unknown): Promise<unknown> {
  return call();
}
