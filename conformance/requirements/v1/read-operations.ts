import { type OperationId, operations } from '@trtc-call/spec/v1';
import type { CheckContext } from './check/context.ts';

/** Every operation of the contract, in its order. */
export const everyOperation: readonly OperationId[] = Object.values(operations).map((one) => one.operationId);

/** The operations that set nothing, and so may be called on any target. */
export const readOperations = ['getRecordsByFilter', 'getCallback'] as const satisfies OperationId[];

/** A body that is right for an operation that only reads. */
export function readBody(context: CheckContext, operation: (typeof readOperations)[number]): unknown {
  return operation === 'getRecordsByFilter' ? { startTimestamp: context.now() - 3600, numberPerPage: 1 } : {};
}
