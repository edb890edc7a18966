import { createWebhook } from '@trtc-call/webhooks/send';
import { requestsPerSecond, type Shot } from './load.ts';
import { median } from './measure.ts';
import { startOurServer } from './servers/start.ts';

/** Webhooks per second, and how one is to the other: medians of the rounds. */
export interface ReceiverThroughput {
  receiver: number;
  bare: number;
  /** Of the two in the same round, since a machine is not equally fast in all of them. */
  ratio: number;
}

const secret = '0123456789abcdef';
/** Each webhook is another event: its CallId is counted on here. */
const counter = '0000000000';

/** Loads a receiver and a bare node:http server in turn, `rounds` times, with webhooks of which no two are the same. */
export async function receiverThroughput(rounds: number, secondsEach: number): Promise<ReceiverThroughput> {
  const webhook = createWebhook({
    command: 'normal_end',
    sdkAppId: 1400000000,
    body: { CallId: `call-${counter}` },
  });
  const path = `/hooks/${secret}?${new URLSearchParams(webhook.query)}`;
  const answer = JSON.stringify({ ErrorCode: 0, ErrorMessage: 'Success' });
  const receiver = await startOurServer('receiver', secret);
  const bare = await startOurServer('bare', answer);
  const shot = (url: string): Shot => ({ url: `${url}${path}`, body: JSON.stringify(webhook.body), counter });
  const shots = { receiver: shot(receiver.line), bare: shot(bare.line) };
  const seen: { receiver: number; bare: number }[] = [];
  try {
    for (const name of ['bare', 'receiver'] as const) await requestsPerSecond(shots[name], 1);
    for (let round = 0; round < rounds; round += 1) {
      const of = { bare: await requestsPerSecond(shots.bare, secondsEach), receiver: 0 };
      of.receiver = await requestsPerSecond(shots.receiver, secondsEach);
      seen.push(of);
    }
    return {
      receiver: median(seen.map((round) => round.receiver)),
      bare: median(seen.map((round) => round.bare)),
      ratio: median(seen.map((round) => round.receiver / round.bare)),
    };
  } finally {
    await Promise.all([receiver.stop(), bare.stop()]);
  }
}
