import { webhooks } from '@trtc-call/spec/v1';
import { familyOf, type WebhookCommand } from '../events/webhook-commands.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import { SendOptionError } from './errors.ts';

/** What the vendor sends to the configured address. */
export interface OutgoingWebhook {
  /** Names and values of the query, in the order in which they are sent. */
  readonly query: Readonly<Record<string, string>>;
  /** Sent in place of `query`, as it is: what came in once is sent again. */
  readonly search?: string | undefined;
  /** Sent as JSON; a text is sent as it is. */
  readonly body: unknown;
}

/** What a webhook is made of. */
export interface WebhookParts {
  /** One of the 25 command words, or another one to see what a receiver makes of it. */
  readonly command: WebhookCommand | (string & {});
  readonly sdkAppId: number;
  /** Members of the body that are to be others than those of the contract's example; undefined leaves one out. */
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  /** The address of the client whose action leads to it. Default as in the contract's example. */
  readonly clientip?: string | undefined;
  /** The platform of that client. Default as in the contract's example. */
  readonly optplatform?: string | undefined;
  /** When it happened, in Unix seconds: the example's times are moved there. Default as in the contract's example. */
  readonly at?: number | undefined;
}

/**
 * A webhook as the contract has it: the example of its family, with what belongs to the command word.
 *
 * @example
 * ```ts
 * webhookOf({ command: 'normal_end', sdkAppId, body: { CallId: 'call 1', UserId: 'alice' } });
 * ```
 *
 * @throws SendOptionError for a part that is not known
 * @see https://trtc.io/document/60129 https://trtc.io/document/60130
 */
export function webhookOf(parts: WebhookParts): OutgoingWebhook {
  refuseUnknown(parts, knownParts, (...why) => new SendOptionError(...why));
  const { command, sdkAppId, body, clientip, optplatform, at } = parts;
  const { query, examples } = webhooks[familyOf(command) ?? 'event'];
  const example = at === undefined ? examples.default : movedTo(at, examples.default);
  const members: Record<string, unknown> = { ...example, ...wordsOf(command), ...body };
  return {
    query: {
      sdkappid: String(sdkAppId),
      command,
      contenttype: query.contenttype.example,
      clientip: clientip ?? query.clientip.example,
      optplatform: optplatform ?? query.optplatform.example,
    },
    body: Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)),
  };
}

const knownParts = {
  command: true,
  sdkAppId: true,
  body: true,
  clientip: true,
  optplatform: true,
  at: true,
} satisfies Record<keyof WebhookParts, true>;

/** The example as it would be at another time; its four times are Unix seconds. */
function movedTo(at: number, example: { readonly EventTime: number }): Record<string, unknown> {
  const by = at - example.EventTime;
  const isTime = (name: string) => name === 'EventTime' || name.endsWith('Ts');
  const moved = Object.entries(example).map(([name, value]) => [name, isTime(name) ? value + by : value]);
  return Object.fromEntries(moved);
}

/** The members that a command word decides (V1-30: `Event` is the word without the side). */
export function wordsOf(command: string): Readonly<Record<string, string>> {
  if (familyOf(command) === 'status') return { CallResult: command };
  const side = webhooks.event.members.Role.words.find((role) => command.startsWith(`${role}_`));
  return side === undefined ? { Event: command } : { Role: side, Event: command.slice(side.length + 1) };
}

/** The URL to which it is sent: what the address has in its query stays, and stands first. */
export function urlOf({ query, search }: OutgoingWebhook, to: URL): string {
  const url = new URL(to);
  const given = search ?? new URLSearchParams(query).toString();
  url.search = url.search === '' ? given : `${url.search}&${given}`;
  url.hash = '';
  return url.href;
}

/** The body as it is sent. */
export function textOf({ body }: OutgoingWebhook): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
