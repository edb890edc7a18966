export type { FetchDetails } from './adapters/fetch.ts';
export type { NodeDetails } from './adapters/node.ts';
export type {
  ConfirmingRecord,
  ConfirmingRecordV4,
  Misfit,
  RawWebhook,
  UnknownEvent,
  WebhookQuery,
} from './contract.ts';
export { createReceiver, findCallId, parseEvent, readQuery, writeAnswer } from './create-receiver.ts';
export type { Misread, QueryProblem } from './events/read-event.ts';
export type { AnyEvent, WebhookEvent } from './generations.ts';
export { dropKept, type KeptWebhook, listKept } from './kept.ts';
export type { RefusalCode } from './receiver/answers.ts';
export type { Receiver } from './receiver/open-receiver.ts';
export {
  ClaimLostError,
  type CloseOptions,
  type Handler,
  type HandlerContext,
  type Handlers,
  HandlerTimeoutError,
  type NoStoreOption,
  type ReceiverLimits,
  ReceiverOptionError,
  type ReceiverOptions,
  type RecordSources,
  type SourceOfApp,
  type StoreOption,
} from './receiver/options.ts';
export type { OtherOutcome, Outcome, RefusedOutcome } from './receiver/outcome.ts';
export type { RecordSource } from './receiver/record-queue.ts';
export type { Recovered, RecoverOptions } from './receiver/recover.ts';
export type {
  Claim,
  ClaimVerdict,
  EventStore,
  KeptEvent,
  KeptList,
  MaybePromise,
  TakeOver,
} from './stores/event-store.ts';
export { StoreError } from './stores/event-store.ts';
export { type MemoryStoreOptions, memoryStore } from './stores/memory.ts';
export {
  type CallEvent,
  type EventCommand,
  isWebhookCommand,
  type StatusCommand,
  type StatusEvent,
  type WebhookBody,
  type WebhookCommand,
  type WebhookFamily,
  webhookCommands,
} from './v1/contract.ts';
export type {
  ChangedUser,
  EndEventV4,
  MemberEventV4,
  StartEventV4,
  WebhookCommandV4,
  WebhookEventV4,
  WebhookFamilyV4,
  WebhookUser,
} from './v4/contract.ts';
