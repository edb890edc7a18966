import { parseEvent, readQuery, type UnknownEvent, type WebhookEvent } from '@trtc-call/webhooks';
import type { Incoming } from './incoming.ts';

/** An event, or why it is none. */
export type ReadWebhook = { readonly event: WebhookEvent | UnknownEvent } | { readonly problem: string };

/** What a request is, read as a receiver reads it. */
export function readWebhook({ method, query, body }: Incoming): ReadWebhook {
  if (method !== 'POST') return { problem: `method ${method}, webhooks come by POST` };
  const read = readQuery(query);
  if ('problem' in read) return { problem: read.detail };
  const event = parseEvent(read, body);
  if (!('misread' in event)) return { event };
  if (event.misread === 'unknown-shape') return { problem: event.detail };
  return { problem: body.length === 0 ? 'the body is empty' : 'the body is no JSON' };
}
