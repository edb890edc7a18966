import { refuseUnknown } from '../refuse-unknown.ts';
import { type Attempt, type AttemptTools, attempt } from './attempt.ts';
import { chooseSender } from './create-webhook.ts';
import { type OutgoingWebhook, readAddress, SendOptionError } from './webhook.ts';

/** How a webhook is sent. */
export interface DeliverOptions {
  /** The address of the receiver. Its query is kept, and the vendor's parameters are added to it. */
  readonly to: string | URL;
  /**
   * The wait before each attempt, in seconds. Default of v1 the vendor's six: 0, 1, 1, 2, 3, 5 (V1-U-22), of v4 a single
   * attempt (V4-38). A further attempt of v4 is made only where no answer came, as the vendor's Chat does.
   */
  readonly waitsSeconds?: readonly number[] | undefined;
  /** How long an attempt waits for its answer, in milliseconds. Default 5000 (V1-U-23), of v4 2000 (V4-38). */
  readonly attemptMilliseconds?: number | undefined;
  /** Signs each attempt, where the webhooks of the generation can be signed: those of v4 (V4-U-40). Default none. */
  readonly token?: string | undefined;
  /** Default the one of the runtime. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Waits this many milliseconds, or until the signal. Default a timer. */
  readonly wait?: ((milliseconds: number, signal: AbortSignal | undefined) => Promise<void>) | undefined;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** Ends the delivery, an attempt under way included. */
  readonly signal?: AbortSignal | undefined;
  /** Learns of each attempt when it has ended. What it throws or rejects with changes nothing. */
  readonly onAttempt?: ((attempt: Attempt, delivery: Delivery) => unknown) | undefined;
}

/** A delivery that goes on. */
export interface RunningDelivery extends Delivery {
  /** Settles when there is nothing more to be sent; it never rejects for what the receiver does. */
  readonly done: Promise<Delivery>;
}

/**
 * Sends a webhook as the vendor does: until it is acknowledged or every attempt has been made.
 *
 * @example
 * ```ts
 * const delivery = await deliver(createWebhook({ command: 'normal_end', sdkAppId }), { to }).done;
 * console.log(delivery.outcome, delivery.attempts.length);
 * ```
 *
 * @throws SendOptionError for an address or a number that cannot be used
 * @see https://trtc.io/document/60130
 */
export function deliver(webhook: OutgoingWebhook, options: DeliverOptions): RunningDelivery {
  refuseUnknown(options, knownOptions, (...why) => new SendOptionError(...why));
  const sender = chooseSender(webhook.search ?? new URLSearchParams(webhook.query).toString());
  const { waitsSeconds = sender.contract.retryWaitsSeconds, wait = timer, signal, onAttempt } = options;
  const tools: AttemptTools = {
    to: readAddress('to', options.to),
    fetch: options.fetch ?? ((request) => globalThis.fetch(request)),
    now: options.now ?? Date.now,
    attemptMilliseconds: readMilliseconds(
      'attemptMilliseconds',
      options.attemptMilliseconds ?? sender.attemptMilliseconds,
    ),
    signal,
    token: options.token,
    sender,
  };
  requireWaits('waitsSeconds', waitsSeconds);
  const attempts: Attempt[] = [];
  /** Whether another attempt may follow. */
  const tryOnce = async (number: number, seconds: number): Promise<boolean> => {
    if (seconds > 0) {
      await wait(seconds * 1000, signal).catch((error: unknown) => {
        if (!signal?.aborted) throw error;
      });
    }
    if (signal?.aborted) return false;
    const made = await attempt(webhook, number, tools);
    if (signal?.aborted) return false;
    const { problem, status } = made;
    attempts.push(made);
    if (problem === undefined) delivery.outcome = 'acknowledged';
    new Promise((resolve) => resolve(onAttempt?.(made, delivery))).catch(() => {});
    return problem !== undefined && (status === undefined || sender.repeatsRefused);
  };
  const tryAll = async (): Promise<Delivery> => {
    for (const [index, seconds] of waitsSeconds.entries()) {
      if (!(await tryOnce(index + 1, seconds))) break;
    }
    if (delivery.outcome === 'under-way') delivery.outcome = signal?.aborted ? 'ended' : 'given-up';
    return delivery;
  };
  const delivery: Delivery & { outcome: Delivery['outcome'] } = { webhook, attempts, outcome: 'under-way' };
  const done = tryAll();
  // Only a clock of the caller's can make it fail, and the caller need not await it.
  done.catch(() => {});
  return Object.assign(delivery, { done });
}

const knownOptions = {
  to: true,
  waitsSeconds: true,
  attemptMilliseconds: true,
  token: true,
  fetch: true,
  wait: true,
  now: true,
  signal: true,
  onAttempt: true,
} satisfies Record<keyof DeliverOptions, true>;

function timer(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(handle);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const handle = setTimeout(end, milliseconds);
    signal?.addEventListener('abort', end);
  });
}

function readMilliseconds(field: string, value: number): number {
  const most = 2 ** 31 - 1;
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  const problem = `must be an integer from 1 to ${most} (got ${String(value)})`;
  throw new SendOptionError(field, problem, 'Give a number of milliseconds.');
}

/**
 * Checks the waits of a schedule.
 *
 * @throws SendOptionError unless it is a list of seconds that is not empty
 */
export function requireWaits(field: string, waits: unknown): void {
  const remedy = 'Give a list of seconds from 0 to 86400, one for each attempt.';
  if (!Array.isArray(waits) || waits.length === 0) {
    throw new SendOptionError(field, `must be a list of seconds (got ${JSON.stringify(waits)})`, remedy);
  }
  for (const seconds of waits) {
    if (typeof seconds === 'number' && seconds >= 0 && seconds <= 86_400) continue;
    throw new SendOptionError(field, `${String(seconds)} is not a number of seconds from 0 to 86400`, remedy);
  }
}

/** One webhook on its way: it is filled in attempt by attempt. */
export interface Delivery {
  readonly webhook: OutgoingWebhook;
  readonly attempts: readonly Attempt[];
  /** `given-up`: every attempt has failed. `ended`: by the caller's signal. */
  readonly outcome: 'under-way' | 'acknowledged' | 'given-up' | 'ended';
}
