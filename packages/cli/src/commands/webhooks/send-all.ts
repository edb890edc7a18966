import { findCallId } from '@trtc-call/webhooks';
import {
  type Attempt,
  type Delivery,
  deliver,
  findQueryNames,
  type OutgoingWebhook,
  readAddress,
  shownAddress,
  writeBody,
} from '@trtc-call/webhooks/send';
import { logLine, outputWidth, printJson, printLine } from '../../io/print.ts';
import { untilStopped } from '../../io/stop-signal.ts';
import { fixedLine, shorten, wideLine } from '../../io/table.ts';
import { readWebhook } from './incoming.ts';
import { shortenCommand } from './listen-row.ts';

export interface SendFlags {
  to: string;
  once?: true;
  concurrency: number;
  json?: true;
  token?: string;
}

/**
 * Sends webhooks in their order, `concurrency` at a time, and shows each attempt.
 *
 * @returns the exit code: 0 when all were acknowledged, 1 when one was given up, that of the stop when it was stopped
 */
export async function sendAll(webhooks: Iterable<OutgoingWebhook>, flags: SendFlags): Promise<number> {
  const to = readAddress('--to', flags.to);
  const sent = { acknowledged: 0, givenUp: 0 };
  const running = new Set<Promise<unknown>>();
  const token = flags.token ?? (process.env.TRTC_CALL_WEBHOOK_TOKEN || undefined);
  const options = { to, token, ...(flags.once && { waitsSeconds: [0] }) };
  const onAttempt = flags.json ? () => {} : showAttempt;
  const ended = await untilStopped(async (signal) => {
    for (const webhook of webhooks) {
      if (signal.aborted) break;
      const work = deliver(webhook, { ...options, signal, onAttempt }).done.then((delivery) => {
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
  });
  logLine(`${sent.acknowledged} acknowledged, ${sent.givenUp} given up, by ${shownAddress(to)}`);
  if (!('value' in ended)) return ended.exitCode;
  return sent.givenUp > 0 ? 1 : 0;
}

/** One line for each attempt, such as `12:00:00  normal_end  8d2f1a0c  #1  acknowledged  3 ms`. */
function showAttempt(attempt: Attempt, { webhook }: Delivery): void {
  const { query, search = new URLSearchParams(query).toString() } = webhook;
  const names = findQueryNames(new URLSearchParams(search));
  const command = (names && query[names.command]) ?? '?';
  const isWide = outputWidth() >= wideLine;
  // A body is replayed as the text that it was, which need not be JSON.
  const read = readWebhook({ method: 'POST', query: search, body: Buffer.from(writeBody(webhook)) });
  const callId = ('event' in read && findCallId(read.event)) || '-';
  const cells = [
    new Date(attempt.startedAt).toISOString().slice(11, isWide ? 23 : 19),
    shortenCommand(command),
    isWide ? callId : shorten(callId, 8),
    `#${attempt.number}`,
    attempt.problem ?? 'acknowledged',
    `${attempt.milliseconds} ms`,
  ];
  printLine(fixedLine(cells, [8, 23, isWide ? 36 : 8]));
}
