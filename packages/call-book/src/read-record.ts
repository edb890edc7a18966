import { type CallRecord, type CallRecordV4, toCall, unansweredResults } from '@trtc-call/client';
import { createClaims, type Evidence, type Source } from './evidence.ts';

/** A record of either generation. */
export type AnyRecord = CallRecord | CallRecordV4;

/** How a call can end that was not answered. */
const mayLackAnswer: readonly unknown[] = [...unansweredResults, 'interrupt', 'offline'];

/** What a record, or a webhook that holds one, says of its call. */
export function readRecord(
  record: AnyRecord,
  { app, at, source }: { readonly app: number; readonly at: number; readonly source: Source },
): Evidence {
  const call = toCall(record);
  const createClaim = createClaims(at);
  const claim = <Value>(value: Value | null | undefined) => createClaim(value, source);
  const users = [call.caller, ...call.callees].filter((user) => user !== '').sort();
  const [acceptTime, endTime] = [toSeconds(call.acceptTime), toSeconds(call.endTime)];
  // Without the time of an answer a call was not answered, where its result does not say otherwise.
  const isTimed = acceptTime !== undefined || (call.result !== null && mayLackAnswer.includes(call.result));
  // Of the times as they are kept: a column of whole seconds holds nothing else.
  const talkSeconds =
    acceptTime === undefined ? 0 : endTime === undefined ? undefined : Math.max(0, endTime - acceptTime);
  return {
    // Some record may lack it, whatever the contract says.
    generation: call.generation,
    app,
    callId: call.callId || '',
    state: source === 'record' ? 'confirmed' : 'ended',
    claims: {
      caller: claim(call.caller),
      participants: claim(call.callees.length === 0 ? undefined : users),
      media: claim(call.media),
      type: claim(call.type),
      result: claim(call.result),
      startTime: claim(toSeconds(call.startTime)),
      acceptTime: claim(acceptTime),
      endTime: claim(endTime),
      talkSeconds: source === 'record' && isTimed ? claim(talkSeconds) : undefined,
    },
    users: new Map(),
  };
}

/** A time beyond it is in milliseconds: in seconds it is the year 5138. */
const mostSeconds = 1e11;
/** A time of less than ten digits, as in a sample (V1-28), is of before 2002, and of no call. */
const leastSeconds = 1e9;

/** Whole Unix seconds, also of milliseconds; undefined for what is not a time, such as the 0 that samples have for "never". */
export function toSeconds(time: unknown): number | undefined {
  if (typeof time !== 'number' || !(time >= leastSeconds && time < Number.MAX_SAFE_INTEGER)) return undefined;
  return Math.floor(time > mostSeconds ? time / 1000 : time);
}
