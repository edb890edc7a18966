import type { Exchange } from '@trtc-call/drift';
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
import { CommandError } from '../../command-error.ts';
import { fixedLine, shorten, wideLine } from '../../io/format.ts';
import { logLine, outputWidth, printJson, printLine } from '../../io/print.ts';
import { untilStopped } from '../../io/stop-signal.ts';
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
export async function sendAll(
  webhooks: Iterable<OutgoingWebhook> | AsyncIterable<OutgoingWebhook>,
  flags: SendFlags,
): Promise<number> {
  const to = readAddress('--to', flags.to);
  const sent = { acknowledged: 0, givenUp: 0 };
  const running = new Set<Promise<unknown>>();
  const token = flags.token ?? (process.env.TRTC_CALL_WEBHOOK_TOKEN || undefined);
  const options = { to, token, ...(flags.once && { waitsSeconds: [0] }) };
  const onAttempt = flags.json ? () => {} : showAttempt;
  const ended = await untilStopped(async (signal) => {
    try {
      for await (const webhook of webhooks) {
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
    } finally {
      // Also where the rest cannot be read.
      await Promise.all(running);
    }
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
  const read = readWebhook('POST', search, writeBody(webhook));
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

interface ReplayFlags extends SendFlags {
  sdkAppId?: number;
}

/** They are read before the first one is sent, so that a file that cannot be read sends nothing by half. */
const mostWebhooks = 100_000;

export async function replay(file: string, flags: ReplayFlags): Promise<number> {
  const { readExchanges } = await import('@trtc-call/drift');
  const webhooks: OutgoingWebhook[] = [];
  let others = 0;
  const { damage, skipped } = await readExchanges(file, {
    exchange(exchange) {
      const webhook = findWebhook(exchange, flags.sdkAppId);
      if (webhook) webhooks.push(webhook);
      else others += 1;
      if (webhooks.length > mostWebhooks) {
        throw new CommandError(
          `${file} holds more than ${mostWebhooks} webhooks: split it, nothing was sent`,
        );
      }
    },
    violation() {
      others += 1;
    },
  });
  if (webhooks.length === 0) {
    throw new CommandError(
      `${file} contains no webhook: give what "webhooks listen --out" has written, or a HAR file`,
    );
  }
  const exitCode = await sendAll(webhooks, flags);
  if (others > 0)
    logLine(`${others} entries are not webhooks: they have no app and command in the query of a POST`);
  for (const { reason, count } of skipped) logLine(`${count} entries cannot be read: ${reason}`);
  if (damage) logLine(`${file} is damaged at byte ${damage.offset}: ${damage.reason}; the rest was sent`);
  const isWhole = !damage && skipped.length === 0;
  // An interrupted run has said so already.
  return isWhole || exitCode > 1 ? exitCode : 2;
}

function findWebhook({ method, url, requestBody }: Exchange, sdkAppId?: number): OutgoingWebhook | undefined {
  const { searchParams, search } = URL.parse(url) ?? {};
  if (method !== 'POST' || !searchParams) return undefined;
  const names = findQueryNames(searchParams);
  if (!names) return undefined;
  const query = Object.fromEntries(searchParams);
  const body = requestBody ?? '';
  if (sdkAppId === undefined) return { query, search: search?.slice(1), body };
  searchParams.set(names.app, String(sdkAppId));
  return { query: Object.fromEntries(searchParams), search: searchParams.toString(), body };
}
