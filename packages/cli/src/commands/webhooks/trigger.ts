import { randomUUID } from 'node:crypto';
import { nearestName } from '@trtc-call/reporting/names';
import { commandWords, webhooks } from '@trtc-call/spec/v1';
import {
  createCallWebhooks,
  createWebhook,
  type OutgoingWebhook,
  webhookCommands,
} from '@trtc-call/webhooks/send';
import { CommandError } from '../../command-error.ts';
import { readSdkAppId } from '../../credentials/read-credentials.ts';
import { logLine } from '../../io/print.ts';
import { knownWord, type Trigger, triggers } from '../../known-words.ts';
import { type SendFlags, sendAll } from './send-all.ts';

export interface TriggerFlags extends SendFlags {
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
  const body = readAssignments(flags.set ?? []);
  const freshOne = (command: string) =>
    createWebhook({ command, sdkAppId, at: presentSeconds(), body: { CallId: randomUUID(), ...body } });
  const make =
    what === 'call'
      ? callMaker(sdkAppId, flags, body)
      : () => (what === 'all' ? webhookCommands.map(freshOne) : [freshOne(what)]);
  if (!flags.same) return make;
  const same = make();
  return () => same;
}

function callMaker(sdkAppId: number, flags: TriggerFlags, body: Record<string, unknown>): MakeWebhooks {
  const result = knownWord('--result', flags.result ?? 'normal_end', commandWords.status);
  const make = () => {
    const endTs = presentSeconds();
    const webhooks = createCallWebhooks({
      sdkAppId,
      callId: randomUUID(),
      roomId: '1',
      caller: flags.caller ?? 'alice',
      callees: flags.callee ?? ['bob'],
      mediaType: 'audio',
      result,
      startCallTs: endTs - 63,
      acceptTs: endTs - 60,
      endTs,
    });
    return webhooks.map(({ webhook }) => ({ ...webhook, body: { ...Object(webhook.body), ...body } }));
  };
  make();
  return make;
}

function presentSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

const members = Object.keys({ ...webhooks.event.members, ...webhooks.status.members });
const integers = new Set(
  Object.entries(webhooks.event.members).flatMap(([name, { type }]) => (type === 'integer' ? [name] : [])),
);

/**
 * Reads `member=value`, whose value has the type that the contract gives the member, and `member:=json`.
 *
 * @throws CommandError for what is neither, and for a member that is set twice
 */
function readAssignments(given: readonly string[]): Record<string, unknown> {
  const seen = new Set<string>();
  return Object.fromEntries(
    given.map((text) => {
      const [, name = '', sign, value = ''] = /^([^=:]+)(:?=)(.*)$/s.exec(text) ?? [];
      if (sign === undefined) {
        throw new CommandError(`--set: "${text}" is not an assignment: use member=value, or member:=json`);
      }
      if (seen.has(name)) throw new CommandError(`--set: ${name} is set twice: leave one of them out`);
      seen.add(name);
      if (sign === '=' && !members.includes(name)) logUnknown(name);
      return [name, sign === '=' ? plainValue(name, value) : jsonValue(name, value)];
    }),
  );
}

/** Any member may be sent; one that is nearly documented was most likely meant to be. */
function logUnknown(name: string): void {
  const nearest = nearestName(name, members);
  if (nearest) logLine(`Sent as it is: --set: no page lists the member ${name}: did you mean ${nearest}?`);
}

function plainValue(name: string, text: string): unknown {
  if (!integers.has(name)) return text;
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
