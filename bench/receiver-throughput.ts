import { webhooks } from '@trtc-call/spec/v4';
import { createWebhook, type OutgoingWebhook } from '@trtc-call/webhooks/send';
import { measureShots, type Shot } from './load.ts';
import { startOurServer } from './servers/start.ts';

/** Webhooks per second, and how one is to the other: medians of the rounds. */
export interface ReceiverThroughput {
  receiver: number;
  receiverV4: number;
  bare: number;
  /** Of two in the same round, since a machine is not equally fast in all of them: v1 to the bare server, v4 to v1. */
  ratio: number;
  ratioV4: number;
}

const secret = '0123456789abcdef';
/** Each webhook is another event: its CallId is counted on here. */
const counter = '0000000000';
const sdkAppId = 1400000000;

/** Loads a receiver and a bare node:http server in turn, `rounds` times, with webhooks of which no two are the same. */
export async function receiverThroughput(rounds: number, secondsEach: number): Promise<ReceiverThroughput> {
  const webhook = createWebhook({ command: 'normal_end', sdkAppId, body: { CallId: `call-${counter}` } });
  const { commands, examples } = webhooks.end;
  const { CallRecord, ...others } = examples.default;
  const webhookV4 = {
    query: { SdkAppid: String(sdkAppId), CallbackCommand: commands[0], contenttype: 'json' },
    body: { ...others, CallRecord: { ...CallRecord, CallId: `call-${counter}` } },
  };
  const answer = JSON.stringify({ ErrorCode: 0, ErrorMessage: 'Success' });
  const receiver = await startOurServer('receiver', secret);
  const bare = await startOurServer('bare', answer);
  const shot = (url: string, { query, body }: Pick<OutgoingWebhook, 'query' | 'body'>): Shot => ({
    url: `${url}/hooks/${secret}?${new URLSearchParams(query)}`,
    body: JSON.stringify(body),
    counter,
  });
  const shots = {
    bare: shot(bare.line, webhook),
    receiver: shot(receiver.line, webhook),
    receiverV4: shot(receiver.line, webhookV4),
  };
  try {
    const measure = await measureShots(shots, rounds, secondsEach);
    return {
      receiver: measure((round) => round.receiver),
      receiverV4: measure((round) => round.receiverV4),
      bare: measure((round) => round.bare),
      ratio: measure((round) => round.receiver / round.bare),
      ratioV4: measure((round) => round.receiverV4 / round.receiver),
    };
  } finally {
    await Promise.all([receiver.stop(), bare.stop()]);
  }
}
