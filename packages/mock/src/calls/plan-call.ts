import type { CallRecord } from '@trtc-call/client';
import {
  type CallWebhook,
  readAddress,
  requireWaits,
  SendOptionError,
  webhooksOfCall,
} from '@trtc-call/webhooks/send';
import { requireInteger, requireWord } from '../check-arguments.ts';
import { MockOptionError } from '../errors.ts';
import type { SimulateCallOptions } from './simulated-call.ts';

const longestSeconds = 86_400;

/** What is to happen in a call. */
export interface CallPlan {
  readonly record: CallRecord;
  readonly webhooks: readonly CallWebhook[];
  /** When each moment is, in Unix seconds. */
  readonly times: Readonly<Record<CallWebhook['at'], number>>;
}

/** What is known of calls and their webhooks. */
export interface CallFacts {
  /** The words for how a call ends. */
  readonly results: readonly string[];
  /** Those of calls that somebody has answered. */
  readonly answered: readonly string[];
  /** The wait before each attempt of a webhook. */
  readonly retryWaitsSeconds: readonly number[];
}

/**
 * Fills in the defaults.
 *
 * @param complete makes a whole record, or throws
 * @throws MockOptionError for a call that cannot be
 */
export function planCall(
  options: SimulateCallOptions,
  sdkAppId: number,
  now: number,
  complete: (record: Partial<CallRecord>) => CallRecord,
  facts: CallFacts,
): CallPlan {
  const { caller = 'alice', callees = ['bob'], invited = [], joined = [], result = 'normal_end' } = options;
  const { mediaType = 'audio', pace = 'instant', waitsSeconds, ringSeconds = 3, talkSeconds = 60 } = options;
  requireWord('result', result, facts.results);
  requireWord('pace', pace, ['instant', 'real']);
  if (waitsSeconds !== undefined) orMockError(() => requireWaits('waitsSeconds', waitsSeconds));
  requireInteger('ringSeconds', ringSeconds, 0, longestSeconds);
  const isAnswered = facts.answered.includes(result);
  if (isAnswered) requireInteger('talkSeconds', talkSeconds, 0, longestSeconds);
  for (const [field, value] of Object.entries({ callees, invited, joined })) requireTexts(field, value);
  if (callees.length === 0)
    throw new MockOptionError('callees', 'must name somebody', 'name at least one user');

  const lasts = ringSeconds + (isAnswered ? talkSeconds : 0);
  const present = Math.floor(now / 1000);
  const startCallTs = pace === 'real' ? present : present - lasts;
  const acceptTs = startCallTs + ringSeconds;
  const endTs = startCallTs + lasts;
  const accepted = isAnswered ? { acceptTs } : {};
  const others = [...callees, ...invited, ...joined];
  const callType = options.callType ?? (others.length > 1 ? 'group' : 'single');
  const record = complete({
    ...(options.callId === undefined ? {} : { callId: options.callId }),
    ...(options.roomId === undefined ? {} : { roomId: options.roomId }),
    sdkAppId,
    mediaType,
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
  const parties = { caller, callees, invited, joined };
  const call = {
    sdkAppId,
    callId,
    roomId,
    mediaType,
    callType,
    result,
    ...parties,
    ...accepted,
    startCallTs,
    endTs,
  };
  const times = { start: startCallTs, answer: acceptTs, talk: acceptTs, end: endTs };
  return { record, webhooks: orMockError(() => webhooksOfCall(call)), times };
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

function requireTexts(field: string, value: unknown): void {
  if (Array.isArray(value) && value.every((text) => typeof text === 'string')) return;
  throw new MockOptionError(field, 'must be a list of strings', "pass one such as ['bob']");
}
