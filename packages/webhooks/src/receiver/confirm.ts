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
 * Holds a status event against the record of its call. A member that the event does not have claims nothing.
 *
 * @returns what contradicts, or undefined when the record confirms it
 * @see https://trtc.io/document/60137
 */
export function findContradiction(event: StatusEvent, record: ConfirmingRecord): string | undefined {
  const { RoomId, MediaType, CallResult = event.command } = event;
  if (record.callId !== event.CallId) return 'the record is of another call';
  if (record.sdkAppId !== event.sdkappid) return 'the record is of another app';
  if (RoomId !== undefined && record.roomId !== RoomId) return 'the record has another room';
  if (MediaType !== undefined && record.mediaType !== MediaType) return 'the record has another medium';
  if (record.callResult !== CallResult) return 'the record has another result';
  return takesPart(event, record) ? undefined : 'the record does not have this user on this side';
}

/** A word of `Role` that is not listed says nothing (V1-25). */
function takesPart({ Role, UserId }: StatusEvent, { caller, callees }: ConfirmingRecord): boolean {
  if (UserId === undefined || (Role !== 'callee' && UserId === caller)) return true;
  return Role !== 'caller' && (callees === undefined || callees.includes(UserId));
}
