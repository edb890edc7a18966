import { readEvent, readQuery, type UnknownEvent, type WebhookEvent } from '@trtc-call/webhooks';
import type { Incoming } from './incoming.ts';

/** An event, or why it is none. */
export type ReadWebhook = { readonly event: WebhookEvent | UnknownEvent } | { readonly problem: string };

/** What a request is, read as a receiver reads it. */
export function readWebhook({ method, query, body }: Incoming): ReadWebhook {
  if (method !== 'POST') return { problem: `method ${method}, webhooks come by POST` };
  const read = readQuery(query);
  if ('problem' in read) return { problem: read.detail };
  const text = Buffer.from(body).toString();
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { problem: text === '' ? 'the body is empty' : 'the body is no JSON' };
  }
  const event = readEvent(read, parsed);
  return 'misread' in event ? { problem: event.detail } : { event };
}
