import type { Contract, ErrorEntry, MistakeEntry, OperationEntry } from '../contract.ts';
import { errorCodes, mistakes, otherErrorCode } from '../generated/v4-errors.gen.ts';
import {
  contractVersion,
  envelope,
  firstClients,
  limits,
  operations,
  queryParameters,
  servers,
} from '../generated/v4-operations.gen.ts';
import { createFindErrorCode, createFindMistake, createIsOperationId } from '../lookups.ts';

export type { Source } from '../contract.ts';
export * from '../generated/v4-errors.gen.ts';
export * from '../generated/v4-operations.gen.ts';
export { webhooks } from '../generated/v4-webhooks.gen.ts';

/** The id of an operation, for example `getRecordByCallId`. */
export type OperationId = keyof typeof operations;

/** The data centre of an app. */
export type Region = keyof typeof servers;

/** What is known of one operation apart from its bodies. */
export type Operation = OperationEntry<OperationId>;

/** A code of the table; 0 is the success. A service may return other numbers too. */
export type ErrorCode = (typeof errorCodes)[number]['code'];

/** The symbolic name of a code, for example `UserSigExpired`. */
export type ErrorName = (typeof errorCodes)[number]['name'];

/** The id of a mistake that provokes a code. */
export type MistakeId = (typeof mistakes)[number]['id'];

/** One row of the table of error codes. */
export type ErrorCodeEntry = ErrorEntry<ErrorCode, ErrorName, OperationId, MistakeId>;

/** One way of being wrong, and the codes by which a service may refuse it. */
export type Mistake = MistakeEntry<MistakeId, OperationId, ErrorCode>;

/** Generation v4 as one object, for code that serves any generation. */
export const contract = {
  generation: 'v4',
  version: contractVersion,
  firstClients,
  servers,
  operations,
  queryParameters,
  envelope,
  limits,
  errorCodes,
  otherErrorCode,
  mistakes,
} satisfies Contract;

// Marked as pure, so that a bundler leaves the tables out of a program that looks nothing up.
/** The row of a code, or undefined for a code that no document lists. */
export const findErrorCode = /* @__PURE__ */ createFindErrorCode<ErrorCodeEntry>(errorCodes);

/** The mistake with this id. @throws TypeError for an id that is not in mistakes.yaml */
export const findMistake = /* @__PURE__ */ createFindMistake<Mistake>(mistakes);

/** Whether the text is the id of an operation. */
export const isOperationId = /* @__PURE__ */ createIsOperationId<OperationId>(operations);
