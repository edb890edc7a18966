import type { WebhookQuery } from './contract.ts';
import { type Misread, parseWith, type QueryProblem, readQueryWith } from './events/read-event.ts';
import { type AnyEvent, contracts } from './generations.ts';
import { openReceiver, type Receiver } from './receiver/open-receiver.ts';
import type { NoStoreOption, ReceiverOptions, StoreOption } from './receiver/options.ts';
import { memoryStore } from './stores/memory.ts';

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
export function createReceiver(options: ReceiverOptions & NoStoreOption): Receiver;
export function createReceiver<Transaction>(
  options: ReceiverOptions<Transaction> & StoreOption<Transaction>,
): Receiver;
export function createReceiver<Transaction>(
  options: (ReceiverOptions & NoStoreOption) | (ReceiverOptions<Transaction> & StoreOption<Transaction>),
): Receiver {
  return options?.store === undefined
    ? openReceiver(contracts, options, memoryStore())
    : openReceiver(contracts, options, options.store);
}

/**
 * Reads the query of a webhook, without its question mark. Names are case-sensitive; those that the contract does not
 * know are let through. It never throws.
 */
export function readQuery(search: string): WebhookQuery | QueryProblem {
  return readQueryWith(contracts.choose(search));
}

/** The call that an event is about; undefined where it does not say in a text. */
export function findCallId(event: AnyEvent): string | undefined {
  return contracts.find(event).findCallId(event);
}

/**
 * Writes the body of an answer in the form of the generation that a query names. Only a code of 0 acknowledges.
 *
 * @param search the query, without its question mark
 */
export function writeAnswer(search: string, errorCode: number, message: string): string {
  return contracts.choose(search).contract.writeAnswer(errorCode, message);
}

/**
 * Reads the body of a webhook, for the event that its query names. What the contract does not know comes out as an
 * UnknownEvent. Two bodies that differ in a digit, a code unit or a byte of a documented member have two fingerprints, also
 * where `JSON.parse` makes the same of both. It never throws.
 *
 * @param sent the bytes of the body, or its text
 */
export function parseEvent(query: WebhookQuery, sent: string | Uint8Array): AnyEvent | Misread {
  return parseWith(contracts, query, sent);
}
