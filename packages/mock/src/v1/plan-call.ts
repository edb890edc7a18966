import { callFlows, webhooks } from '@trtc-call/spec/v1';
import { requireWaits, webhooksOfCall } from '@trtc-call/webhooks/send';
import {
  type CallPlan,
  type CallPlanner,
  type PlanParts,
  readCall,
  requireTexts,
  type SimulateCallOptions,
  sharedCallOptions,
} from '../calls/plan-call.ts';
import { requireWord, toMockError } from '../errors.ts';

const ownOptions: readonly (keyof SimulateCallOptions)[] = [
  'invited',
  'mediaType',
  'callType',
  'result',
  'to',
  'fetch',
  'waitsSeconds',
];

const { commands: results, retryWaitsSeconds } = webhooks.status;
const answered = callFlows.flows.filter(({ steps }) => steps.some(({ at }) => at === 'answer'));

/** Plays calls with their webhooks, and stores the record when they end. */
export const calls: CallPlanner = {
  options: [...sharedCallOptions, ...ownOptions],

  plan(options: SimulateCallOptions, { findApp, now, store }: PlanParts): CallPlan {
    const { invited = [], result = 'normal_end', mediaType = 'audio' } = options;
    const { waitsSeconds = retryWaitsSeconds } = options;
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
    const steps = toMockError(() => webhooksOfCall(call)).map((webhook) => ({
      at: times[webhook.at],
      event: webhook,
    }));
    return {
      record: whole.written,
      steps: [
        ...steps.filter(({ event }) => event.at !== 'end'),
        // The record is there when the first webhook of the end arrives.
        { at: end, event: () => store(whole) },
        ...steps.filter(({ event }) => event.at === 'end'),
      ],
      sendsWebhooks: true,
      waitsSeconds,
    };
  },
};
