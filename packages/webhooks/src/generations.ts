import { type Contracts, joinContracts, type UnknownEvent } from './contract.ts';
import { v1, type WebhookEvent as WebhookEventV1 } from './v1/contract.ts';
import { v4, type WebhookEventV4 } from './v4/contract.ts';

/** One of the documented webhooks, by its `command`. */
export type WebhookEvent = WebhookEventV1 | WebhookEventV4;

/** Whatever was received. */
export type AnyEvent = WebhookEvent | UnknownEvent;

/** What receivers and senders are given. */
export const contracts: Contracts<AnyEvent> = joinContracts<AnyEvent>(v1, v4);
