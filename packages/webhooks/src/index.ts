export type { FetchDetails } from './adapters/fetch.ts';
export type { NodeDetails } from './adapters/node.ts';
export {
  type EventCommand,
  isWebhookCommand,
  type StatusCommand,
  type WebhookCommand,
  type WebhookFamily,
  webhookCommands,
} from './events/commands.ts';
export type {
  CallEvent,
  RawWebhook,
  StatusEvent,
  UnknownEvent,
  WebhookBody,
  WebhookEvent,
} from './events/event.ts';
export { fingerprintOf } from './events/fingerprint.ts';
export type { Misfit } from './events/read-body.ts';
export { type Misread, parseEvent, readEvent } from './events/read-event.ts';
export { type QueryProblem, readQuery, type WebhookQuery } from './events/read-query.ts';
export { createReceiver, type Receiver } from './receiver/create-receiver.ts';
export { ClaimLostError, HandlerTimeoutError, ReceiverOptionError } from './receiver/errors.ts';
export type {
  Handler,
  HandlerContext,
  Handlers,
  ReceiverLimits,
  ReceiverOptions,
  StoreOption,
} from './receiver/options.ts';
export type { Outcome, RefusalCode, RefusedOutcome } from './receiver/outcome.ts';
export type { CloseOptions } from './receiver/receive.ts';
export type { ConfirmingRecord, RecordSource } from './receiver/record-queue.ts';
export type { Recovered, RecoverOptions } from './receiver/recover.ts';
export type {
  Claim,
  ClaimVerdict,
  EventStore,
  KeptEvent,
  MaybePromise,
  TakeOver,
} from './stores/event-store.ts';
export { StoreError, StoreFullError } from './stores/event-store.ts';
export { type MemoryStoreOptions, memoryStore } from './stores/memory.ts';
