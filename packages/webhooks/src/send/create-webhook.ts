import { contracts } from '../generations.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import { v1 } from '../v1/sender.ts';
import { v4 } from '../v4/sender.ts';
import { type OutgoingWebhook, type Sender, SendOptionError } from './webhook.ts';

const [usual, ...others] = [v1, v4] as const;
const senders: readonly Sender[] = [usual, ...others];

/** What a webhook is made of. */
export interface WebhookParts {
  /** One of the command words, or another one to see what a receiver makes of it. */
  readonly command: string;
  /** Default that of the command word, and `v1` of a word that is not documented. */
  readonly generation?: 'v1' | 'v4' | undefined;
  readonly sdkAppId: number;
  /** The call that it is about. Default that of the contract's example. */
  readonly callId?: string | undefined;
  /**
   * Members of the body that are to be others than those of the contract's example, members of members too; undefined
   * leaves one out.
   */
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  /** The address of the client whose action leads to it. Default as in the contract's example. */
  readonly clientip?: string | undefined;
  /** The platform of that client. Default as in the contract's example. */
  readonly optplatform?: string | undefined;
  /** When it happened, in Unix seconds: the example's times are moved there. Default as in the contract's example. */
  readonly at?: number | undefined;
}

/**
 * A webhook as the contract has it: the example of its command, with what belongs to the word.
 *
 * @example
 * ```ts
 * createWebhook({ command: 'Call.CallbackAfterEndCall', sdkAppId, body: { CallRecord: { CallResult: 'Reject' } } });
 * createWebhook({ command: 'normal_end', sdkAppId, callId: 'call 1', body: { UserId: 'alice' } });
 * ```
 *
 * @throws SendOptionError for a part that is not known
 * @see https://trtc.io/document/60129 https://trtc.io/document/60130 https://trtc.io/document/68934
 */
export function createWebhook(parts: WebhookParts): OutgoingWebhook {
  refuseUnknown(parts, knownParts, (...why) => new SendOptionError(...why));
  const { command, generation, sdkAppId, callId, body = {}, at } = parts;
  if (typeof command !== 'string') {
    throw mustBe('command', 'a command word', command, 'Give one such as normal_end.');
  }
  if (!Number.isSafeInteger(sdkAppId)) {
    throw mustBe('sdkAppId', 'the number of an app', sdkAppId, 'Give one such as 1400000000.');
  }
  if (at !== undefined && !Number.isFinite(at)) {
    throw mustBe('at', 'Unix seconds', at, "Leave it out for that of the contract's example.");
  }
  const sender = findSender(generation, command);
  if (!sender) {
    throw mustBe('generation', 'v1 or v4', generation, 'Leave it out for that of the command.');
  }
  const { query: names } = sender.contract;
  const { query, body: example } = sender.findSample(command);
  const moved = at === undefined ? example : sender.moveTimes(at, example);
  const exampleOf = (name: string) => String(query[name]?.example);
  return {
    query: {
      [names.app]: String(sdkAppId),
      [names.command]: command,
      [names.contentType]: exampleOf(names.contentType),
      [names.clientIp]: parts.clientip ?? exampleOf(names.clientIp),
      [names.platform]: parts.optplatform ?? exampleOf(names.platform),
    },
    body: merge(merge(moved, sender.writeMembers(command, callId)), body),
  };
}

const knownParts = {
  command: true,
  generation: true,
  sdkAppId: true,
  callId: true,
  body: true,
  clientip: true,
  optplatform: true,
  at: true,
} satisfies Record<keyof WebhookParts, true>;

function mustBe(field: string, what: string, got: unknown, remedy: string): SendOptionError {
  const shown = typeof got === 'string' ? JSON.stringify(got) : String(got);
  return new SendOptionError(field, `must be ${what} (got ${shown})`, remedy);
}

/** A value with changes, in objects member by member. */
function merge(value: object, changes: object): object {
  const members = new Map<string, unknown>(Object.entries(value));
  for (const [name, change] of Object.entries(changes)) {
    const former = members.get(name);
    if (change === undefined) members.delete(name);
    else members.set(name, isPlain(change) ? merge(isPlain(former) ? former : {}, change) : change);
  }
  return Object.fromEntries(members);
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The generation of a name; without one that of the command, and v1 where the word is not documented. */
function findSender(name: string | undefined, command: string): Sender | undefined {
  if (name !== undefined) return senders.find(({ contract }) => contract.generation === name);
  return senders.find(({ contract }) => contract.commands.includes(command)) ?? usual;
}

/** The generation of a webhook, by its query. */
export function chooseSender(search: string): Sender {
  return findSender(contracts.choose(search).contract.generation, '') ?? usual;
}

/** The names of the parameters, by the generation whose app and command a query has; undefined where it has neither. */
export function findQueryNames(parameters: URLSearchParams): Sender['contract']['query'] | undefined {
  const names = senders.map(({ contract }) => contract.query);
  return names.find(({ app, command }) => parameters.has(app) && parameters.has(command));
}
