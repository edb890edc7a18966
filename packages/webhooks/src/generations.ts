import type { UnknownEvent, WebhookContract } from './contract.ts';
import { v1 } from './v1/contract.ts';
import type { WebhookEvent as V1Event } from './v1/events.ts';

/** One of the documented webhooks; `command` tells which. */
export type WebhookEvent = V1Event;

/** Whatever was received. */
export type AnyEvent = WebhookEvent | UnknownEvent;

/** The generations that are received. A request that names none belongs to the first. */
const generations: readonly [WebhookContract<AnyEvent>, ...WebhookContract<AnyEvent>[]] = [v1];

/** Every command word, and every word that may stand in a log. */
export const commandWords: readonly string[] = generations.flatMap(({ commands }) => commands);
export const loggedWords: ReadonlySet<string> = new Set(generations.flatMap(({ words }) => [...words]));

/** The generation that a request belongs to, by its query. */
export function chooseContract(parameters: URLSearchParams): WebhookContract<AnyEvent> {
  return generations.find(({ query }) => parameters.has(query.command)) ?? generations[0];
}

/** The generation that an event or a query names. */
export function findContract({ generation }: { readonly generation: string }): WebhookContract<AnyEvent> {
  return generations.find((contract) => contract.generation === generation) ?? generations[0];
}
