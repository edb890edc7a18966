import type { UnknownEvent, WebhookEvent } from '../events/event.ts';
import { parseEvent } from '../events/read-event.ts';
import { readQuery } from '../events/read-query.ts';

/** What is kept of an event: all that was sent, and how far it was held against its record. Times are Unix milliseconds. */
export interface Payload {
  readonly query: string;
  readonly body: string;
  /** When it came. */
  readonly receivedAt?: number | undefined;
  /** When its record was asked for last. */
  readonly askedAt?: number | undefined;
  readonly isConfirmed?: boolean | undefined;
}

/** As JSON: no NUL and no lone surrogate stands in it unescaped, so that every store gives back what it was given. */
export function writePayload({ query, body, receivedAt, askedAt, isConfirmed }: Payload): string {
  return JSON.stringify({ query, body, receivedAt, askedAt, isConfirmed });
}

/** @returns undefined when it is nothing that `writePayload` has made */
export function readPayload(
  text: string,
): { readonly event: WebhookEvent | UnknownEvent; readonly payload: Payload } | undefined {
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== 'object' || kept === null || !('query' in kept) || !('body' in kept))
      return undefined;
    const payload: Payload = {
      query: String(kept.query),
      body: String(kept.body),
      receivedAt: readTime('receivedAt' in kept && kept.receivedAt),
      askedAt: readTime('askedAt' in kept && kept.askedAt),
      isConfirmed: 'isConfirmed' in kept && kept.isConfirmed === true,
    };
    const query = readQuery(payload.query);
    if ('problem' in query) return undefined;
    const event = parseEvent(query, payload.body);
    return 'misread' in event ? undefined : { event, payload };
  } catch {
    return undefined;
  }
}

function readTime(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
