import type { CallRecord } from '@trtc-call/client';
import { callFlows, webhooks } from '@trtc-call/spec/v1';
import {
  type CallWebhook,
  type PlayedCall,
  readAddress,
  requireWaits,
  SendOptionError,
  webhooksOfCall,
} from '@trtc-call/webhooks/send';
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

/** Results of calls that somebody has answered: those whose flow has an answer. */
const answered = new Set<string>(
  callFlows.flows.filter(({ steps }) => steps.some(({ at }) => at === 'answer')).map(({ result }) => result),
);

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
): CallPlan {
  const { caller = 'alice', callees = ['bob'], invited = [], joined = [], result = 'normal_end' } = options;
  const { commands } = webhooks.status;
  if (!commands.includes(result)) {
    const remedy = `Use one of: ${commands.join(', ')}.`;
    throw new MockOptionError('result', `no call ends as ${JSON.stringify(result)}`, remedy);
  }
  const { waitsSeconds } = options;
  if (waitsSeconds !== undefined) orMockError(() => requireWaits('waitsSeconds', waitsSeconds));
  const ringSeconds = seconds('ringSeconds', options.ringSeconds ?? 3);
  const talkSeconds = answered.has(result) ? seconds('talkSeconds', options.talkSeconds ?? 60) : 0;
  const present = Math.floor(now / 1000);
  const startCallTs = isReal(options.pace) ? present : present - ringSeconds - talkSeconds;
  const acceptTs = startCallTs + ringSeconds;
  const endTs = acceptTs + talkSeconds;
  const others = [...texts('callees', callees), ...texts('invited', invited), ...texts('joined', joined)];
  if (callees.length === 0) throw new MockOptionError('callees', 'there is none', 'Name at least one.');
  const accepted = answered.has(result) ? { acceptTs } : {};
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
export function addressOf(field: string, address: string | URL): URL {
  return orMockError(() => readAddress(field, address));
}

function orMockError<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SendOptionError)) throw error;
    const { field, problem, remedy } = error;
    throw new MockOptionError(field, problem, remedy);
  }
}

function isReal(pace: unknown): boolean {
  if (pace === undefined || pace === 'instant') return false;
  if (pace === 'real') return true;
  throw new MockOptionError('pace', `${JSON.stringify(pace)} is not possible`, "Give 'instant' or 'real'.");
}

function seconds(field: string, value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 86_400) return value;
  const remedy = 'Give a whole number of seconds from 0 to 86400.';
  throw new MockOptionError(field, `${String(value)} is not possible`, remedy);
}

function texts(field: string, value: unknown): readonly string[] {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw new MockOptionError(field, 'it is no list of texts', "Give one such as ['bob'].");
}
