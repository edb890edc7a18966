import type { webhooks } from '@trtc-call/spec/v1';
import type { EventCommand, StatusCommand, WebhookFamily } from './commands.ts';
import type { Misfit } from './read-body.ts';

type Members<Family extends WebhookFamily> = (typeof webhooks)[Family]['members'];

type ValueOf<Member> = Member extends { readonly words: readonly (infer Word)[] }
  ? Word | (string & {})
  : Member extends { readonly type: 'integer' }
    ? number
    : string;

type RequiredName<All> = {
  [Name in keyof All]: All[Name] extends { readonly required: true } ? Name : never;
}[keyof All];

/**
 * The body of a family's webhooks as the contract states it: no page promises that a member is there (V1-U-52). Words that
 * differ in capitals only are as listed.
 */
export type WebhookBody<Family extends WebhookFamily> = {
  readonly [Name in RequiredName<Members<Family>>]: ValueOf<Members<Family>[Name]>;
} & {
  readonly [Name in Exclude<keyof Members<Family>, RequiredName<Members<Family>>>]?: ValueOf<
    Members<Family>[Name]
  >;
};

/** What was sent, as it was sent. */
export interface RawWebhook {
  readonly query: Readonly<Record<string, string>>;
  /** The body as `JSON.parse` reads it: it rounds numbers beyond 2^53, and takes the last of a name that comes again. */
  readonly body: Readonly<Record<string, unknown>>;
  /**
   * The body as it came, every digit of it, without a byte order mark; behind a parser, what the parsed body is written
   * as. A byte that is not UTF-8 stands in it as a surrogate from U+DC80 to U+DCFF. Undefined where `readEvent` was given a parsed body.
   */
  readonly text?: string;
}

/** What every event has, whatever its family. */
export interface Received {
  /** The app that it is about. */
  readonly sdkappid: number;
  /** The address of the client whose action led to it, as the vendor says. */
  readonly clientip?: string;
  /** The platform of that client: `iOS`, `Android`, `Web`, `miniProgram`, or another word. */
  readonly optplatform?: string;
  /** The same for every delivery of the same event, and for no other event. */
  readonly fingerprint: string;
  /**
   * Where documented members of the body are of another type than in the contract. What can be read without a doubt is
   * read all the same: digits in place of a number, a whole number in place of a text, both up to 2^53 - 1. Any other such member is absent
   * here, and stands in `raw`. Empty where the command word is unknown.
   */
  readonly misfits: readonly Misfit[];
  readonly raw: RawWebhook;
}

/** A call has ended; sent once for each side. @see https://trtc.io/document/60130 */
export type StatusEvent = {
  [Word in StatusCommand]: Received &
    WebhookBody<'status'> & { readonly family: 'status'; readonly command: Word };
}[StatusCommand];

/** A step of a call. @see https://trtc.io/document/60129 */
export type CallEvent = {
  [Word in EventCommand]: Received &
    WebhookBody<'event'> & { readonly family: 'event'; readonly command: Word };
}[EventCommand];

/** One of the 25 documented webhooks; `command` tells which. */
export type WebhookEvent = StatusEvent | CallEvent;

/** A webhook whose command word the contract does not know. */
export interface UnknownEvent extends Received {
  readonly family: 'unknown';
  readonly command: '*';
  /** The command word as it was sent. */
  readonly word: string;
}
