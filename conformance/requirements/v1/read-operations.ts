import { type OperationId, operations } from '@trtc-call/spec/v1';
import type { Answer } from './check/answer.ts';
import type { CheckContext, RawOptions } from './check/context.ts';

/** Every operation of the contract, in its order. */
export const everyOperation: readonly OperationId[] = Object.values(operations).map((one) => one.operationId);

/** The operations that set nothing, and so may be called on any target. */
export const readOperations = ['getRecordsByFilter', 'getCallback'] as const satisfies OperationId[];

/** A right body for a list of few records. */
export function listBody(context: CheckContext): Readonly<Record<string, unknown>> {
  return { startTimestamp: context.now() - 3600, numberPerPage: 1 };
}

/** Asks for a list of few records; a right request but for what the options change. */
export function requestList(context: CheckContext, options?: RawOptions): Promise<Answer> {
  return context.send('getRecordsByFilter', listBody(context), options);
}
