import { type DeliverOptions, deliver, type OutgoingWebhook } from '@trtc-call/webhooks/send';
import { keptAlive } from '../webhooks/send-events.ts';
import type { PlayedCall } from './play-calls.ts';

/** What became of the webhooks. */
export interface SentWebhooks {
  webhooks: number;
  lost: number;
  repeated: number;
  late: number;
  attempts: number;
  /** All attempts failed. */
  givenUp: number;
}

const percent = { lost: 10, repeated: 10, late: 5 } as const;
/** By how many calls a webhook is overtaken at most. */
const mostOvertaken = 30;
/** Deliveries that have begun: most wait for their next attempt. */
const senders = 100;

interface Sending extends Pick<PlayedCall, 'callId'> {
  readonly webhook: OutgoingWebhook;
}

/**
 * Sends the webhooks of calls as the vendor does, but some never, some twice, all in another order, and some much later.
 *
 * @param lateCalls by how many calls the latest are overtaken
 * @returns what was sent, and the calls of which every webhook was acknowledged
 */
export async function sendWebhooks(
  calls: AsyncIterable<PlayedCall>,
  { to, lateCalls }: Pick<DeliverOptions, 'to'> & { readonly lateCalls: number },
): Promise<{ readonly sent: SentWebhooks; readonly delivered: ReadonlySet<string> }> {
  using agent = keptAlive();
  const sent = { webhooks: 0, lost: 0, repeated: 0, late: 0, attempts: 0, givenUp: 0 };
  const delivered = new Set<string>();
  const failed = new Set<string>();
  const disordered = disorder(calls);
  const sendRest = async (): Promise<void> => {
    for await (const { callId, webhook } of { [Symbol.asyncIterator]: () => disordered }) {
      const { outcome, attempts } = await deliver(webhook, { to, fetch: agent.fetch }).done;
      sent.attempts += attempts.length;
      if (outcome === 'acknowledged') continue;
      sent.givenUp += 1;
      failed.add(callId);
    }
  };
  await Promise.all(Array.from({ length: senders }, sendRest));
  for (const callId of failed) delivered.delete(callId);
  return { sent, delivered };

  async function* disorder(played: AsyncIterable<PlayedCall>): AsyncGenerator<Sending> {
    const byTurn = new Map<number, Sending[]>();
    let turn = 0;
    const put = (sending: Sending) => {
      const isLate = isChosen(percent.late);
      if (isLate) sent.late += 1;
      const at = turn + Math.floor(Math.random() * (isLate ? lateCalls : mostOvertaken));
      const others = byTurn.get(at) ?? [];
      byTurn.set(at, others);
      others.splice(Math.floor(Math.random() * (others.length + 1)), 0, sending);
    };
    for await (const { callId, webhooks } of played) {
      delivered.add(callId);
      for (const webhook of webhooks) {
        sent.webhooks += 1;
        if (isChosen(percent.lost)) {
          sent.lost += 1;
          failed.add(callId);
          continue;
        }
        put({ callId, webhook });
        if (!isChosen(percent.repeated)) continue;
        sent.repeated += 1;
        put({ callId, webhook });
      }
      yield* byTurn.get(turn) ?? [];
      byTurn.delete(turn);
      turn += 1;
    }
    for (const at of [...byTurn.keys()].sort((one, other) => one - other)) yield* byTurn.get(at) ?? [];
  }
}

function isChosen(ofHundred: number): boolean {
  return Math.random() * 100 < ofHundred;
}
