import { sanitizeForTerminal } from '@trtc-call/reporting/sanitize';
import { findContract, loggedWords } from '../generations.ts';
import type { Outcome } from './outcome.ts';

/**
 * Writes what somebody should look at, a line each: of an event its word and its call, and nothing else of a body, query,
 * path or header, since they name users.
 */
export function logOutcome(outcome: Outcome): void {
  const line = describeOutcome(outcome);
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

function describeOutcome(outcome: Outcome): string | undefined {
  switch (outcome.outcome) {
    case 'refused':
      return `refused (${outcome.code}): ${outcome.detail}`;
    case 'failed':
      return `the handler of ${describeEvent(outcome)} failed: ${describeWithoutRequest(outcome.error, outcome)}`;
    case 'claim-lost':
      return `the handler of ${describeEvent(outcome)} outlasted its claim: it may have been handled twice`;
    case 'timed-out':
      return `the handler of ${describeEvent(outcome)} has not ended after ${Math.round(outcome.milliseconds)} ms`;
    case 'unmarked':
      return `the handler of ${describeEvent(outcome)} has ended, but the store could not be told, so it may be handled twice: ${describeWithoutRequest(outcome.error, outcome)}`;
    case 'unavailable':
      return `the ${outcome.of} could not be asked about ${describeEvent(outcome)}: ${describeWithoutRequest(outcome.error, outcome)}`;
    case 'unreadable':
      return `what was kept as ${outcome.key} cannot be read`;
    default:
      return undefined;
  }
}

/** The longest part of an id that is written, in characters. */
const longestId = 100;

/** The event by its word, its call and its fingerprint. A command that nobody documents is the sender's text. */
function describeEvent({ event }: Extract<Outcome, { event: unknown }>): string {
  const word = event.command === '*' ? 'an unknown webhook' : event.command;
  const callId = findContract(event).findCallId(event);
  if (callId === undefined) return `${word} (${event.fingerprint})`;
  return `${word} of the call ${cleanLine(callId, longestId)} (${event.fingerprint})`;
}

/** The longest description of an error, in characters. */
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
export function describeWithoutRequest(thrown: unknown, outcome: Outcome): string {
  const sent = findSent(outcome);
  if (sent === undefined) return 'an error that may repeat the request';
  return describeThrown(thrown).replaceAll(/[\p{L}\p{N}]{3,}/gu, (word) =>
    sent.includes(word) && !loggedWords.has(word) ? '…' : word,
  );
}

/** Everything that was sent, as it was spelt and as it is read. */
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

/** A text of somebody else's as part of one line. */
function cleanLine(text: string, most = longest): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ');
  return line.length > most ? `${line.slice(0, most)}…` : line;
}
