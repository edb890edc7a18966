export {
  type EventCommand,
  isWebhookCommand,
  type StatusCommand,
  type WebhookCommand,
  webhookCommands,
} from '../events/commands.ts';
export type { Attempt } from './attempt.ts';
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
export {
  type DeliverOptions,
  type Delivery,
  deliver,
  type RunningDelivery,
  readAddress,
  requireWaits,
  shownAddress,
} from './deliver.ts';
export { SendOptionError } from './errors.ts';
