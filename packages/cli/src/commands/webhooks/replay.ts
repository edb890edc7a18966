import type { Exchange } from '@trtc-call/drift';
import { findQueryNames, type OutgoingWebhook } from '@trtc-call/webhooks/send';
import { CommandError } from '../../command-error.ts';
import { logLine } from '../../io/print.ts';
import { type SendFlags, sendAll } from './send-all.ts';

export interface ReplayFlags extends SendFlags {
  sdkAppId?: number;
}

/** They are read before the first one is sent, so that a file that cannot be read sends nothing by half. */
const mostWebhooks = 100_000;

/** Sends again what a file holds. @returns the exit code */
export async function replay(file: string, flags: ReplayFlags): Promise<number> {
  const { readExchanges } = await import('@trtc-call/drift');
  const webhooks: OutgoingWebhook[] = [];
  let others = 0;
  const { damage, skipped } = await readExchanges(file, {
    exchange: (exchange) => {
      const webhook = webhookIn(exchange, flags.sdkAppId);
      if (webhook) webhooks.push(webhook);
      else others += 1;
      if (webhooks.length > mostWebhooks) {
        throw new CommandError(
          `${file} holds more than ${mostWebhooks} webhooks: split it, nothing was sent`,
        );
      }
    },
    violation: () => {
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

function webhookIn({ method, url, requestBody }: Exchange, sdkAppId?: number): OutgoingWebhook | undefined {
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
