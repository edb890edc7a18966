export { decodeBody } from '../events/read-event.ts';
export {
  type EventCommand,
  isWebhookCommand,
  type StatusCommand,
  type WebhookCommand,
  webhookCommands,
} from '../v1/contract.ts';
export {
  type CallMoment,
  type CallWebhook,
  createCallWebhooks,
  type PlayedCall,
} from '../v1/create-call-webhooks.ts';
export { type WebhookCommandV4, webhookCommandsV4 } from '../v4/contract.ts';
export { createCallWebhooksV4, type PlayedCallV4 } from '../v4/create-call-webhooks.ts';
export type { Attempt } from './attempt.ts';
export { createWebhook, findQueryNames, type WebhookParts } from './create-webhook.ts';
export {
  type DeliverOptions,
  type Delivery,
  deliver,
  type RunningDelivery,
  requireWaits,
} from './deliver.ts';
export { type OutgoingWebhook, readAddress, SendOptionError, shownAddress, writeBody } from './webhook.ts';
