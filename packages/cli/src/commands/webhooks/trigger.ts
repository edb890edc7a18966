import { randomUUID } from 'node:crypto';
import { nearestName } from '@trtc-call/reporting/names';
import { isObject } from '@trtc-call/reporting/values';
import { commandWords, webhooks as v1 } from '@trtc-call/spec/v1';
import { webhooks as v4 } from '@trtc-call/spec/v4';
import {
  createCallWebhooks,
  createCallWebhooksV4,
  createWebhook,
  type OutgoingWebhook,
} from '@trtc-call/webhooks/send';
import { CommandError } from '../../command-error.ts';
import { readGeneration } from '../../credentials/credentials-file.ts';
import { readSdkAppId } from '../../credentials/read-credentials.ts';
import { logLine } from '../../io/print.ts';
import { knownWord, type Trigger, triggers, webhookWords } from '../../known-words.ts';
import { type Generation, generations } from '../../service.ts';
import { type SendFlags, sendAll } from './send-all.ts';

export interface TriggerFlags extends SendFlags {
  generation?: Generation;
  sdkAppId?: number;
  set?: string[];
  times?: number;
  same?: true;
  result?: string;
  caller?: string;
  callee?: string[];
}

/** Sends a webhook, or several. @returns the exit code */
export async function trigger(what: string, flags: TriggerFlags): Promise<number> {
  const word = knownWord('trigger', what, triggers);
  const make = webhookMaker(word, flags.sdkAppId ?? (await readSdkAppId()), flags);
  return sendAll(webhooksOf(make, flags.times ?? 1), flags);
}

function* webhooksOf(make: () => readonly OutgoingWebhook[], times: number): Generator<OutgoingWebhook> {
  for (let time = 0; time < times; time += 1) yield* make();
}

/** Makes what a trigger sends: each time it is called a new event, or several. */
type MakeWebhooks = () => readonly OutgoingWebhook[];

/** What is made is checked at once, so that a wrong flag is reported before anything is sent. */
function webhookMaker(what: Trigger, sdkAppId: number, flags: TriggerFlags): MakeWebhooks {
  const generation = chooseGeneration(what, flags);
  const body = readAssignments(generation, flags.set ?? []);
  const freshOne = (command: string) =>
    createWebhook({ command, generation, sdkAppId, callId: randomUUID(), at: presentSeconds(), body });
  const make =
    what === 'call'
      ? callMaker(generation, sdkAppId, flags, body)
      : () => (what === 'all' ? webhookWords[generation].map(freshOne) : [freshOne(what)]);
  const first = make();
  return flags.same ? () => first : make;
}

/** That of the word; of `all` and `call` the one that is named, by the option, the result or the environment. */
function chooseGeneration(what: Trigger, { generation, result }: TriggerFlags): Generation {
  const named = generations.filter((one) =>
    what === 'all' || what === 'call'
      ? result !== undefined && resultWords[one].some((word) => word === result)
      : webhookWords[one].some((word) => word === what),
  );
  const [found] = named;
  if (what === 'call' && result !== undefined && found === undefined)
    knownWord('--result', result, [...resultWords.v1, ...resultWords.v4]);
  if (generation !== undefined && found !== undefined && found !== generation)
    throw new CommandError(`--generation: ${result ?? what} is a word of ${found}: leave the option out`);
  const variable = process.env.TRTC_CALL_GENERATION?.trim();
  return generation ?? found ?? (variable ? readGeneration('TRTC_CALL_GENERATION', variable) : 'v4');
}

const resultWords = {
  v1: commandWords.status,
  v4: v4.end.members.CallRecord.members.CallResult.words,
} as const;

function callMaker(
  generation: Generation,
  sdkAppId: number,
  flags: TriggerFlags,
  body: object,
): MakeWebhooks {
  const { result, caller = 'alice', callee: callees = ['bob'] } = flags;
  const createOne: (end: number) => readonly OutgoingWebhook[] =
    generation === 'v4'
      ? (endTime) =>
          createCallWebhooksV4({
            ...{ sdkAppId, callId: randomUUID(), caller, callees, mediaType: 'Audio' },
            result: knownWord('--result', result ?? 'NormalEnd', resultWords.v4),
            ...{ startTime: endTime - 63, acceptTime: endTime - 60, endTime },
          })
      : (endTs) =>
          createCallWebhooks({
            ...{ sdkAppId, callId: randomUUID(), roomId: '1', caller, callees, mediaType: 'audio' },
            result: knownWord('--result', result ?? 'normal_end', resultWords.v1),
            ...{ startCallTs: endTs - 63, acceptTs: endTs - 60, endTs },
          }).map(({ webhook }) => webhook);
  return () =>
    createOne(presentSeconds()).map((webhook) => ({ ...webhook, body: merge(Object(webhook.body), body) }));
}

function presentSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

type Rows = Readonly<Record<string, { readonly type: string; readonly members?: Rows }>>;

/** The members of all bodies of a generation by their names, such as `CallRecord.CallId`, each with its type. */
function listMembers(rows: Rows, head = ''): (readonly [name: string, type: string])[] {
  return Object.entries(rows).flatMap(([name, { type, members }]) =>
    members ? listMembers(members, `${head}${name}.`) : [[`${head}${name}`, type] as const],
  );
}

const memberTypes: Readonly<Record<Generation, ReadonlyMap<string, string>>> = {
  v1: new Map([...listMembers(v1.event.members), ...listMembers(v1.status.members)]),
  v4: new Map(Object.values(v4).flatMap(({ members }) => listMembers(members))),
};

/**
 * Reads `member=value`, whose value has the type that the contract gives the member, and `member:=json`. A member of a
 * member is named with a dot, where the contract knows it so.
 *
 * @throws CommandError for what is neither, and for a member that is set twice
 */
function readAssignments(generation: Generation, given: readonly string[]): Record<string, unknown> {
  const types = memberTypes[generation];
  const seen = new Set<string>();
  let body = {};
  for (const text of given) {
    const [, name = '', sign, value = ''] = /^([^=:]+)(:?=)(.*)$/s.exec(text) ?? [];
    if (sign === undefined) {
      throw new CommandError(`--set: "${text}" is not an assignment: use member=value, or member:=json`);
    }
    if (seen.has(name)) throw new CommandError(`--set: ${name} is set twice: leave one of them out`);
    seen.add(name);
    const [first = '', ...rest] = name.split('.');
    const isInside = rest.length > 0 && [...types.keys()].some((one) => one.startsWith(`${first}.`));
    if (sign === '=' && !types.has(name)) logUnknown(name, [...types.keys()]);
    const read = sign === '=' ? plainValue(name, value, types.get(name)) : jsonValue(name, value);
    body = merge(body, isInside ? { [first]: { [rest.join('.')]: read } } : { [name]: read });
  }
  return body;
}

/** A body with changes; objects are changed member by member. */
function merge(body: object, changes: object): Record<string, unknown> {
  const members = new Map<string, unknown>(Object.entries(body));
  for (const [name, change] of Object.entries(changes)) {
    const former = members.get(name);
    members.set(name, isObject(former) && isObject(change) ? merge(former, change) : change);
  }
  return Object.fromEntries(members);
}

/** Any member may be sent; one that is nearly documented was most likely meant to be. */
function logUnknown(name: string, members: readonly string[]): void {
  const nearest = nearestName(name, members) ?? members.find((one) => one.endsWith(`.${name}`));
  if (nearest) logLine(`Sent as it is: --set: no page lists the member ${name}: did you mean ${nearest}?`);
}

function plainValue(name: string, text: string, type: string | undefined): unknown {
  if (type !== 'integer') return text;
  if (/^-?\d+$/.test(text)) return Number(text);
  throw new CommandError(
    `--set: ${name} is an integer, and "${text}" is not: use ${name}:='"${text}"' to send it`,
  );
}

function jsonValue(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(
      `--set: the value of ${name} is not JSON: texts need quotes, such as ${name}:='"x"'`,
    );
  }
}
