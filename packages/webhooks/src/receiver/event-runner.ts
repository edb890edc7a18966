import { encodeBody } from '../events/decode-body.ts';
import type { UnknownEvent, WebhookEvent } from '../events/webhook-event.ts';
import {
  type ClaimVerdict,
  isThenable,
  type KeptEvent,
  type MaybePromise,
  type TakeOver,
} from '../store/event-store.ts';
import { type Answer, answers, refusals } from './answers.ts';
import { BoundedStore } from './bounded-store.ts';
import type { Confirmations } from './confirmations.ts';
import { Deadlines } from './deadlines.ts';
import { HandlerTimeoutError } from './errors.ts';
import { handlerOf } from './handler-of.ts';
import type { Outcome } from './outcome.ts';
import type { Settings } from './read-settings.ts';
import { Renewer } from './renewer.ts';
import { RunningEvent, type RunningSettings } from './running-event.ts';

type AnyEvent = WebhookEvent | UnknownEvent;

/** Runs events: claims each, calls its handler, and says what the vendor is to be answered. It never rejects. */
export class EventRunner<Transaction> {
  /** Its calls settle in time. */
  readonly store: BoundedStore<Transaction>;
  readonly #settings: Settings<Transaction>;
  readonly #tell: (outcome: Outcome) => void;
  readonly #nextToken: () => string;
  readonly #renewer: Renewer;
  readonly #answerDeadlines: Deadlines;
  readonly #runningSettings: RunningSettings<Transaction>;
  /** What runs here is in flight, whatever has become of its lease while this process stood still. */
  readonly #running = new Map<string, RunningEvent<Transaction>>();
  /** Claims that the store has not answered yet. */
  readonly #claims = new Map<string, Promise<ClaimVerdict>>();
  #takingOver: Promise<unknown> = Promise.resolve();
  readonly #confirmations: Confirmations | undefined;

  constructor(
    settings: Settings<Transaction>,
    tell: (outcome: Outcome) => void,
    nextToken: () => string,
    confirmations?: Confirmations,
  ) {
    const { store, answerMilliseconds, handlerMilliseconds } = settings;
    this.#settings = settings;
    this.#confirmations = confirmations;
    this.#tell = tell;
    this.#nextToken = nextToken;
    this.store = new BoundedStore(store, settings);
    const settleTakeOver = async () => void (await this.#takingOver);
    this.#renewer = new Renewer(this.store, settings.leaseMilliseconds, settleTakeOver);
    this.#answerDeadlines = new Deadlines(answerMilliseconds);
    this.#runningSettings = {
      store: this.store,
      doneMilliseconds: settings.doneMilliseconds,
      handlerMilliseconds,
      handlerDeadlines: new Deadlines(handlerMilliseconds),
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
    if (!handlerOf(this.#settings.on, event)) {
      this.#tell({ outcome: 'unwanted', event });
      return answers.handled;
    }
    const token = this.#nextToken();
    let verdict: ClaimVerdict;
    try {
      const claimed = this.#claim(event.fingerprint, token);
      // What is there already costs no turn of the event loop, here and below.
      verdict = isThenable(claimed) ? await claimed : claimed;
    } catch (error) {
      this.#tell({ outcome: 'unavailable', of: 'store', event, error });
      return answers.unavailable;
    }
    if (verdict === 'done') {
      this.#tell({ outcome: 'duplicate', event });
      return answers.handled;
    }
    if (verdict !== 'claimed' || this.#adopt(event.fingerprint, token)) {
      this.#tell({ outcome: 'in-flight', event });
      return answers.inFlight;
    }
    const running = new RunningEvent(event, token, this.#runningSettings, payload);
    const work = this.#run(running);
    background(work);
    return this.#inTime(running, work);
  }

  /**
   * Claims what the store has kept, without what runs here already.
   *
   * @throws what the store throws, and StoreError when it does not answer in time
   */
  takeOver(wanted: TakeOver): Promise<readonly KeptEvent[]> {
    const taken = this.#takingOver.then(async () => {
      const kept = await this.store.takeOver(wanted);
      const others = await Promise.all(
        kept.map(async ({ key }) => {
          await this.#claims.get(key)?.catch(() => {});
          return !this.#adopt(key, wanted.token);
        }),
      );
      return kept.filter((_, place) => others[place]);
    });
    this.#takingOver = taken.catch(() => {});
    return taken;
  }

  /** Handles an event that was taken over. */
  async runAgain(event: AnyEvent, token: string): Promise<Answer> {
    const running = new RunningEvent(event, token, this.#runningSettings);
    running.isAcknowledged = true;
    return this.#run(running);
  }

  /** Stops waiting for every handler that is at work. */
  timeOut(): void {
    for (const running of this.#running.values()) running.timeOut();
  }

  #claim(key: string, token: string): MaybePromise<ClaimVerdict> {
    if (this.#running.has(key)) return 'in-flight';
    const other = this.#claims.get(key);
    if (other) return other.then((verdict) => (verdict === 'claimed' ? 'in-flight' : verdict));
    const { leaseMilliseconds } = this.#settings;
    const claimed = this.store.claim(key, { token, leaseMilliseconds });
    if (!isThenable(claimed)) return claimed;
    this.#claims.set(key, claimed);
    const forget = () => void this.#claims.delete(key);
    claimed.then(forget, forget);
    return claimed;
  }

  /** @returns whether it runs here already: the claim, which it may have lost by standing still, is its own again */
  #adopt(key: string, token: string): boolean {
    const running = this.#running.get(key);
    running?.adopt(token);
    return running !== undefined;
  }

  async #run(running: RunningEvent<Transaction>): Promise<Answer> {
    this.#running.set(running.key, running);
    this.#renewer.hold(running);
    try {
      const refusal = this.#confirmations && (await this.#confirm(running, this.#confirmations));
      if (refusal) return refusal;
      const unkept = this.#settings.keepsAll && (await this.#keep(running));
      return unkept || (await this.#handle(running));
    } finally {
      this.#running.delete(running.key);
      void this.#renewer.drop(running);
    }
  }

  async #handle(running: RunningEvent<Transaction>): Promise<Answer> {
    const { event } = running;
    const started = performance.now();
    let handled: unknown;
    try {
      if (running.isTimedOut) throw new HandlerTimeoutError();
      handled = handlerOf(this.#settings.on, event)?.(event, running);
      if (isThenable(handled)) await running.waitFor(handled);
    } catch (error) {
      if (running.isTimedOut && isThenable(handled)) return this.#leave(running, handled, started);
      // What has been committed has happened: to be sent again would not undo it.
      if (!running.isCommitted) await this.#release(running);
      this.#tell({
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
      this.#tell(isDone ? { outcome: 'handled', event, milliseconds } : { outcome: 'claim-lost', event });
      return isDone ? answers.handled : answers.inFlight;
    } catch (error) {
      this.#tell({ outcome: 'unmarked', event, error });
      return answers.unavailable;
    }
  }

  /** Opens the event to others, though its handler has not ended. Should it end after all, and nobody has taken it, it is done. */
  async #leave(
    running: RunningEvent<Transaction>,
    handled: PromiseLike<unknown>,
    started: number,
  ): Promise<Answer> {
    const { event, isCommitted } = running;
    const milliseconds = performance.now() - started;
    this.#tell({
      outcome: 'timed-out',
      event,
      milliseconds,
      acknowledged: running.isAcknowledged || isCommitted,
    });
    if (isCommitted) return answers.handled;
    await this.#release(running);
    handled.then(
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
      this.#tell({
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
      this.#tell({ outcome: 'unavailable', of: 'record', event, error });
      return answers.unavailable;
    }
  }

  /** @returns the answer when it is not kept: what could be lost is not begun */
  async #keep(running: RunningEvent<Transaction>): Promise<Answer | undefined> {
    const { event } = running;
    try {
      if (await this.#isKept(running)) return undefined;
      this.#tell({ outcome: 'claim-lost', event });
      return answers.inFlight;
    } catch (error) {
      await this.#release(running);
      this.#tell({ outcome: 'unavailable', of: 'store', event, error });
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
      const deadline = this.#answerDeadlines.set(() => void this.#answerEarly(running).then(resolve));
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
        this.#tell({ outcome: 'unavailable', of: 'store', event, error });
      }
    }
    this.#tell({ outcome: 'slow', event, acknowledged: running.isAcknowledged });
    return running.isAcknowledged ? answers.handled : answers.inFlight;
  }
}
