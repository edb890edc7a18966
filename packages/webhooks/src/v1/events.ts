import { webhooks } from '@trtc-call/spec/v1';
import type { MemberValue, Received } from '../contract.ts';

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

const includes = (words: readonly string[], text: string) => words.includes(text);

export function isStatusCommand(text: string): text is StatusCommand {
  return includes(webhooks.status.commands, text);
}

export function isEventCommand(text: string): text is EventCommand {
  return includes(webhooks.event.commands, text);
}

export function isWebhookCommand(text: string): text is WebhookCommand {
  return isStatusCommand(text) || isEventCommand(text);
}

type Members<Family extends WebhookFamily> = (typeof webhooks)[Family]['members'];

/**
 * The body of a family's webhooks as the contract states it: no page promises that a member is there (V1-U-52). Words that
 * differ in capitals only are as listed.
 */
export type WebhookBody<Family extends WebhookFamily> = {
  readonly [Name in keyof Members<Family>]?: MemberValue<Members<Family>[Name]>;
};

interface ReceivedV1 extends Received {
  readonly generation: 'v1';
}

/** A call has ended; sent once for each side. @see https://trtc.io/document/60130 */
export type StatusEvent = {
  [Word in StatusCommand]: ReceivedV1 &
    WebhookBody<'status'> & { readonly family: 'status'; readonly command: Word };
}[StatusCommand];

/** A step of a call. @see https://trtc.io/document/60129 */
export type CallEvent = {
  [Word in EventCommand]: ReceivedV1 &
    WebhookBody<'event'> & { readonly family: 'event'; readonly command: Word };
}[EventCommand];

/** One of the documented webhooks, by its `command`. */
export type WebhookEvent = StatusEvent | CallEvent;
