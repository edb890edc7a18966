import { sanitizeForTerminal } from '@trtc-call/reporting/sanitize';
import type { Contracts } from '../contract.ts';
import type { AnyEvent } from '../generations.ts';
import type { RefusalCode } from './answers.ts';

/** A request that was refused. The vendor is asked to send it again, unless `acknowledge` names the code. */
export interface RefusedOutcome {
  readonly outcome: 'refused';
  readonly code: RefusalCode;
  /** What was wrong, in one line, without anything that was sent: fit for a log. */
  readonly detail: string;
  /** What came in, as far as it was read: the only copy of an event that the vendor gives up. */
  readonly body: Uint8Array | undefined;
  /** The query as sent, without the question mark. */
  readonly query: string;
  /** The address it came from, by `trustedProxies`; undefined where the receiver was not given one. */
  readonly sender: string | undefined;
}

/** A request that is not a webhook, such as the console may send to verify the address. It was acknowledged. */
export interface OtherOutcome extends Pick<RefusedOutcome, 'body' | 'query' | 'sender'> {
  readonly outcome: 'not-a-webhook';
  readonly method: string;
}

interface OfEvent {
  readonly event: AnyEvent;
}

/** What became of one request, or of one event that was taken over. */
export type Outcome =
  | RefusedOutcome
  | OtherOutcome
  /** Its handler has ended. */
  | (OfEvent & { readonly outcome: 'handled'; readonly milliseconds: number })
  /** It had been handled before. */
  | (OfEvent & { readonly outcome: 'duplicate' })
  /** Another request, or another process, is at it. */
  | (OfEvent & { readonly outcome: 'in-flight' })
  /** There is no handler for it. It was acknowledged; what was kept stays in the store. */
  | (OfEvent & { readonly outcome: 'unwanted' })
  /** It was answered before its handler has ended. */
  | (OfEvent & { readonly outcome: 'slow'; readonly acknowledged: boolean })
  /** Its handler has thrown. `acknowledged`: the vendor will not send it again, `recover` will run it. */
  | (OfEvent & { readonly outcome: 'failed'; readonly error: unknown; readonly acknowledged: boolean })
  /** It has failed as often as `maxAttempts` of `recover` says, and is left in the store for a person to look at. */
  | (OfEvent & { readonly outcome: 'given-up'; readonly attempts: number })
  /** Its handler has ended when the claim was lost already: another process may have handled it too. */
  | (OfEvent & { readonly outcome: 'claim-lost' })
  /**
   * Its handler has not ended in its time and is no longer awaited. If it ends after all, another outcome follows.
   * `acknowledged`: the vendor will not send it again.
   */
  | (OfEvent & {
      readonly outcome: 'timed-out';
      readonly milliseconds: number;
      readonly acknowledged: boolean;
    })
  /** Its handler has ended, and the store could not be updated in time: if it is sent again, it is handled twice. */
  | (OfEvent & { readonly outcome: 'unmarked'; readonly error: unknown })
  /**
   * The store, or the record it was to be held against, could not be asked. Of an event that comes once the store is asked
   * again: when it answers in time another outcome follows, and else the same one.
   */
  | (OfEvent & { readonly outcome: 'unavailable'; readonly of: 'store' | 'record'; readonly error: unknown })
  /** What was kept in the store cannot be read any more; the payload is empty where the store has lost it. */
  | { readonly outcome: 'unreadable'; readonly key: string; readonly payload: string };

/**
 * Writes failures, refusals and what is not a webhook, a line each: of an event its word and its call, and nothing else of a body, query, path or
 * header, since they name users.
 */
export function logOutcome(contracts: Contracts, outcome: Outcome): void {
  const line = describeOutcome(contracts, outcome);
  if (line !== undefined) printLine(line);
}

/** One line that no terminal and no CI system obeys. A console that fails is not a reason to leave a request without an answer. */
export function printLine(line: string): void {
  try {
    console.error(sanitizeForTerminal(`trtc-call webhooks: ${line}`));
  } catch {
    // There is nowhere else to say it.
  }
}

function describeOutcome(contracts: Contracts, outcome: Outcome): string | undefined {
  const describeError = (error: unknown) => describeWithoutRequest(contracts, error, outcome);
  switch (outcome.outcome) {
    case 'refused':
      return `refused (${outcome.code}): ${outcome.detail}`;
    case 'not-a-webhook':
      return `acknowledged a request that is not a webhook (${/^[A-Z]{1,9}$/.test(outcome.method) ? outcome.method : 'another method'})`;
    case 'failed':
      return `the handler of ${describeEvent(contracts, outcome)} failed: ${describeError(outcome.error)}`;
    case 'given-up':
      return `${describeEvent(contracts, outcome)} was tried ${outcome.attempts} times and is left in the store (\`maxAttempts\`)`;
    case 'claim-lost':
      return `the handler of ${describeEvent(contracts, outcome)} outlasted its claim: it may have been handled twice`;
    case 'timed-out':
      return `the handler of ${describeEvent(contracts, outcome)} has not ended after ${Math.round(outcome.milliseconds)} ms`;
    case 'unmarked':
      return `the handler of ${describeEvent(contracts, outcome)} has ended, but the store could not be updated, so it may be handled twice: ${describeError(outcome.error)}`;
    case 'unavailable':
      return `the ${outcome.of} could not be asked about ${describeEvent(contracts, outcome)}: ${describeError(outcome.error)}`;
    case 'unreadable':
      if (outcome.payload !== '') return `what was kept as ${outcome.key} cannot be read`;
      return `the store has lost what it kept as ${outcome.key}: Redis must not evict, set \`maxmemory-policy noeviction\``;
    default:
      return undefined;
  }
}

const longestId = 100;

/** The event by its word, its call and its fingerprint. An undocumented command is the sender's text. */
function describeEvent(contracts: Contracts, { event }: Extract<Outcome, { event: unknown }>): string {
  const word = event.command === '*' ? 'an unknown webhook' : event.command;
  const callId = contracts.find(event).findCallId(event);
  if (callId === undefined) return `${word} (${event.fingerprint})`;
  return `${word} of the call ${cleanLine(callId, longestId)} (${event.fingerprint})`;
}

const longest = 300;

/** What was thrown, whatever it is, in one line: some values have no text, and some throw when they are asked for it. */
function describeThrown(thrown: unknown): string {
  try {
    if (!(thrown instanceof Error)) return cleanLine(String(thrown));
    const code: unknown = Reflect.get(thrown, 'code');
    const hasCode = typeof code === 'string' && !thrown.message.includes(code);
    const message = thrown.message === '' ? '' : `: ${thrown.message}`;
    return cleanLine(`${thrown.name}${hasCode ? ` (${code})` : ''}${message}`);
  } catch {
    return 'a value that has no text';
  }
}

/**
 * The same without anything that a request has sent: errors of parsers, stores and handlers quote what they were given.
 * Words of the contract stay.
 */
export function describeWithoutRequest(
  { words }: Pick<Contracts, 'words'>,
  thrown: unknown,
  outcome: Outcome,
): string {
  const sent = findSent(outcome);
  if (sent === undefined) return 'an error that may repeat the request';
  return describeThrown(thrown).replaceAll(/[\p{L}\p{N}]{3,}/gu, (word) =>
    sent.includes(word) && !words.has(word) ? '…' : word,
  );
}

function findSent(outcome: Outcome): string | undefined {
  try {
    if ('event' in outcome) {
      const { text, body, query } = outcome.event.raw;
      return [text, JSON.stringify(body), ...Object.entries(query).flat()].join('\n');
    }
    if (outcome.outcome === 'unreadable') return outcome.payload;
    const { body, query } = outcome;
    return [new TextDecoder().decode(body), query, ...new URLSearchParams(query)].flat().join('\n');
  } catch {
    return undefined;
  }
}

function cleanLine(text: string, most = longest): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ');
  return line.length > most ? `${line.slice(0, most)}…` : line;
}
