import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FetchDetails, receiveFetch } from '../adapters/fetch.ts';
import { type NodeDetails, receiveNode } from '../adapters/node.ts';
import type { EventStore } from '../stores/event-store.ts';
import { memoryStore } from '../stores/memory.ts';
import type { ReceiverOptions, StoreOption } from './options.ts';
import { type CloseOptions, ReceiverCore } from './receive.ts';
import type { Recovered, RecoverOptions } from './recover.ts';
import { readSettings } from './settings.ts';

/** Takes what the vendor sends, through whichever adapter. */
export interface Receiver extends AsyncDisposable {
  /**
   * For everything that has `Request` and `Response`: Hono, Next.js, Workers, Bun, Deno. It can be handed to them as it
   * is: what a runtime passes beside the request is not read.
   *
   * @throws ReceiverOptionError for a detail whose name is misspelt, and nothing else
   */
  readonly fetch: (
    request: Request,
    details?: FetchDetails & object,
    ...more: unknown[]
  ) => Promise<Response>;
  /**
   * For everything that stands on node:http: Express, Fastify, Koa. What a router passes beside the two is not read.
   *
   * @throws ReceiverOptionError for a detail whose name is misspelt, and nothing else; the request is answered by 500
   */
  readonly node: (
    request: IncomingMessage,
    response: ServerResponse,
    details?: NodeDetails & object,
    ...more: unknown[]
  ) => Promise<void>;
  /**
   * Runs the events that the store has kept and that were not finished, since their handler has failed or their process
   * has died. To be called at the start and now and then, where `keep` is `all` or `whenSlow` is `acknowledge`.
   *
   * @throws what the store throws when it cannot be asked, and ReceiverOptionError for a number that cannot be used
   */
  recover(options?: RecoverOptions): Promise<Recovered>;
  /** Settles when no request and no handler is under way. */
  idle(): Promise<void>;
  /**
   * Refuses what comes from now on, so that the vendor tries again elsewhere, and settles when no request and no handler
   * is under way, or when the time for that is over.
   */
  close(options?: CloseOptions): Promise<void>;
}

/**
 * Makes a receiver of the vendor's webhooks. It handles each event once, as far as its store reaches, and acknowledges
 * nothing that was not handled.
 *
 * @example
 * ```ts
 * const receiver = createReceiver({
 *   sdkAppId: 1400000000,
 *   on: {
 *     // Comes once for each side of a call: keep one bill for each CallId.
 *     normal_end: (event) => bills.set(event.CallId, event),
 *     '*': (event) => console.log(event.command),
 *   },
 * });
 * createServer(receiver.node).listen(3000);
 * ```
 *
 * @throws ReceiverOptionError for an option that cannot be used, or is not known
 * @see https://trtc.io/document/60135
 */
export function createReceiver(options: ReceiverOptions & { readonly store?: undefined }): Receiver;
export function createReceiver<Transaction>(
  options: ReceiverOptions<Transaction> & StoreOption<Transaction>,
): Receiver;
export function createReceiver<Transaction>(
  options:
    | (ReceiverOptions & { readonly store?: undefined })
    | (ReceiverOptions<Transaction> & StoreOption<Transaction>),
): Receiver {
  return options.store === undefined
    ? buildReceiver(options, memoryStore())
    : buildReceiver(options, options.store);
}

function buildReceiver<Transaction>(
  options: ReceiverOptions<Transaction>,
  store: EventStore<Transaction>,
): Receiver {
  const core = new ReceiverCore(readSettings(options, store));
  return Object.freeze<Receiver>({
    fetch: (request, details, ...more) => receiveFetch(core, request, details, more),
    node: (request, response, details, ...more) => receiveNode(core, request, response, details, more),
    recover: (wanted) => core.recover(wanted),
    idle: () => core.idle(),
    close: (how) => core.close(how),
    [Symbol.asyncDispose]: () => core.close(),
  });
}
