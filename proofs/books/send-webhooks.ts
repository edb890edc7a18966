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
  const disordered = disorder(loseAndRepeat(), lateCalls, () => {
    sent.late += 1;
  });
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

  /** What is sent of each call. */
  async function* loseAndRepeat(): AsyncGenerator<readonly Sending[]> {
    for await (const { callId, webhooks } of calls) {
      delivered.add(callId);
      sent.webhooks += webhooks.length;
      const kept = webhooks.filter(() => !isChosen(percent.lost));
      const repeated = kept.filter(() => isChosen(percent.repeated));
      if (kept.length < webhooks.length) failed.add(callId);
      sent.lost += webhooks.length - kept.length;
      sent.repeated += repeated.length;
      yield [...kept, ...repeated].map((webhook) => ({ callId, webhook }));
    }
  }
}

/** Gives what is sent of calls in another order: each webhook is overtaken by some calls, and a late one by many. */
async function* disorder(
  calls: AsyncIterable<readonly Sending[]>,
  lateCalls: number,
  onLate: () => void,
): AsyncGenerator<Sending> {
  const byTurn = new Map<number, Sending[]>();
  let turn = 0;
  for await (const sendings of calls) {
    for (const sending of sendings) {
      const isLate = isChosen(percent.late);
      if (isLate) onLate();
      const at = turn + Math.floor(Math.random() * (isLate ? lateCalls : mostOvertaken));
      const others = byTurn.get(at) ?? [];
      byTurn.set(at, others);
      others.splice(Math.floor(Math.random() * (others.length + 1)), 0, sending);
    }
    yield* byTurn.get(turn) ?? [];
    byTurn.delete(turn);
    turn += 1;
  }
  for (const at of [...byTurn.keys()].sort((one, other) => one - other)) yield* byTurn.get(at) ?? [];
}

function isChosen(ofHundred: number): boolean {
  return Math.random() * 100 < ofHundred;
}
