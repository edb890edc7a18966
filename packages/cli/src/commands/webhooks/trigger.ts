import { randomUUID } from 'node:crypto';
import { commandWords } from '@trtc-call/spec/v1';
import { type OutgoingWebhook, webhookCommands, webhookOf, webhooksOfCall } from '@trtc-call/webhooks/send';
import { readSdkAppId } from '../../credentials/read-credentials.ts';
import type { Trigger } from '../../known-words.ts';
import { knownWord, triggers } from '../../known-words.ts';
import { readAssignments } from './read-assignments.ts';
import type { SendFlags } from './send-all.ts';
import { sendAll } from './send-all.ts';

/** What `trtc-call webhooks trigger` was asked for. */
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

/** What is made is checked at once, so that a wrong flag is told before anything is sent. */
function webhookMaker(what: Trigger, sdkAppId: number, flags: TriggerFlags): MakeWebhooks {
  const body = readAssignments(flags.set ?? []);
  const freshOne = (command: string) =>
    webhookOf({ command, sdkAppId, at: presentSeconds(), body: { CallId: randomUUID(), ...body } });
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
    const webhooks = webhooksOfCall({
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
