export {
  type EventCommand,
  isWebhookCommand,
  type StatusCommand,
  type WebhookCommand,
  webhookCommands,
} from '../events/webhook-commands.ts';
export { type DeliverOptions, deliver, type RunningDelivery, requireWaits } from './deliver.ts';
export type { Attempt, Delivery } from './delivery.ts';
export { SendOptionError } from './errors.ts';
export { readAddress, shownAddress } from './read-address.ts';
export { type OutgoingWebhook, textOf, type WebhookParts, webhookOf } from './webhook-of.ts';
export { type CallMoment, type CallWebhook, type PlayedCall, webhooksOfCall } from './webhooks-of-call.ts';
