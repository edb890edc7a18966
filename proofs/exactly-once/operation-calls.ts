import type { TrtcCallClient } from '@trtc-call/client';
import type { OperationId } from '@trtc-call/spec/v1';

/** The arguments of every operation; each takes those that it needs. */
export interface CallArguments {
  readonly callId: string;
  readonly startTimestamp: number;
  readonly address: string;
}

/** A call of one operation. */
export interface PlannedCall extends CallArguments {
  readonly operationId: OperationId;
}

/** Each operation of the contract as a caller calls it; the compiler asks for one that is missing. */
export const operationCalls: Readonly<
  Record<OperationId, (client: TrtcCallClient, given: CallArguments) => Promise<unknown>>
> = {
  getRecordByCallId: ({ records }, { callId }) => records.get(callId),
  getRecordsByFilter: ({ records }, { startTimestamp }) => records.query({ startTimestamp }),
  setCallback: ({ callbacks }, { address }) => callbacks.set({ address, actions: [] }),
  getCallback: ({ callbacks }) => callbacks.get(),
  updateCallback: ({ callbacks }, { address }) => callbacks.update({ address, actions: [] }),
  deleteCallback: ({ callbacks }) => callbacks.delete(),
};
