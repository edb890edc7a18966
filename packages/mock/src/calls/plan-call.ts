import type { CallRecord } from '@trtc-call/client';
import {
  type CallWebhook,
  type PlayedCall,
  readAddress,
  requireWaits,
  SendOptionError,
  webhooksOfCall,
} from '@trtc-call/webhooks/send';
import { requireInteger, requireWord } from '../check-arguments.ts';
import type { CallFacts } from '../contract.ts';
import { MockOptionError } from '../errors.ts';
import type { SimulateCallOptions } from './simulated-call.ts';

/** What is to happen in a call. */
export interface CallPlan {
  readonly record: CallRecord;
  readonly webhooks: readonly CallWebhook[];
  /** When each moment is, in Unix seconds. */
  readonly times: Readonly<Record<CallWebhook['at'], number>>;
}

/** Makes a whole record, or throws. */
export type CompleteRecord = (record: Partial<CallRecord>) => CallRecord;

/**
 * Fills in the defaults.
 *
 * @throws MockOptionError for what cannot be
 */
export function planCall(
  options: SimulateCallOptions,
  sdkAppId: number,
  now: number,
  complete: CompleteRecord,
  facts: CallFacts,
): CallPlan {
  const { caller = 'alice', callees = ['bob'], invited = [], joined = [], result = 'normal_end' } = options;
  requireWord('result', result, facts.results);
  const isAnswered = facts.answered.includes(result);
  const { waitsSeconds } = options;
  if (waitsSeconds !== undefined) orMockError(() => requireWaits('waitsSeconds', waitsSeconds));
  const ringSeconds = seconds('ringSeconds', options.ringSeconds ?? 3);
  const talkSeconds = isAnswered ? seconds('talkSeconds', options.talkSeconds ?? 60) : 0;
  const present = Math.floor(now / 1000);
  const startCallTs = isReal(options.pace) ? present : present - ringSeconds - talkSeconds;
  const acceptTs = startCallTs + ringSeconds;
  const endTs = acceptTs + talkSeconds;
  const others = [...texts('callees', callees), ...texts('invited', invited), ...texts('joined', joined)];
  if (callees.length === 0)
    throw new MockOptionError('callees', 'must name somebody', 'name at least one user');
  const accepted = isAnswered ? { acceptTs } : {};
  const callType = options.callType ?? (others.length > 1 ? 'group' : 'single');
  const record = complete({
    ...(options.callId === undefined ? {} : { callId: options.callId }),
    ...(options.roomId === undefined ? {} : { roomId: options.roomId }),
    sdkAppId,
    mediaType: options.mediaType ?? 'audio',
    startCallTs,
    ...accepted,
    endTs,
    caller,
    totalUserNumber: others.length + 1,
    callType,
    callResult: result,
    callees: others,
  });
  const { callId, roomId } = record;
  const mediaType = options.mediaType ?? 'audio';
  const parties = { caller, callees, invited, joined };
  const times = { ...accepted, startCallTs, endTs };
  const call: PlayedCall = { sdkAppId, callId, roomId, mediaType, callType, result, ...parties, ...times };
  const sent = orMockError(() => webhooksOfCall(call));
  return {
    record,
    webhooks: sent,
    times: { start: startCallTs, answer: acceptTs, talk: acceptTs, end: endTs },
  };
}

/**
 * The address where it can be sent to.
 *
 * @throws MockOptionError where it cannot
 */
export function requireAddress(field: string, address: string | URL): URL {
  return orMockError(() => readAddress(field, address));
}

function orMockError<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SendOptionError)) throw error;
    const { field, problem, remedy, message } = error;
    throw new MockOptionError(field, problem, remedy, message);
  }
}

function isReal(pace: unknown): boolean {
  if (pace !== undefined) requireWord('pace', pace, ['instant', 'real']);
  return pace === 'real';
}

function seconds(field: string, value: unknown): number {
  requireInteger(field, value, 0, 86_400);
  return Number(value);
}

function texts(field: string, value: unknown): readonly string[] {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw new MockOptionError(field, 'must be a list of strings', "pass one such as ['bob']");
}
