import type { OperationEntry } from '../contract.ts';
import { operations, type servers } from '../generated/v4-operations.gen.ts';

/** The id of an operation, for example `getRecordByCallId`. */
export type OperationId = keyof typeof operations;

/** The data centre of an app. */
export type Region = keyof typeof servers;

/** What is known of one operation apart from its bodies. */
export type Operation = OperationEntry<OperationId>;

/** Whether the text is the id of an operation. */
export function isOperationId(text: string): text is OperationId {
  return Object.hasOwn(operations, text);
}
