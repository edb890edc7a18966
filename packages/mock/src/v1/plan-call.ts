import { callFlows, webhooks } from '@trtc-call/spec/v1';
import { createCallWebhooks, requireWaits } from '@trtc-call/webhooks/send';
import {
  type CallPlan,
  type CallPlanner,
  type PlanParts,
  readCall,
  requireTexts,
  type SimulateCallOptions,
  type Stage,
  sharedCallOptions,
} from '../calls/plan-call.ts';
import { requireWord, toMockError } from '../errors.ts';

const ownOptions: readonly (keyof SimulateCallOptions)[] = ['invited', 'mediaType', 'callType', 'result'];

const { commands: results, retryWaitsSeconds } = webhooks.status;
const answered = callFlows.flows.filter(({ steps }) => steps.some(({ at }) => at === 'answer'));

/** Plays calls with their webhooks, and stores the record when they end. */
export const calls: CallPlanner = {
  options: [...sharedCallOptions, ...ownOptions],

  plan(options: SimulateCallOptions, { findApp, now, store, ...parts }: PlanParts): CallPlan {
    const { invited = [], result = 'normal_end', mediaType = 'audio' } = options;
    const { waitsSeconds = parts.waitsSeconds ?? retryWaitsSeconds } = options;
    requireWord('result', result, results);
    toMockError(() => requireWaits('waitsSeconds', waitsSeconds));
    requireTexts('invited', invited);
    const { sdkAppId, records } = findApp();
    const isAnswered = answered.some((flow) => flow.result === result);
    const { caller, callees, joined, start, answer, end } = readCall(options, isAnswered, now);
    const others = [...callees, ...invited, ...joined];
    const callType = options.callType ?? (others.length > 1 ? 'group' : 'single');
    const shared = {
      sdkAppId,
      mediaType,
      startCallTs: start,
      ...(isAnswered ? { acceptTs: answer } : {}),
      endTs: end,
      caller,
      callType,
    };
    const whole = records.complete({
      ...(options.callId === undefined ? {} : { callId: options.callId }),
      ...(options.roomId === undefined ? {} : { roomId: options.roomId }),
      ...shared,
      totalUserNumber: others.length + 1,
      callResult: result,
      callees: others,
    });
    const { callId, roomId } = whole.record;
    const call = { ...shared, callId, roomId, result, callees, invited, joined };
    const times = { start, answer, talk: answer, end };
    const webhooks = toMockError(() => createCallWebhooks(call));
    const list = (isEnd: boolean) =>
      webhooks
        .filter(({ at }) => (at === 'end') === isEnd)
        .map(({ at, command, webhook }) => ({
          at: times[at],
          act: ({ send }: Stage) => send(command, () => webhook),
        }));
    return {
      record: whole.written,
      // The record is there when the first webhook of the end arrives.
      steps: [...list(false), { at: end, act: () => store(whole) }, ...list(true)],
      commands: webhooks.map(({ command }) => command),
      waitsSeconds,
    };
  },
};
