import type { Contracts } from '../contract.ts';
import { parseWith, readQueryWith } from '../events/read-event.ts';
import type { AnyEvent } from '../generations.ts';

/** Where an event came from, and how far it was held against its record. Times are Unix milliseconds. */
export interface Origin {
  /** All that was sent. */
  readonly query: string;
  readonly body: string;
  /** Whether a parser in front had read the body. */
  readonly isParsed?: boolean | undefined;
  /** When it came. */
  readonly receivedAt: number;
  /** When its record was asked for last. */
  readonly askedAt?: number | undefined;
  readonly isConfirmed?: boolean | undefined;
  /** The address; undefined where it is not known, or where the event was kept. */
  readonly sender?: string | undefined;
  /** Whether it was taken over from the store, which has it already. */
  readonly isKept?: boolean | undefined;
}

/** What is kept of an event. As JSON: no NUL and no lone surrogate stands in it unescaped, so that every store gives back what it was given. */
export function writePayload({ query, body, isParsed, receivedAt, askedAt, isConfirmed }: Origin): string {
  return JSON.stringify({ query, body, isParsed, receivedAt, askedAt, isConfirmed });
}

/**
 * Reads what was kept of an event.
 *
 * @param now a process whose clock was ahead may have kept it: nothing happened later than now
 * @returns undefined when it is nothing that `writePayload` has made
 */
export function readPayload(
  contracts: Contracts<AnyEvent>,
  text: string,
  now: number,
): { readonly event: AnyEvent; readonly origin: Origin } | undefined {
  try {
    const { query: search, body, isParsed, receivedAt, askedAt, isConfirmed } = JSON.parse(text);
    if (typeof search !== 'string' || typeof body !== 'string') return undefined;
    const query = readQueryWith(contracts.choose(search));
    const event = 'problem' in query ? undefined : parseWith(contracts, query, body, isParsed === true);
    if (!event || 'misread' in event) return undefined;
    const readTime = (value: unknown) => (typeof value === 'number' && value <= now ? value : undefined);
    const origin: Origin = {
      query: search,
      body,
      isParsed: isParsed === true,
      receivedAt: readTime(receivedAt) ?? now,
      askedAt: readTime(askedAt),
      isConfirmed: isConfirmed === true,
      isKept: true,
    };
    return { event, origin };
  } catch {
    return undefined;
  }
}
