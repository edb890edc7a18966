import type {
  errorCodes,
  MistakeId as MistakeIdOfV1,
  OperationId as OperationIdOfV1,
} from '@trtc-call/spec/v1';

// What each generation names. A further generation makes unions of these.

/** The id of an operation, such as `getRecordByCallId`. */
export type OperationId = OperationIdOfV1;

/** The id of a mistake in a request, such as `usersig-expired`. */
export type MistakeId = MistakeIdOfV1;

/** A named example of the contract; not every operation has each, and later contracts may have others. */
export type ExampleName =
  | 'success'
  | 'success-no-configuration'
  | 'success-no-record'
  | 'success-other-types'
  | 'success-past-the-end'
  | `error-${Exclude<(typeof errorCodes)[number]['code'], 0>}`
  | (string & {});
