import { type Contracts, joinContracts, type UnknownEvent } from './contract.ts';
import { v1 } from './v1/contract.ts';
import type { WebhookEvent as V1Event } from './v1/events.ts';

/** One of the documented webhooks, by its `command`. */
export type WebhookEvent = V1Event;

/** Whatever was received. */
export type AnyEvent = WebhookEvent | UnknownEvent;

/** What receivers and senders are given. */
export const contracts: Contracts<AnyEvent> = joinContracts<AnyEvent>(v1);
