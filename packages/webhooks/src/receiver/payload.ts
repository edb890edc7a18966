import { parseEvent } from '../events/read-event.ts';
import { readQuery } from '../events/read-query.ts';
import type { UnknownEvent, WebhookEvent } from '../events/webhook-event.ts';

/** What is kept of an event that was acknowledged early: all that was sent. */
export function payloadOf(query: string, body: string): string {
  return JSON.stringify({ query, body });
}

/** @returns undefined when it is nothing that `payloadOf` has made */
export function eventOfPayload(payload: string): WebhookEvent | UnknownEvent | undefined {
  try {
    const kept: unknown = JSON.parse(payload);
    if (typeof kept !== 'object' || kept === null || !('query' in kept) || !('body' in kept))
      return undefined;
    const query = readQuery(String(kept.query));
    if ('problem' in query) return undefined;
    const event = parseEvent(query, String(kept.body));
    return 'misread' in event ? undefined : event;
  } catch {
    return undefined;
  }
}
