import type { ConfirmingRecord, ConfirmingRecordV4 } from '../contract.ts';
import type { AnyEvent, WebhookEvent } from '../generations.ts';
import type { EventStore, MaybePromise } from '../stores/event-store.ts';
import type { RefusalCode } from './answers.ts';
import type { Outcome } from './outcome.ts';
import type { RecordSource } from './record-queue.ts';

/** What a handler gets besides the event. */
export interface HandlerContext<Transaction = undefined> {
  /**
   * Aborted when the claim is lost, since another process may have begun the same event (ClaimLostError), and when the
   * handler's time is over (HandlerTimeoutError).
   */
  readonly signal: AbortSignal;
  /**
   * Writes an effect in the store's own transaction, together with the mark that the event is done: both or neither,
   * also when the process is killed. To be called once, as the last step. Where the store cannot be reached, or its answer
   * is lost, it is called again until `handlerMilliseconds` are over; an effect that was committed is not written twice.
   *
   * @throws ClaimLostError when the claim is no longer this process's; nothing was written then
   */
  readonly commit: (effect: (transaction: Transaction) => MaybePromise<void>) => Promise<void>;
}

/** Handles one event. When it throws or rejects, the vendor is asked to send the event again. */
export type Handler<Event, Transaction> = (event: Event, context: HandlerContext<Transaction>) => unknown;

/** A handler for each command word that is wanted, and `'*'` for every event that has none of its own. */
export type Handlers<Transaction = undefined> = {
  readonly [Word in WebhookEvent['command']]?: Handler<Extract<WebhookEvent, { command: Word }>, Transaction>;
} & { readonly '*'?: Handler<AnyEvent, Transaction> };

/** The handler of the event's own command word, or else the one for everything. */
export function findHandler<Transaction>(
  on: Handlers<Transaction>,
  event: AnyEvent,
): Handler<AnyEvent, Transaction> | undefined {
  const own: unknown = Object.hasOwn(on, event.command) ? on[event.command] : undefined;
  return isHandler<Transaction>(own) ? own : on['*'];
}

/** The table gives each word the handler of its own events, which the compiler cannot follow through a variable word. */
function isHandler<Transaction>(own: unknown): own is Handler<AnyEvent, Transaction> {
  return typeof own === 'function';
}

/** How much a sender may ask for. */
export interface ReceiverLimits {
  /** Largest body, in bytes. Default 64 KiB; a documented body has less than one. */
  readonly bodyBytes?: number | undefined;
  /** Time in which the body must have come in whole. Default 5000 milliseconds. */
  readonly bodyMilliseconds?: number | undefined;
  /**
   * Requests at the same time, handlers that outlast their answer included. Default 1000. Of what comes beyond it, as many
   * again are kept for `recover` where they would be lost: of v4, and where `keep` is `all`.
   */
  readonly concurrent?: number | undefined;
}

/** Where records come from, of each generation whose calls are to be confirmed. */
export interface RecordSources {
  /** `client.records` of a client of v1 fits. */
  readonly v1?: SourceOfApp<RecordSource<ConfirmingRecord>> | undefined;
  /** `client.records` of a client of v4 fits. */
  readonly v4?: SourceOfApp<RecordSource<ConfirmingRecordV4>> | undefined;
}

/** The source of the one app, or a function that gives each app its own: a client knows no call of another app. */
export type SourceOfApp<Source> = Source | ((sdkAppId: number) => Source);

/** What a receiver is made with besides its store. */
export interface ReceiverOptions<Transaction = undefined> {
  /** The app whose webhooks are wanted, or several. Every other one is refused. */
  readonly sdkAppId: number | readonly number[];
  /** A handler for each command word that is wanted, and `'*'` for the others. */
  readonly on: Handlers<Transaction>;
  /**
   * The last segment of the path in the callback address, of 16 characters or more, compared in constant time. Several
   * while one is exchanged for another. Default none: all who know the address can send.
   */
  readonly secret?: string | readonly string[] | undefined;
  /** Addresses that may send, single ones or CIDR ranges. Default all. */
  readonly allow?: readonly string[] | undefined;
  /** Addresses of our own proxies, single ones or CIDR ranges: what they say in `x-forwarded-for` is believed. Default none. */
  readonly trustedProxies?: readonly string[] | undefined;
  /**
   * Tokens by which the vendor signs webhooks of v4; several while one is exchanged for another. Unsigned ones are
   * refused then. Webhooks of v1 are never signed: they are taken as without a token. No page of Call says how a token is
   * set (V4-U-40). Default none: nothing is checked.
   */
  readonly token?: string | readonly string[] | undefined;
  /** How far the time of a signature may be off. Default 60,000 milliseconds. */
  readonly signatureMilliseconds?: number | undefined;
  /**
   * Holds each end of a call against the record of that call before its handler runs: of v1 the status family, of v4 the
   * end webhook. A generation that is not named is not confirmed. Where `sdkAppId` names several apps, give functions:
   * `{ v4: (sdkAppId) => clients[sdkAppId].records }`. Default none.
   */
  readonly confirm?: RecordSources | undefined;
  /**
   * How long an event without a record is kept for `recover` to ask again, where `keep` is `all` or the event was
   * acknowledged or is of v4; then it is refused for good. How late a record may come is unknown for v1 (V1-U-48). Default an hour.
   */
  readonly unconfirmedMilliseconds?: number | undefined;
  /** How much a sender may ask for. Default 64 KiB within 5000 milliseconds, and 1000 requests at the same time. */
  readonly limits?: ReceiverLimits | undefined;
  /** Time after which an answer is given though the handler is still at work. Default 2000 milliseconds (V1-U-23). */
  readonly answerMilliseconds?: number | undefined;
  /**
   * What a handler that is still at work is answered with. `retry`: an ErrorCode, and the vendor's next attempt learns
   * how it ended. `acknowledge`: 0, after the event was kept in the store for `recover`. Default `retry`.
   */
  readonly whenSlow?: 'retry' | 'acknowledge' | undefined;
  /**
   * What the store keeps of an event until it is handled. `acknowledged`: only what is acknowledged while its handler
   * is at work and, of v4, which no page says is sent again (V4-38), what has failed or could not be begun. `all`: each
   * event, in one step with its claim: when every attempt of the vendor has failed, or the process has died, `recover`
   * still has it. Default `acknowledged`.
   */
  readonly keep?: 'acknowledged' | 'all' | undefined;
  /** Refuses events whose EventTime is older. Default none: the vendor's pages contradict each other about EventTime (V1-27, V1-28, V4-17). */
  readonly maxAgeMilliseconds?: number | undefined;
  /** How long it is remembered that an event is done. Default a day longer than the service keeps records. */
  readonly doneMilliseconds?: number | undefined;
  /**
   * After this time without a renewal another process may take a claim, since its own seems to have died. It is renewed
   * three times as often, and at least every second. Default 3000 milliseconds.
   */
  readonly leaseMilliseconds?: number | undefined;
  /** Time for each call of the store, without that of an effect. Default 2000 milliseconds. */
  readonly storeMilliseconds?: number | undefined;
  /**
   * Time for the handler of one event, and for telling the store that it has ended. Then `signal` is aborted, the outcome
   * `timed-out` reported, and the event open to others again. Default five minutes.
   */
  readonly handlerMilliseconds?: number | undefined;
  /** Refusals that are answered as if the event had been handled, so that the vendor does not try again. Default none. */
  readonly acknowledge?: readonly RefusalCode[] | undefined;
  /**
   * Learns what became of each request; what it throws or rejects with is written to the console and changes nothing.
   * Default writes what failed and what was refused to the console, without anything that was sent.
   */
  readonly onOutcome?: ((outcome: Outcome) => unknown) | undefined;
  /**
   * Milliseconds since 1970. Default `Date.now`, and a clock that is never set for how long a record is awaited.
   */
  readonly now?: (() => number) | undefined;
}

/** A receiver without a store: this process remembers its events, until it ends. */
export interface NoStoreOption {
  /** Default `memoryStore()`. */
  readonly store?: undefined;
}

/** A receiver's store, where it is not that of this process. */
export interface StoreOption<Transaction> {
  /** Where it is remembered which events are in flight and which are done. */
  readonly store: EventStore<Transaction>;
}

/** How a receiver is closed. */
export interface CloseOptions {
  /**
   * How long running handlers have to end. Then their signals are aborted, each is reported as `timed-out`, and what they
   * have claimed is given up. Default 7000 milliseconds: Docker kills a process after ten seconds.
   */
  readonly milliseconds?: number | undefined;
}

/** An option of a receiver that cannot be used, or is not known. */
export class ReceiverOptionError extends TypeError {
  override readonly name = 'ReceiverOptionError';
  readonly code = 'receiver-option';
  /** The option; of what a method takes with the method, such as `recover.maxAttempts`. */
  readonly field: string;

  constructor(field: string, problem: string, remedy = '') {
    const [, method, name = field] = /^(fetch|node|recover|close)\.(.*)$/.exec(field) ?? [];
    const taker = method === undefined ? 'createReceiver' : `receiver.${method}`;
    super(`${taker}: ${name}: ${problem}${remedy === '' ? '' : `. ${remedy}`}`);
    this.field = field;
  }
}

/** The claim on an event was lost while its handler ran: its lease ran out, and another process has taken it. */
export class ClaimLostError extends Error {
  override readonly name = 'ClaimLostError';
  readonly code = 'claim-lost';

  constructor() {
    super('The claim on this event was lost: nothing was written. Another process may be handling it.');
  }
}

/** A handler has not ended in its time, or not before the receiver was closed: it is no longer awaited. */
export class HandlerTimeoutError extends Error {
  override readonly name = 'HandlerTimeoutError';
  readonly code = 'handler-timeout';

  constructor() {
    super(
      'The handler has not ended in time, so its event is open to others again. Raise `handlerMilliseconds` if it needs longer.',
    );
  }
}
