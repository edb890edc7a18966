import {
  type Attempt,
  type Delivery,
  deliver,
  type OutgoingWebhook,
  readAddress,
  shownAddress,
  textOf,
} from '@trtc-call/webhooks/send';
import type { SendFlags } from '../commands/webhooks.ts';
import { printJson, printLine, say } from '../output/print.ts';
import { stopSignal } from '../stop-signal.ts';

/** What became of all that was sent. */
export interface Sent {
  acknowledged: number;
  givenUp: number;
}

/**
 * Sends webhooks in their order, so many at a time, shows each attempt, and sets the exit code: 1 when one was given up,
 * 130 or 143 when it was stopped.
 */
export async function sendAll(
  webhooks: Iterable<OutgoingWebhook> | AsyncIterable<OutgoingWebhook>,
  flags: SendFlags,
): Promise<Sent> {
  const to = readAddress('--to', flags.to);
  const stop = stopSignal();
  const sent: Sent = { acknowledged: 0, givenUp: 0 };
  const running = new Set<Promise<unknown>>();
  const options = flags.once ? { to, waitsSeconds: [0] } : { to };
  const onAttempt = flags.json ? () => {} : showAttempt;
  for await (const webhook of webhooks) {
    if (stop.signal.aborted) break;
    const work = deliver(webhook, { ...options, signal: stop.signal, onAttempt }).done.then((delivery) => {
      running.delete(work);
      if (delivery.outcome === 'acknowledged') sent.acknowledged += 1;
      else if (delivery.outcome === 'given-up') sent.givenUp += 1;
      const { attempts, outcome } = delivery;
      if (flags.json) printJson({ ...delivery.webhook, outcome, attempts }, 0);
    });
    running.add(work);
    if (running.size >= flags.concurrency) await Promise.race(running);
  }
  await Promise.all(running);
  say(`${sent.acknowledged} acknowledged, ${sent.givenUp} given up, by ${shownAddress(to)}`);
  if (stop.signal.aborted) process.exitCode = await stop.received;
  else if (sent.givenUp > 0) process.exitCode = 1;
  return sent;
}

/** One line for each attempt, such as `12:00:00  normal_end  8d2f  attempt 1  HTTP 200  ErrorCode 0  3 ms`. */
function showAttempt(attempt: Attempt, { webhook }: Delivery): void {
  const { command = '?' } = webhook.query;
  const parts = [
    new Date(attempt.startedAt).toISOString().slice(11, 23),
    command.padEnd(23),
    callIdOf(webhook) ?? '-',
    `attempt ${attempt.number}`,
    attempt.problem ?? 'acknowledged',
    `${attempt.milliseconds} ms`,
  ];
  printLine(parts.join('  '));
}

/** A body is replayed as the text that it was, which need not be JSON. */
function callIdOf(webhook: OutgoingWebhook): string | undefined {
  try {
    const { CallId }: Readonly<Record<string, unknown>> = Object(JSON.parse(textOf(webhook)));
    return typeof CallId === 'string' ? CallId : undefined;
  } catch {
    return undefined;
  }
}
