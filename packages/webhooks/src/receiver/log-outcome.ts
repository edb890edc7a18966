import { sanitizeForTerminal } from '@trtc-call/rendering/sanitize';
import { describeWithoutRequest } from './describe-error.ts';
import type { Outcome } from './outcome.ts';

/** Writes what somebody should look at, a line each: nothing of a body, query, path or header, since they name users. */
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
      return `the handler of ${wordOf(outcome)} failed: ${describeWithoutRequest(outcome.error, outcome)}`;
    case 'claim-lost':
      return `the handler of ${wordOf(outcome)} outlasted its claim: it may have been handled twice`;
    case 'timed-out':
      return `the handler of ${wordOf(outcome)} has not ended after ${Math.round(outcome.milliseconds)} ms`;
    case 'unmarked':
      return `the handler of ${wordOf(outcome)} has ended, but the store could not be told, so it may be handled twice: ${describeWithoutRequest(outcome.error, outcome)}`;
    case 'unavailable':
      return `the ${outcome.of} could not be asked about ${wordOf(outcome)}: ${describeWithoutRequest(outcome.error, outcome)}`;
    case 'unreadable':
      return `what was kept as ${outcome.key} cannot be read`;
    default:
      return undefined;
  }
}

/** A command that nobody documents is the sender's text. */
function wordOf({ event }: Extract<Outcome, { event: unknown }>): string {
  return `${event.command === '*' ? 'an unknown webhook' : event.command} (${event.fingerprint})`;
}
