import type { OutgoingWebhook } from '@trtc-call/webhooks/send';
import type { TriggerFlags } from '../commands/webhooks.ts';
import { knownWord } from '../known-words.ts';
import { webhookMaker } from './make-webhooks.ts';
import { readSdkAppId } from './read-sdk-app-id.ts';
import { sendAll } from './send-all.ts';
import { triggers } from './triggers.ts';

/** Sends a webhook, or several. @returns the exit code */
export async function trigger(what: string, flags: TriggerFlags): Promise<number> {
  const word = knownWord('trigger', what, triggers);
  const make = webhookMaker(word, flags.sdkAppId ?? (await readSdkAppId()), flags);
  return sendAll(webhooksOf(make, flags.times ?? 1), flags);
}

function* webhooksOf(make: () => readonly OutgoingWebhook[], times: number): Generator<OutgoingWebhook> {
  for (let time = 0; time < times; time += 1) yield* make();
}
