import type { StatusEvent } from '../events/webhook-event.ts';

/** The members of a record that an event is held against. */
export interface ConfirmingRecord {
  readonly callId: string;
  readonly sdkAppId: number;
  readonly mediaType: string;
  readonly roomId: string;
  readonly caller: string;
  readonly callResult: string;
  readonly callees?: readonly string[] | undefined;
}

/** Where records come from; `client.records` of @trtc-call/client is one. */
export interface RecordSource {
  /**
   * Gets a record, or `null` where the answer is that there is none. A rejection says that nobody knows, save for the
   * refusal by which the service answers a call that it does not know (V1-U-09).
   */
  get(callId: string, options?: { signal?: AbortSignal | undefined }): PromiseLike<ConfirmingRecord | null>;
}

/**
 * Holds a status event against the record of its call.
 *
 * @returns what contradicts, or undefined when the record confirms it
 * @see https://trtc.io/document/60137
 */
export function findContradiction(event: StatusEvent, record: ConfirmingRecord): string | undefined {
  if (record.callId !== event.CallId) return 'the record is of another call';
  if (record.sdkAppId !== event.sdkappid) return 'the record is of another app';
  if (record.roomId !== event.RoomId) return 'the record has another room';
  if (record.mediaType !== event.MediaType) return 'the record has another medium';
  if (record.callResult !== event.CallResult) return 'the record has another result';
  return partOf(event, record) ? undefined : 'the record does not have this user on this side';
}

/** A word of `Role` that is not listed says nothing (V1-25). */
function partOf({ Role, UserId }: StatusEvent, { caller, callees }: ConfirmingRecord): boolean {
  if (Role === 'caller') return UserId === caller;
  if (Role === 'callee') return callees === undefined || callees.includes(UserId);
  return UserId === caller || callees === undefined || callees.includes(UserId);
}
