import { createTrtcCallClient } from '@trtc-call/client';
import { type RunningMock, startMock } from '@trtc-call/mock';
import { callFlows, webhooks } from '@trtc-call/spec/v1';
import { webhooks as webhooksV4 } from '@trtc-call/spec/v4';
import type { Delivery, OutgoingWebhook } from '@trtc-call/webhooks/send';

/** A call that is over, with the webhooks that the vendor has to send. */
export interface PlayedCall {
  readonly callId: string;
  readonly webhooks: readonly OutgoingWebhook[];
}

/** What the vendor's record says of a call. */
export interface TrueCall {
  readonly users: readonly string[];
  readonly talkSeconds: number;
}

/** The vendor, whose clock is set back while it plays a call of the past. */
export interface Vendor extends AsyncDisposable {
  readonly mock: RunningMock;
  /** Plays calls of both generations in turn that ended within the last day. */
  playDay(calls: number): AsyncGenerator<PlayedCall>;
  /** Plays a call of each generation that ends after some seconds; gives them when their records can be read. */
  playLive(seconds: number): Promise<readonly PlayedCall[]>;
  /** Each call by its id, from the records of both generations. */
  readTruth(): ReadonlyMap<string, TrueCall>;
  /** The talk seconds that the calls were planned with. */
  readonly plannedSeconds: number;
}

const hour = 3_600_000;
/** The record of a v4 call can be read 5 seconds after its end. */
const readableAfter = 6000;
const userCount = 997;

const steps = callFlows.flows.flatMap(
  (flow): readonly Readonly<Record<'at' | 'by' | 'command', string>>[] => flow.steps,
);
/** What a team that bills has configured: each change of a user's presence, once. */
const words = new Set(
  steps
    .filter(({ at, by }) => (by === 'caller' ? at !== 'answer' : at !== 'start' && by !== 'invited'))
    .map(({ command }) => command)
    .filter((command) => !webhooks.status.commands.some((word) => word === command)),
);

/** How an unanswered call ends, by turns. */
const endings = [
  ['reject', 'Reject'],
  ['cancel', 'Cancel'],
  ['not_answer', 'NotAnswer'],
] as const;

export async function openVendor(): Promise<Vendor> {
  let moment: number | undefined;
  let plannedSeconds = 0;
  const mock = await startMock({ records: [], rateLimit: false, now: () => moment ?? Date.now() });
  await configureWebhooks(mock);
  const fetch = async () =>
    Response.json({ ErrorCode: 0, ErrorMessage: '', ActionStatus: 'OK', ErrorInfo: '' });
  const morning = Date.now() - 23 * hour;

  /** Plays one of a row of calls; its webhooks are only collected. */
  async function play(at: number, { endsAt, ...changed }: Changes): Promise<PlayedCall> {
    const { result, resultV4, ...planned } = { ...planCall(at), ...changed };
    if (result === 'normal_end') plannedSeconds += planned.talkSeconds;
    moment = endsAt;
    const playing =
      at % 2 === 0
        ? mock.simulateCall({ ...planned, result, fetch })
        : mock.simulateCall({ ...planned, generation: 'v4', result: resultV4, fetch });
    moment = undefined;
    const { deliveries }: { deliveries: readonly Delivery[] } = await playing.done;
    return { callId: planned.callId, webhooks: deliveries.map(({ webhook }) => webhook) };
  }

  return {
    mock,
    async *playDay(calls) {
      // Some end in the same second.
      for (let at = 0; at < calls; at += 1) {
        const endsAt = morning + Math.floor((at / calls) * 22 * 3600) * 1000;
        yield await play(at, { endsAt });
      }
    },
    async playLive(seconds) {
      const live = { pace: 'real', ringSeconds: 1, talkSeconds: seconds - 1, ...answered } as const;
      const played = await Promise.all([0, 1].map((at) => play(at, { ...live, callId: `live-${at}` })));
      await new Promise((resolve) => setTimeout(resolve, readableAfter));
      return played;
    },
    readTruth: () => readTruth(mock),
    get plannedSeconds() {
      return plannedSeconds;
    },
    [Symbol.asyncDispose]: () => mock.close(),
  };
}

type Changes = Partial<ReturnType<typeof planCall>> & {
  readonly pace?: 'real';
  /** Milliseconds. Default the time of the clock. */
  readonly endsAt?: number;
};

const answered = { result: 'normal_end', resultV4: 'NormalEnd' } as const;

/** Calls in a row: each tenth is a group, two of ten are not answered, and all users talk with many others. */
function planCall(at: number) {
  const name = (number: number) => `user-${number % userCount}`;
  const [result, resultV4] = endings[Math.floor(at / 20) % endings.length] ?? endings[0];
  const isUnanswered = Math.floor(at / 2) % 5 === 1;
  const isGroup = Math.floor(at / 2) % 10 === 0;
  return {
    callId: `call-${at}`,
    caller: name(at),
    callees: isGroup ? [name(at + 1), name(at + 2)] : [name(at + 1 + (at % 500))],
    joined: isGroup ? [name(at + 3)] : [],
    ringSeconds: at % 30,
    talkSeconds: (at * 7919) % 3600,
    ...(isUnanswered ? { result, resultV4 } : answered),
  };
}

async function configureWebhooks({ sdkAppId, secretKey, url: region }: RunningMock): Promise<void> {
  const options = { sdkAppId, secretKey, region };
  // Only to be collected.
  const address = 'http://127.0.0.1/hooks';
  const v1 = createTrtcCallClient({ generation: 'v1', ...options });
  const v4 = createTrtcCallClient({ generation: 'v4', ...options });
  await v1.callbacks.set({ address, actions: [...words] });
  const { start, member, end } = webhooksV4;
  const CallbackCommandList = [start, member, end].flatMap(({ commands }) => commands);
  await v4.callbacks.set({ Url: address, CallbackCommandList });
  await Promise.all([v1.close(), v4.close()]);
}

function readTruth({ records }: RunningMock): ReadonlyMap<string, TrueCall> {
  const truth = new Map<string, TrueCall>();
  for (const { callId, caller, callees = [], acceptTs, endTs = 0 } of records.list()) {
    truth.set(callId, {
      users: [...new Set([caller, ...callees])],
      talkSeconds: acceptTs ? endTs - acceptTs : 0,
    });
  }
  for (const record of records.list({ generation: 'v4' })) {
    const { CallId, Caller_Account, CalleeList_Account: callees = [], AcceptTime, EndTime } = record;
    const users = [...new Set([Caller_Account, ...callees])];
    truth.set(CallId, { users, talkSeconds: AcceptTime ? EndTime - AcceptTime : 0 });
  }
  return truth;
}
