import type {
  errorCodes as errorCodesOfV1,
  MistakeId as MistakeIdOfV1,
  OperationId as OperationIdOfV1,
} from '@trtc-call/spec/v1';
import type {
  errorCodes as errorCodesOfV4,
  MistakeId as MistakeIdOfV4,
  OperationId as OperationIdOfV4,
} from '@trtc-call/spec/v4';

// What each generation names. A further generation joins these unions.

/** The id of an operation, such as `getRecordByCallId`. */
export type OperationId = OperationIdOfV1 | OperationIdOfV4;

/**
 * The operations that `respondWith` and `fault` are for. An id by itself, such as `getRecordByCallId`, means the
 * operation in every generation that has it; `v4.getRecordByCallId` means that of one generation.
 */
export type OperationName = OperationId | `v1.${OperationIdOfV1}` | `v4.${OperationIdOfV4}`;

/** The id of a mistake in a request, such as `usersig-expired`. */
export type MistakeId = MistakeIdOfV1 | MistakeIdOfV4;

type ErrorCode = (typeof errorCodesOfV1 | typeof errorCodesOfV4)[number]['code'];

/** A named example of the contract; not every operation has each, and later contracts may have others. */
export type ExampleName =
  | 'success'
  | 'success-no-configuration'
  | 'success-no-record'
  | 'success-other-types'
  | 'success-past-the-end'
  | 'success-without-response'
  | `error-${Exclude<ErrorCode, 0>}`
  | (string & {});
