import { callFlows, type webhooks } from '@trtc-call/spec/v1';
import { refuseUnknown } from '../refuse-unknown.ts';
import { createWebhook } from '../send/create-webhook.ts';
import { type OutgoingWebhook, SendOptionError } from '../send/webhook.ts';
import { isStatusCommand, type StatusCommand, type WebhookCommand } from './contract.ts';
import { listWords } from './sender.ts';

/** A moment of a call, in the order of time. */
export type CallMoment = (typeof callFlows)['moments'][number];

/** One call. Times are Unix seconds. */
export interface PlayedCall {
  readonly sdkAppId: number;
  readonly callId: string;
  readonly roomId: string;
  readonly caller: string;
  readonly callees: readonly string[];
  /** Invited into a group call while it lasts. Default none. */
  readonly invited?: readonly string[] | undefined;
  /** Joined a group call without an invitation. Default none. */
  readonly joined?: readonly string[] | undefined;
  readonly mediaType: (typeof webhooks)['status']['members']['MediaType']['words'][number];
  /** Default `single` with one callee and no one invited or joined, `group` otherwise. */
  readonly callType?: (typeof callFlows)['flows'][number]['callType'] | undefined;
  /** A group call ends as `normal_end` only (V1-32). */
  readonly result: StatusCommand;
  readonly startCallTs: number;
  /** Left out where the flow has no answer. */
  readonly acceptTs?: number | undefined;
  readonly endTs: number;
  readonly clientip?: string | undefined;
  readonly optplatform?: string | undefined;
}

/** One webhook of a call. */
export interface CallWebhook {
  readonly at: CallMoment;
  readonly command: WebhookCommand;
  readonly webhook: OutgoingWebhook;
}

/**
 * The webhooks that a call causes, in the order of the contract's call flows (V1-U-46).
 *
 * @throws SendOptionError for a call that the contract has no flow for
 */
export function createCallWebhooks(call: PlayedCall): readonly CallWebhook[] {
  refuseUnknown(call, knownMembers, (...why) => new SendOptionError(...why));
  const { callees, invited = [], joined = [], result } = call;
  const isGroup = callees.length > 1 || invited.length > 0 || joined.length > 0;
  const callType = call.callType ?? (isGroup ? 'group' : 'single');
  if (callType === 'single' && isGroup) {
    const remedy = 'Give one callee, or the call type group.';
    throw new SendOptionError('callees', 'a single call has exactly one callee', remedy);
  }
  const flow = callFlows.flows.find((flow) => flow.callType === callType && flow.result === result);
  if (!flow) {
    const remedy = 'Use normal_end, or one callee: a group call only ends normally (V1-32).';
    throw new SendOptionError('result', `no ${callType} call ends as ${result}`, remedy);
  }
  const parties = {
    caller: [call.caller],
    callees,
    invited,
    joined,
    others: [...callees, ...invited, ...joined],
  };
  const total = 1 + parties.others.length;
  const isAnswered = flow.steps.some(({ at }) => at === 'answer');
  const timed = isAnswered ? call : { ...call, acceptTs: undefined };
  return flow.steps.flatMap(({ at, by, command }) =>
    parties[by].map((user) => ({
      at,
      command,
      webhook: createWebhook({
        command,
        sdkAppId: call.sdkAppId,
        clientip: call.clientip,
        optplatform: call.optplatform,
        body: {
          UserId: user,
          RoomId: call.roomId,
          TotalNum: total,
          MediaType: call.mediaType,
          CallType: callType,
          CallId: call.callId,
          ...listWords(command),
          Role: by === 'caller' ? 'caller' : 'callee',
          ...listTimes(timed, at, command),
        },
      }),
    })),
  );
}

const knownMembers = {
  sdkAppId: true,
  callId: true,
  roomId: true,
  caller: true,
  callees: true,
  invited: true,
  joined: true,
  mediaType: true,
  callType: true,
  result: true,
  startCallTs: true,
  acceptTs: true,
  endTs: true,
  clientip: true,
  optplatform: true,
} satisfies Record<keyof PlayedCall, true>;

/** Each time from its moment on; of the status family with a normal end only (V1-26). `CallResult` at the end (V1-U-46). */
function listTimes(call: PlayedCall, at: CallMoment, command: WebhookCommand): Record<string, unknown> {
  const { startCallTs, acceptTs, endTs, result } = call;
  const hasEnded = at === 'end';
  const EventTime = hasEnded ? endTs : at === 'start' ? startCallTs : (acceptTs ?? startCallTs);
  const AcceptTs = at === 'start' ? undefined : acceptTs;
  const EndTs = hasEnded ? endTs : undefined;
  if (!isStatusCommand(command)) {
    return { EventTime, CallResult: hasEnded ? result : '', StartCallTs: startCallTs, AcceptTs, EndTs };
  }
  const times = { StartCallTs: startCallTs, AcceptTs, EndTs };
  const none = { StartCallTs: undefined, AcceptTs: undefined, EndTs: undefined };
  return { EventTime, ...(command === 'normal_end' ? times : none) };
}
