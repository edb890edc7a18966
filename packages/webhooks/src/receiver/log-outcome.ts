import { sanitizeForTerminal } from '@trtc-call/rendering/sanitize';
import { cleanLine, describeWithoutRequest } from './describe-error.ts';
import type { Outcome } from './outcome.ts';

/**
 * Writes what somebody should look at, a line each: of an event its word and its call, and nothing else of a body, query,
 * path or header, since they name users. Of a refused body nothing.
 */
export function logOutcome(outcome: Outcome): void {
  const line = lineOf(outcome);
  if (line !== undefined) printLine(line);
}

/** One line that no terminal and no CI system obeys. A console that fails is no reason to leave a request without an answer. */
export function printLine(line: string): void {
  try {
    console.error(sanitizeForTerminal(`trtc-call webhooks: ${line}`));
  } catch {
    // There is nowhere else to say it.
  }
}

function lineOf(outcome: Outcome): string | undefined {
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

/** So much of an id is written. */
const longestId = 100;

/** The event by its word, its call and its fingerprint. A command that nobody documents is the sender's text. */
function describeEvent({ event }: Extract<Outcome, { event: unknown }>): string {
  const word = event.command === '*' ? 'an unknown webhook' : event.command;
  const callId: unknown = event.command === '*' ? event.raw.body.CallId : event.CallId;
  if (typeof callId !== 'string' || callId === '') return `${word} (${event.fingerprint})`;
  return `${word} of the call ${cleanLine(callId, longestId)} (${event.fingerprint})`;
}
