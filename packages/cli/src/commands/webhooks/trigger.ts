import { randomUUID } from 'node:crypto';
import { isObject, nearestName } from '@trtc-call/reporting/values';
import { commandWords, webhooks as v1 } from '@trtc-call/spec/v1';
import { webhooks as v4 } from '@trtc-call/spec/v4';
import {
  createCallWebhooks,
  createCallWebhooksV4,
  createWebhook,
  type OutgoingWebhook,
} from '@trtc-call/webhooks/send';
import { CommandError } from '../../command-error.ts';
import { readGenerationVariable, readSdkAppId } from '../../credentials/read-credentials.ts';
import { knownWord, type Trigger, triggers, webhookWords } from '../../facts.ts';
import { logLine } from '../../io/print.ts';
import { type Generation, generations } from '../../service.ts';
import { type SendFlags, sendAll } from './send.ts';

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

export async function trigger(what: string, flags: TriggerFlags): Promise<number> {
  const word = knownWord('trigger', what, triggers);
  const create = createMaker(word, flags.sdkAppId ?? (await readSdkAppId()), flags);
  // Made before anything is sent, so that a wrong flag is reported.
  return sendAll(repeat(create, create(), flags), flags);
}

/** Makes what a trigger sends: each time it is called a new event, or several. */
type Maker = () => readonly OutgoingWebhook[];

function* repeat(create: Maker, first: ReturnType<Maker>, { times = 1, same }: TriggerFlags) {
  yield* first;
  for (let time = 1; time < times; time += 1) yield* same ? first : create();
}

function createMaker(what: Trigger, sdkAppId: number, flags: TriggerFlags): Maker {
  const generation = chooseGeneration(what, flags);
  const body = readAssignments(generation, flags.set ?? []);
  if (what === 'call') return createCallMaker(generation, sdkAppId, flags, body);
  const commands = what === 'all' ? webhookWords[generation] : [what];
  return () =>
    commands.map((command) =>
      createWebhook({ command, generation, sdkAppId, callId: randomUUID(), at: readSeconds(), body }),
    );
}

/** That of the word; of `all` and `call` the one that is named, by the option, the result or the environment. */
function chooseGeneration(what: Trigger, { generation, result }: TriggerFlags): Generation {
  const named = generations.filter((name) =>
    what === 'all' || what === 'call'
      ? result !== undefined && resultWords[name].some((word) => word === result)
      : webhookWords[name].some((word) => word === what),
  );
  const [found] = named;
  if (what === 'call' && result !== undefined && found === undefined)
    knownWord('--result', result, [...resultWords.v1, ...resultWords.v4]);
  if (generation !== undefined && found !== undefined && found !== generation)
    throw new CommandError(`--generation: ${result ?? what} is a word of ${found}: leave the option out`);
  return generation ?? found ?? readGenerationVariable();
}

const resultWords = {
  v1: commandWords.status,
  v4: v4.end.members.CallRecord.members.CallResult.words,
} as const;

function createCallMaker(
  generation: Generation,
  sdkAppId: number,
  { result, caller = 'alice', callee: callees = ['bob'] }: TriggerFlags,
  body: object,
): Maker {
  const create = (end: number): readonly OutgoingWebhook[] => {
    const call = { sdkAppId, callId: randomUUID(), caller, callees };
    if (generation === 'v4')
      return createCallWebhooksV4({
        ...call,
        mediaType: 'Audio',
        startTime: end - 63,
        acceptTime: end - 60,
        endTime: end,
        result: knownWord('--result', result ?? 'NormalEnd', resultWords.v4),
      });
    return createCallWebhooks({
      ...call,
      roomId: '1',
      mediaType: 'audio',
      startCallTs: end - 63,
      acceptTs: end - 60,
      endTs: end,
      result: knownWord('--result', result ?? 'normal_end', resultWords.v1),
    }).map(({ webhook }) => webhook);
  };
  return () =>
    create(readSeconds()).map((webhook) => ({ ...webhook, body: merge(Object(webhook.body), body) }));
}

function readSeconds(): number {
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
    const isInside = rest.length > 0 && [...types.keys()].some((member) => member.startsWith(`${first}.`));
    if (sign === '=' && !types.has(name)) logUnknown(name, [...types.keys()]);
    const read = sign === '=' ? plainValue(name, value, types.get(name)) : jsonValue(name, value);
    body = merge(body, isInside ? { [first]: { [rest.join('.')]: read } } : { [name]: read });
  }
  return body;
}

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
  const nearest = nearestName(name, members) ?? members.find((member) => member.endsWith(`.${name}`));
  if (nearest) logLine(`Sent as it is: --set: no page lists the member ${name}: did you mean ${nearest}?`);
}

function plainValue(name: string, text: string, type: string | undefined): unknown {
  if (type !== 'integer') return text;
  if (Number.isSafeInteger(Number(text)) && /^-?\d+$/.test(text)) return Number(text);
  if (/^-?\d+$/.test(text)) {
    const most = Number.MAX_SAFE_INTEGER;
    throw new CommandError(`--set: ${name} must be an integer from -${most} to ${most} (got ${text})`);
  }
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
