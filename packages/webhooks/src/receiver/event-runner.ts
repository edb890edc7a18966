import { encodeBody } from '../events/decode-body.ts';
import type { UnknownEvent, WebhookEvent } from '../events/webhook-event.ts';
import type { MaybePromise } from '../store/event-store.ts';
import { answerOfStore } from './answer-of-store.ts';
import { type Answer, answers, refusals } from './answers.ts';
import type { Confirmations } from './confirmations.ts';
import { Deadlines } from './deadlines.ts';
import { handlerOf } from './handler-of.ts';
import type { Outcome } from './outcome.ts';
import type { Settings } from './read-settings.ts';
import { Renewer } from './renewer.ts';
import { RunningEvent } from './running-event.ts';

type AnyEvent = WebhookEvent | UnknownEvent;

/** Runs events: claims each, calls its handler, and says what the vendor is to be answered. It never rejects. */
export class EventRunner<Transaction> {
  readonly #settings: Settings<Transaction>;
  readonly #tell: (outcome: Outcome) => void;
  readonly #nextToken: () => string;
  readonly #renewer: Renewer;
  readonly #deadlines: Deadlines;
  readonly #confirmations: Confirmations | undefined;

  constructor(
    settings: Settings<Transaction>,
    tell: (outcome: Outcome) => void,
    nextToken: () => string,
    confirmations?: Confirmations,
  ) {
    this.#settings = settings;
    this.#confirmations = confirmations;
    this.#tell = tell;
    this.#nextToken = nextToken;
    this.#renewer = new Renewer(settings.store, settings.leaseMilliseconds);
    this.#deadlines = new Deadlines(settings.answerMilliseconds);
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
    const { store, on, leaseMilliseconds } = this.#settings;
    if (!handlerOf(on, event)) {
      this.#tell({ outcome: 'unwanted', event });
      return answers.handled;
    }
    const token = this.#nextToken();
    let verdict: Awaited<ReturnType<typeof store.claim>>;
    try {
      const key = event.fingerprint;
      const claimed = store.claim(key, { token, leaseMilliseconds });
      const answered = answerOfStore(claimed, this.#deadlines, (late) => {
        if (late === 'claimed') void this.#release({ key, token });
      });
      // What is there already costs no turn of the event loop, here and below.
      verdict = answered instanceof Promise ? await answered : answered;
    } catch (error) {
      this.#tell({ outcome: 'unavailable', of: 'store', event, error });
      return answers.unavailable;
    }
    if (verdict === 'done') {
      this.#tell({ outcome: 'duplicate', event });
      return answers.handled;
    }
    if (verdict === 'in-flight') {
      this.#tell({ outcome: 'in-flight', event });
      return answers.inFlight;
    }
    const running = new RunningEvent(event, token, this.#settings, payload);
    const work = this.run(running);
    background(work);
    return this.#inTime(running, work);
  }

  /** Handles an event that is claimed. */
  async run(running: RunningEvent<Transaction>): Promise<Answer> {
    this.#renewer.hold(running);
    try {
      const refusal = this.#confirmations && (await this.#confirm(running, this.#confirmations));
      if (refusal) return refusal;
      const unkept = this.#settings.keepsAll && (await this.#keep(running));
      return unkept || (await this.#handle(running));
    } finally {
      this.#renewer.drop(running);
    }
  }

  async #handle(running: RunningEvent<Transaction>): Promise<Answer> {
    const { event } = running;
    const started = performance.now();
    try {
      const handled: unknown = handlerOf(this.#settings.on, event)?.(event, running);
      if (isThenable(handled)) await handled;
    } catch (error) {
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
    const milliseconds = performance.now() - started;
    try {
      const completed = running.complete();
      const isDone = completed instanceof Promise ? await completed : completed;
      this.#tell(isDone ? { outcome: 'handled', event, milliseconds } : { outcome: 'claim-lost', event });
      return isDone ? answers.handled : answers.inFlight;
    } catch (error) {
      this.#tell({ outcome: 'unavailable', of: 'store', event, error });
      return answers.unavailable;
    }
  }

  /** @returns the answer when the record does not confirm the event */
  async #confirm(
    running: RunningEvent<Transaction>,
    confirmations: Confirmations,
  ): Promise<Answer | undefined> {
    const { event, key, token } = running;
    const { store, acknowledge } = this.#settings;
    try {
      const unconfirmed = await confirmations.check(running, store);
      if (!unconfirmed) return undefined;
      // Done for a moment: that is how a store forgets what it has kept.
      if (unconfirmed.next === 'drop') await store.complete(key, token, 1);
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
    if (!payload) return true;
    return answerOfStore(this.#settings.store.keep(key, token, payload()), this.#deadlines, () => {});
  }

  async #release({ key, token }: { key: string; token: string }): Promise<void> {
    try {
      await this.#settings.store.release(key, token);
    } catch {
      // The lease runs out by itself.
    }
  }

  /** The answer of the work, or one in time when the work lasts longer. */
  #inTime(running: RunningEvent<Transaction>, work: Promise<Answer>): Promise<Answer> {
    return new Promise((resolve) => {
      const deadline = this.#deadlines.set(() => void this.#answerEarly(running).then(resolve));
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

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
