import { encodeBody } from '../events/decode-body.ts';
import type { UnknownEvent, WebhookEvent } from '../events/event.ts';
import { type ClaimVerdict, type EventStore, isThenable, type MaybePromise } from '../stores/event-store.ts';
import { OwnEvents, Renewer } from './claims.ts';
import type { Confirmations } from './confirm.ts';
import { HandlerTimeoutError } from './errors.ts';
import { type Answer, answers, type Outcome, refusals } from './outcome.ts';
import { RunningEvent, type RunningSettings } from './running-event.ts';
import { findHandler, type Settings } from './settings.ts';
import { startDeadline, withStoreDeadline } from './store-deadline.ts';

type AnyEvent = WebhookEvent | UnknownEvent;

/** Runs events: claims each, calls its handler, and says what the vendor is to be answered. It never rejects. */
export class EventRunner<Transaction> {
  /** Its calls settle in time. */
  readonly store: EventStore<Transaction>;
  readonly own: OwnEvents<Transaction>;
  readonly #settings: Settings<Transaction>;
  readonly #emit: (outcome: Outcome) => void;
  readonly #nextToken: () => string;
  readonly #renewer: Renewer;
  readonly #runningSettings: RunningSettings<Transaction>;
  readonly #confirmations: Confirmations | undefined;

  constructor(
    settings: Settings<Transaction>,
    emit: (outcome: Outcome) => void,
    nextToken: () => string,
    confirmations?: Confirmations,
  ) {
    const { leaseMilliseconds, handlerMilliseconds, doneMilliseconds } = settings;
    this.#settings = settings;
    this.#confirmations = confirmations;
    this.#emit = emit;
    this.#nextToken = nextToken;
    this.store = withStoreDeadline(settings.store, settings);
    this.own = new OwnEvents(this.store, leaseMilliseconds);
    const { settleTakeOver } = this.own;
    this.#renewer = new Renewer(this.store, leaseMilliseconds, settleTakeOver);
    this.#runningSettings = {
      store: this.store,
      doneMilliseconds,
      handlerMilliseconds,
      settleTakeOver,
    };
  }

  /**
   * @param payload what the event can be read from again
   * @param background gets what goes on after the answer
   */
  async take(
    event: AnyEvent,
    payload: () => string,
    background: (work: Promise<unknown>) => void,
  ): Promise<Answer> {
    if (!findHandler(this.#settings.on, event)) {
      this.#emit({ outcome: 'unwanted', event });
      return answers.handled;
    }
    const token = this.#nextToken();
    let verdict: ClaimVerdict;
    try {
      const claimed = this.own.claim(event.fingerprint, token);
      // What is there already costs no turn of the event loop, here and below.
      verdict = isThenable(claimed) ? await claimed : claimed;
    } catch (error) {
      this.#emit({ outcome: 'unavailable', of: 'store', event, error });
      return answers.unavailable;
    }
    if (verdict === 'done') {
      this.#emit({ outcome: 'duplicate', event });
      return answers.handled;
    }
    if (verdict !== 'claimed' || this.own.adopt(event.fingerprint, token)) {
      this.#emit({ outcome: 'in-flight', event });
      return answers.inFlight;
    }
    const running = new RunningEvent(event, event.fingerprint, token, this.#runningSettings, payload);
    const work = this.#run(running);
    background(work);
    return this.#inTime(running, work);
  }

  /** Handles an event that was taken over. */
  async runAgain(event: AnyEvent, key: string, token: string): Promise<Answer> {
    const running = new RunningEvent(event, key, token, this.#runningSettings);
    running.isAcknowledged = true;
    return this.#run(running);
  }

  async #run(running: RunningEvent<Transaction>): Promise<Answer> {
    this.own.add(running);
    this.#renewer.hold(running);
    try {
      const refusal = this.#confirmations && (await this.#confirm(running, this.#confirmations));
      if (refusal) return refusal;
      const unkept = this.#settings.keepsAll && (await this.#keep(running));
      return unkept || (await this.#handle(running));
    } finally {
      this.own.remove(running);
      void this.#renewer.drop(running);
    }
  }

  async #handle(running: RunningEvent<Transaction>): Promise<Answer> {
    const { event } = running;
    const started = performance.now();
    let hasBegun = false;
    let handled: unknown;
    try {
      if (running.isTimedOut) throw new HandlerTimeoutError();
      hasBegun = true;
      handled = findHandler(this.#settings.on, event)?.(event, running);
      if (isThenable(handled)) await running.waitFor(handled);
      // A handler that does not wait for its commit is waited for.
      if (running.committing) await running.waitFor(running.committing);
      running.throwUnlessWritten();
    } catch (error) {
      if (running.isTimedOut && hasBegun) return this.#leave(running, handled, started);
      // What has been committed has happened: to be sent again would not undo it.
      if (!running.isCommitted) await this.#release(running);
      this.#emit({
        outcome: 'failed',
        event,
        error,
        acknowledged: running.isAcknowledged || running.isCommitted,
      });
      return running.isCommitted ? answers.handled : answers.failed;
    }
    return this.#markDone(running, started);
  }

  async #markDone(running: RunningEvent<Transaction>, started: number): Promise<Answer> {
    const { event } = running;
    const milliseconds = performance.now() - started;
    try {
      const completed = running.complete();
      const isDone = isThenable(completed) ? await completed : completed;
      this.#emit(isDone ? { outcome: 'handled', event, milliseconds } : { outcome: 'claim-lost', event });
      return isDone ? answers.handled : answers.inFlight;
    } catch (error) {
      this.#emit({ outcome: 'unmarked', event, error });
      return answers.unavailable;
    }
  }

  /** Opens the event to others, though its handler has not ended. Should it end after all, and nobody has taken it, it is done. */
  async #leave(running: RunningEvent<Transaction>, handled: unknown, started: number): Promise<Answer> {
    const { event, isCommitted } = running;
    const milliseconds = performance.now() - started;
    this.#emit({
      outcome: 'timed-out',
      event,
      milliseconds,
      acknowledged: running.isAcknowledged || isCommitted,
    });
    if (isCommitted) return answers.handled;
    await this.#release(running);
    const ended = Promise.resolve(handled).then(() => running.committing);
    void ended
      .then(() => running.throwUnlessWritten())
      .then(
        () => this.#markDone(running, started),
        () => {},
      );
    return answers.failed;
  }

  /** @returns the answer when the record does not confirm the event */
  async #confirm(
    running: RunningEvent<Transaction>,
    confirmations: Confirmations,
  ): Promise<Answer | undefined> {
    const { event } = running;
    const { acknowledge } = this.#settings;
    try {
      const unconfirmed = await running.waitFor(confirmations.check(running, this.store));
      if (!unconfirmed) return undefined;
      // Done for a moment: that is how a store forgets what it has kept.
      if (unconfirmed.next === 'drop') await this.store.complete(running.key, running.token, 1);
      else await this.#release(running);
      if (unconfirmed.next === 'wait') return answers.unavailable;
      const body = encodeBody(event.raw.text ?? JSON.stringify(event.raw.body));
      const { query, sender } = confirmations.findOrigin(event);
      this.#emit({
        outcome: 'refused',
        code: 'unconfirmed',
        detail: unconfirmed.detail,
        body,
        query,
        sender,
      });
      return acknowledge.has('unconfirmed') ? answers.handled : refusals.unconfirmed;
    } catch (error) {
      // Nobody has said that it is invented.
      if (confirmations.keepsUnasked(error)) await this.#keep(running);
      await this.#release(running);
      this.#emit({ outcome: 'unavailable', of: 'record', event, error });
      return answers.unavailable;
    }
  }

  /** @returns the answer when it is not kept: what could be lost is not begun */
  async #keep(running: RunningEvent<Transaction>): Promise<Answer | undefined> {
    const { event } = running;
    try {
      if (await this.#isKept(running)) return undefined;
      this.#emit({ outcome: 'claim-lost', event });
      return answers.inFlight;
    } catch (error) {
      await this.#release(running);
      this.#emit({ outcome: 'unavailable', of: 'store', event, error });
      return answers.unavailable;
    }
  }

  #isKept({ key, token, payload }: RunningEvent<Transaction>): MaybePromise<boolean> {
    return payload ? this.store.keep(key, token, payload()) : true;
  }

  async #release(running: RunningEvent<Transaction>): Promise<void> {
    try {
      await this.#renewer.drop(running);
      await this.store.release(running.key, running.token);
    } catch {
      // The lease runs out by itself.
    }
  }

  /** The answer of the work, or one in time when the work lasts longer. */
  #inTime(running: RunningEvent<Transaction>, work: Promise<Answer>): Promise<Answer> {
    return new Promise((resolve) => {
      const answerEarly = () => void this.#answerEarly(running).then(resolve);
      const deadline = startDeadline(this.#settings.answerMilliseconds, answerEarly);
      void work.then((answer) => {
        deadline.clear();
        resolve(answer);
      });
    });
  }

  async #answerEarly(running: RunningEvent<Transaction>): Promise<Answer> {
    const { event } = running;
    if (this.#settings.acknowledgesSlow) {
      try {
        // What is kept after all is not acknowledged: at worst it is handled before the vendor sends it again.
        running.isAcknowledged = await this.#isKept(running);
      } catch (error) {
        this.#emit({ outcome: 'unavailable', of: 'store', event, error });
      }
    }
    this.#emit({ outcome: 'slow', event, acknowledged: running.isAcknowledged });
    return running.isAcknowledged ? answers.handled : answers.inFlight;
  }
}
