import type { UnknownEvent, WebhookEvent } from '../events/webhook-event.ts';
import type { EventStore, MaybePromise } from '../store/event-store.ts';
import { ClaimLostError } from './errors.ts';
import type { HandlerContext } from './options.ts';
import type { HeldClaim } from './renewer.ts';

/** One event that is claimed, from its claim to its end. */
export class RunningEvent<Transaction> implements HeldClaim, HandlerContext<Transaction> {
  readonly event: WebhookEvent | UnknownEvent;
  readonly token: string;
  /** What it can be read from again; undefined when the store has it already. */
  readonly payload: (() => string) | undefined;
  /** Whether the vendor was told that it is handled, before it was. */
  isAcknowledged = false;
  isCommitted = false;
  readonly #store: EventStore<Transaction>;
  readonly #doneMilliseconds: number;
  #isLost = false;
  /** Until it has settled: what a handler makes of a failure is its own affair. */
  #committing: Promise<void> | undefined;
  #controller: AbortController | undefined;

  constructor(
    event: WebhookEvent | UnknownEvent,
    token: string,
    { store, doneMilliseconds }: { store: EventStore<Transaction>; doneMilliseconds: number },
    payload?: () => string,
  ) {
    this.event = event;
    this.token = token;
    this.payload = payload;
    this.#store = store;
    this.#doneMilliseconds = doneMilliseconds;
  }

  get key(): string {
    return this.event.fingerprint;
  }

  // Made when somebody asks for it: most handlers are over before anything could be aborted.
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#isLost) this.lost();
    }
    return this.#controller.signal;
  }

  lost(): void {
    this.#isLost = true;
    this.#controller?.abort(new ClaimLostError());
  }

  // An arrow function, since handlers take it out of their context.
  readonly commit = (effect: (transaction: Transaction) => MaybePromise<void>): Promise<void> => {
    const committing = this.#commit(effect);
    this.#committing = committing;
    // A handler that does not wait for it must not end the process: `complete` waits in its place.
    const end = () => {
      if (this.#committing === committing) this.#committing = undefined;
    };
    committing.then(end, end);
    return committing;
  };

  readonly #commit = async (effect: (transaction: Transaction) => MaybePromise<void>): Promise<void> => {
    if (this.isCommitted)
      throw new TypeError('commit: this event is committed already. Write everything in one effect.');
    const isOurs = await this.#store.complete(this.key, this.token, this.#doneMilliseconds, effect);
    if (!isOurs) throw new ClaimLostError();
    this.isCommitted = true;
  };

  /** @returns whether it is done: the claim was still ours */
  complete(): MaybePromise<boolean> {
    if (this.#committing && !this.isCommitted) return this.#committing.then(() => true);
    return this.isCommitted || this.#store.complete(this.key, this.token, this.#doneMilliseconds);
  }
}
