import {
  type Attempt,
  type DeliverOptions,
  type Delivery,
  deliver,
  type OutgoingWebhook,
} from '@trtc-call/webhooks/send';
import type { BoundedMap } from '../state/bounded.ts';

/** Memory of a delivery besides its texts. */
const deliveryBytes = 1000;

/** Finds the address that a webhook is sent to now; `undefined` if the command is not enabled. */
export type FindAddress = (command: string) => URL | undefined;

/** How the webhooks of a call are sent. */
export interface LineOptions extends Omit<DeliverOptions, 'to' | 'onAttempt'> {
  readonly findAddress: FindAddress;
  /** Where they are listed. */
  readonly log: BoundedMap<Delivery, Delivery>;
}

/**
 * Sends the webhooks of one call. The next one waits for the first attempt of the one before, and not for its
 * repetitions (V1-U-46), so that these come late, as they may with the vendor.
 */
export class WebhookLine {
  /** Those sent so far, in the order of their first attempts. */
  readonly deliveries: Delivery[] = [];
  readonly #options: LineOptions;
  readonly #sending: Promise<unknown>[] = [];
  #last: Promise<void> = Promise.resolve();

  constructor(options: LineOptions) {
    this.#options = options;
  }

  /** Settles with the first attempt; it rejects only if the given clock or wait throws, or the address cannot be used. */
  send(command: string, write: () => OutgoingWebhook): Promise<void> {
    // Not before the caller has the call in hand.
    this.#last = this.#last.then(() => this.#send(command, write));
    // Resolves what waits for the end.
    this.#last.catch(() => {});
    return this.#last;
  }

  /** Settles when everything is acknowledged or given up. */
  async settled(): Promise<void> {
    await this.#last;
    await Promise.all(this.#sending);
  }

  async #send(command: string, write: () => OutgoingWebhook): Promise<void> {
    const { findAddress, log, ...options } = this.#options;
    const to = options.signal?.aborted ? undefined : findAddress(command);
    if (!to) return;
    const { promise: tried, resolve } = Promise.withResolvers<void>();
    const onAttempt = ({ answer = '' }: Attempt, delivery: Delivery) => {
      log.grow(delivery, deliveryBytes + 2 * answer.length);
      resolve();
    };
    const delivery = deliver(write(), { ...options, to, onAttempt });
    this.deliveries.push(delivery);
    log.set(delivery, delivery, deliveryBytes + 2 * JSON.stringify(delivery.webhook).length);
    this.#sending.push(delivery.done);
    await Promise.race([tried, delivery.done]);
  }
}
