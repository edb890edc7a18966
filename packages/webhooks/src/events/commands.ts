import { webhooks } from '@trtc-call/spec/v1';

/** The two kinds of webhooks: `status` after a call has ended, `event` after a step of a call. */
export type WebhookFamily = keyof typeof webhooks;

/** A command word of the status family (60130). */
export type StatusCommand = (typeof webhooks)['status']['commands'][number];

/** A command word of the event family (60129). */
export type EventCommand = (typeof webhooks)['event']['commands'][number];

/** One of the 25 command words (60135). */
export type WebhookCommand = StatusCommand | EventCommand;

/** All command words, those of the status family first. */
export const webhookCommands: readonly WebhookCommand[] = Object.freeze([
  ...webhooks.status.commands,
  ...webhooks.event.commands,
]);

const families: ReadonlyMap<string, WebhookFamily> = new Map<string, WebhookFamily>([
  ...webhooks.status.commands.map((word) => [word, 'status'] as const),
  ...webhooks.event.commands.map((word) => [word, 'event'] as const),
]);

/** The family of a command word; undefined for every other word. */
export function findFamily(command: string): WebhookFamily | undefined {
  return families.get(command);
}

/** Whether the text is one of the 25 command words. */
export function isWebhookCommand(text: string): text is WebhookCommand {
  return families.has(text);
}

/** Whether the text is a command word of the status family. */
export function isStatusCommand(text: string): text is StatusCommand {
  return families.get(text) === 'status';
}

/** Whether the text is a command word of the event family. */
export function isEventCommand(text: string): text is EventCommand {
  return families.get(text) === 'event';
}
