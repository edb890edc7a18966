export {
  type EventCommand,
  isWebhookCommand,
  type StatusCommand,
  type WebhookCommand,
  webhookCommands,
} from '../events/commands.ts';
export {
  type CallMoment,
  type CallWebhook,
  type OutgoingWebhook,
  type PlayedCall,
  textOf,
  type WebhookParts,
  webhookOf,
  webhooksOfCall,
} from './create-webhooks.ts';
export type { Attempt, Delivery } from './deliver.ts';
export {
  type DeliverOptions,
  deliver,
  type RunningDelivery,
  readAddress,
  requireWaits,
  shownAddress,
} from './deliver.ts';
export { SendOptionError } from './errors.ts';
