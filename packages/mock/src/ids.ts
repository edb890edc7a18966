import type { CallRecord, CallRecordV4 } from '@trtc-call/client';
import type {
  errorCodes as errorCodesV1,
  MistakeId as MistakeIdV1,
  OperationId as OperationIdV1,
} from '@trtc-call/spec/v1';
import type {
  errorCodes as errorCodesV4,
  MistakeId as MistakeIdV4,
  OperationId as OperationIdV4,
} from '@trtc-call/spec/v4';

// What each generation names. A further generation joins these.

/** A call record of each generation, as its API returns it. */
export interface CallRecords {
  readonly v1: CallRecord;
  readonly v4: CallRecordV4;
}

/** The name of a generation of the API. */
export type GenerationName = keyof CallRecords;

/**
 * An operation. An id such as `getRecordByCallId` stands for the operation in every generation that has it,
 * `v4.getRecordByCallId` for that of one generation.
 */
export type OperationName = OperationIdV1 | OperationIdV4 | `v1.${OperationIdV1}` | `v4.${OperationIdV4}`;

/** The id of a mistake in a request, such as `usersig-expired`. */
export type MistakeId = MistakeIdV1 | MistakeIdV4;

type ErrorCode = (typeof errorCodesV1 | typeof errorCodesV4)[number]['code'];

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
