import type { CallRecord, CallRecordV4 } from '@trtc-call/client';
import type { errorCodes as errorCodesV1, OperationId as OperationIdV1 } from '@trtc-call/spec/v1';
import type { errorCodes as errorCodesV4, OperationId as OperationIdV4 } from '@trtc-call/spec/v4';
import type { Delivery } from '@trtc-call/webhooks/send';
import type { SimulateCallOptions, SimulateCallOptionsV4, SimulatedCall } from './calls/plan-call.ts';
import type { FaultKind, FaultMoment } from './faults.ts';
import type { JournalEntry } from './journal.ts';

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

/** Selects an app. */
export interface AppOptions {
  /** Default `mock.sdkAppId`; for `mock.reset` every app. */
  readonly sdkAppId?: number | undefined;
}

/** Requests that `respondWith` or `fault` applies to. */
export interface OverrideOptions {
  /** Number of requests, or `Infinity`. Default 1; for the fault `rate-limit` `Infinity`. */
  readonly times?: number | undefined;
  /** Only requests of this app. Default all apps. */
  readonly sdkAppId?: number | undefined;
}

/** Options of `mock.fault`. */
export interface FaultOptions extends OverrideOptions {
  /** Only requests of this operation. Default all operations. */
  readonly operationId?: OperationName | undefined;
  /**
   * Whether the fault happens `before` or `after` the request changes state. `before` is available for `drop`, `hang`,
   * `reset`, `http-502` and `html-200`; `rate-limit` is always `before`. Default `after`.
   */
  readonly when?: FaultMoment | undefined;
  /** Duration in milliseconds, from 0 to 60000; see `FaultKind`. Default 0, 1000 or, for `hang`, 60000, depending on the kind. */
  readonly milliseconds?: number | undefined;
  /** Response size of `big-body`, up to 64 MiB. Default 10 MiB. */
  readonly bytes?: number | undefined;
}

/** Members of a record. One that is `undefined` is generated, as one that is left out. */
export type RecordParts<CallRecordForm> = {
  readonly [Name in keyof CallRecordForm]?: CallRecordForm[Name] | undefined;
};

/** Selects the records of an app in one generation. */
export interface RecordOptions<Generation extends GenerationName> extends AppOptions {
  /** Default `v1`. */
  readonly generation?: Generation | undefined;
}

/**
 * Call records. Each app has separate records for each generation, in the form of that generation.
 *
 * @example
 * ```ts
 * mock.records.add({ CallId: 'a', Caller_Account: 'alice' }, { generation: 'v4' });
 * ```
 */
export interface MockRecords {
  /**
   * Adds a record, or replaces the one with the same id. Missing members are generated: of a call that began a minute ago
   * and is over, if no times are given. `sdkAppId` is always that of the app.
   *
   * @returns the stored record
   * @throws MockOptionError if the contract does not allow a member
   */
  add<Generation extends GenerationName = 'v1'>(
    record?: RecordParts<CallRecords[Generation]>,
    options?: RecordOptions<Generation>,
  ): CallRecords[Generation];
  /** Lists all records from oldest to newest, including those too old for the API to return. */
  list<Generation extends GenerationName = 'v1'>(
    options?: RecordOptions<Generation>,
  ): CallRecords[Generation][];
  /** Removes all records of an app in one generation. */
  clear(options?: RecordOptions<GenerationName>): void;
}

/**
 * Actions of users in live v4 calls placed by `start_call_by_robot` or `simulateCall`. Users who do not answer within
 * the call's `Timeout` leave it. The record can be read 5 seconds after the call ends, by the mock's clock.
 *
 * Each method throws a `MockOptionError` if the call is not live, or the user is in no state to act.
 */
export interface MockCalls {
  /** Answers as a user who is being called. */
  answer(callId: string, user: string): void;
  /** Rejects as a user who is being called. */
  reject(callId: string, user: string): void;
  /** Leaves as a user who is talking. If the caller leaves before the first answer, the call is canceled. */
  hangUp(callId: string, user: string): void;
  /** Joins as a user who is not in the call. */
  join(callId: string, user: string): void;
}

/** Numbers of entries dropped to bound memory. */
export interface MockDropped {
  /** Requests dropped from `mock.requests`. */
  readonly requests: number;
  /** Deliveries dropped from `mock.deliveries`. */
  readonly deliveries: number;
  /** Records created over HTTP, and v4 calls with their records. Of each the last 1000 are kept. */
  readonly records: number;
}

/** Options of `mock.userSig`. */
export interface MockUserSigOptions extends AppOptions {
  /** Default `mock.identifier`. */
  readonly identifier?: string | undefined;
  /** How long the UserSig is valid, in seconds. Default 86400, a day. */
  readonly lifetimeSeconds?: number | undefined;
}

/** A mock of the TRTC Call REST API. */
export interface Mock {
  /** The default app. */
  readonly sdkAppId: number;
  /** The secret key of all apps. */
  readonly secretKey: string;
  /** The first account that may call the API. */
  readonly identifier: string;
  /** Signs a UserSig at the time of the mock's clock. */
  userSig(options?: MockUserSigOptions): string;
  /** Sends a request to the mock without a socket. The host of the URL is ignored. */
  readonly fetch: typeof fetch;
  readonly records: MockRecords;
  readonly calls: MockCalls;
  /** The latest requests from oldest to newest, without credentials. */
  readonly requests: readonly JournalEntry[];
  /** Numbers of dropped entries since creation or the last full reset. */
  readonly dropped: MockDropped;
  /**
   * Plays a call from start to end, and stores its record at the end.
   *
   * For v1 it sends the webhooks that the app's callback configuration enables, each until it is acknowledged or six
   * attempts have failed. For v4 it does the same in one attempt (V4-38); a v4 call with `pace: 'real'` is live, so that
   * `getCallInfo`, `endCall` and `mock.calls` reach it.
   *
   * @example
   * ```ts
   * const { deliveries } = await mock.simulateCall({ caller: 'alice', callees: ['bob'], result: 'reject' }).done;
   * ```
   *
   * @throws MockOptionError for invalid options or an invalid webhook address
   */
  simulateCall(options?: SimulateCallOptions): SimulatedCall;
  simulateCall(options: SimulateCallOptionsV4): SimulatedCall<CallRecords['v4']>;
  /** The latest webhooks from oldest to newest, with every attempt. */
  readonly deliveries: readonly Delivery[];
  /**
   * Answers the next requests of an operation with a named example of the contract, such as `error-70005`. Only method
   * and path are checked. An id such as `getRecordByCallId` applies to every generation that has the example;
   * `v4.getRecordByCallId` applies to one.
   *
   * @throws MockOptionError if the operation has no such example; the message lists the names
   */
  respondWith(operationName: OperationName, exampleName: ExampleName, options?: OverrideOptions): void;
  /**
   * Injects a fault into the next response.
   *
   * @throws MockOptionError for an unknown kind, a number out of range, or a `when` that the kind does not support
   */
  fault(kind: FaultKind, options?: FaultOptions): void;
  /**
   * Clears the state, rate windows, faults and forced answers of one app and ends its calls. Without an app it restores
   * the initial state of the whole mock.
   */
  reset(options?: AppOptions): void;
}

/** A mock that listens on a port. */
export interface RunningMock extends Mock, AsyncDisposable {
  /** Base URL without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and closes all connections. Safe to call twice. */
  close(): Promise<void>;
}
