import type { Outcome } from './outcome.ts';

/** Writes what somebody should look at, a line each: no body, since it names users. */
export function logOutcome(outcome: Outcome): void {
  const line = lineOf(outcome);
  if (line !== undefined) console.error(`trtc-call webhooks: ${line}`);
}

function lineOf(outcome: Outcome): string | undefined {
  switch (outcome.outcome) {
    case 'refused':
      return `refused (${outcome.code}): ${outcome.detail}`;
    case 'failed':
      return `the handler of ${wordOf(outcome)} failed: ${String(outcome.error)}`;
    case 'claim-lost':
      return `the handler of ${wordOf(outcome)} outlasted its claim: it may have been handled twice`;
    case 'timed-out':
      return `the handler of ${wordOf(outcome)} has not ended after ${Math.round(outcome.milliseconds)} ms`;
    case 'unmarked':
      return `the handler of ${wordOf(outcome)} has ended, but the store could not be told, so it may be handled twice: ${String(outcome.error)}`;
    case 'unavailable':
      return `the ${outcome.of} could not be asked about ${wordOf(outcome)}: ${String(outcome.error)}`;
    case 'unreadable':
      return `what was kept as ${outcome.key} cannot be read`;
    default:
      return undefined;
  }
}

function wordOf({ event }: Extract<Outcome, { event: unknown }>): string {
  return `${event.command === '*' ? JSON.stringify(event.word) : event.command} (${event.fingerprint})`;
}
