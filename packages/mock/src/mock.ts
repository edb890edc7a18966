import type { Delivery } from '@trtc-call/webhooks/send';
import type { SimulateCallOptions, SimulateCallOptionsV4, SimulatedCall } from './calls/plan-call.ts';
import type { FaultKind, FaultMoment } from './faults.ts';
import type { CallRecords, ExampleName, GenerationName, OperationName } from './ids.ts';
import type { JournalEntry } from './journal.ts';

/** Which app is meant. */
export interface AppOptions {
  /** Default `mock.sdkAppId`, and every app for `mock.reset`. */
  readonly sdkAppId?: number;
}

/** Which requests `respondWith` and `fault` are for, and how many of them. */
export interface OverrideOptions {
  /** Number of requests; `Infinity` for all. Default 1, and `Infinity` for the fault `rate-limit`. */
  readonly times?: number;
  /** Only requests of this app. Default any. */
  readonly sdkAppId?: number;
}

/** How a fault shows, and for which requests. */
export interface FaultOptions extends OverrideOptions {
  /** Only requests of this operation. Default any. */
  readonly operationId?: OperationName;
  /**
   * Whether it strikes `before` the request is carried out, so that the state stays as it was, or `after`. `before`
   * is possible for `drop`, `hang`, `reset`, `http-502` and `html-200`, and is what `rate-limit` always does.
   * Default `after`: the worse one, since the caller cannot know.
   */
  readonly when?: FaultMoment;
  /** What `FaultKind` says of each kind, at most 60000. Default 0, 1000 where time matters, 60000 for `hang`. */
  readonly milliseconds?: number;
  /** Length of the answer of `big-body`, at most 64 MiB. Default 10 MiB. */
  readonly bytes?: number;
}

/** Of which app and generation records are. */
export interface RecordOptions<Generation extends GenerationName> extends AppOptions {
  /** Default `v1`. */
  readonly generation?: Generation;
}

/**
 * The call records of the mock's apps, which are apart for each generation and have its form. Without `sdkAppId` the app
 * is `mock.sdkAppId`.
 *
 * @example
 * ```ts
 * mock.records.add({ CallId: 'a', Caller_Account: 'alice' }, { generation: 'v4' });
 * ```
 */
export interface MockRecords {
  /**
   * Adds a record, or replaces the one with the same id. What is missing is made up; its start is a minute ago unless
   * given. `sdkAppId` is always that of the app which holds the record.
   *
   * @returns the record as it is stored
   * @throws MockOptionError when a member has a form that the contract does not allow
   */
  add<Generation extends GenerationName = 'v1'>(
    record?: Partial<CallRecords[Generation]>,
    options?: RecordOptions<Generation>,
  ): CallRecords[Generation];
  /** All records, from the oldest to the newest, also those that are too old to be returned by the API. */
  list<Generation extends GenerationName = 'v1'>(
    options?: RecordOptions<Generation>,
  ): CallRecords[Generation][];
  /** Removes all records of one app in one generation. */
  clear(options?: RecordOptions<GenerationName>): void;
}

/**
 * What users do in calls of v4, which `start_call_by_robot` or `simulateCall` has placed. The clock is the mock's: users
 * who have not answered within the `Timeout` of the call leave it, and its record can be read 5 seconds after its end.
 *
 * Each method throws a `MockOptionError` for a call that does not go on, and for what the user cannot do in it.
 */
export interface MockCalls {
  /** A user who is called answers. */
  answer(callId: string, user: string): void;
  /** A user who is called refuses. */
  reject(callId: string, user: string): void;
  /** A user who talks leaves. A caller who leaves before anybody has answered gives the call up. */
  hangUp(callId: string, user: string): void;
  /** A further user comes into the call and talks. */
  join(callId: string, user: string): void;
}

/** How much a mock has dropped, so that a long run does not fill the memory. */
export interface MockDropped {
  /** Requests that are no longer in `mock.requests`. */
  readonly requests: number;
  /** Deliveries that are no longer in `mock.deliveries`. */
  readonly deliveries: number;
  /**
   * Records that were asked for over HTTP, of which the last 1000 are kept, and calls of v4, of which the same is true.
   */
  readonly records: number;
}

/** What a UserSig is signed for. */
export interface MockUserSigOptions extends AppOptions {
  /** Default `mock.identifier`. */
  readonly identifier?: string;
  /** Default a day. */
  readonly lifetimeSeconds?: number;
}

/** The TRTC Call REST API without a port. */
export interface Mock {
  /** The app that is meant where none is named. */
  readonly sdkAppId: number;
  /** The key of every app. */
  readonly secretKey: string;
  /** The account that may call. */
  readonly identifier: string;
  /** A UserSig that the mock accepts, signed at the time of the mock's clock. */
  userSig(options?: MockUserSigOptions): string;
  /** Reaches the mock without a socket, whatever host the URL names. */
  readonly fetch: typeof fetch;
  readonly records: MockRecords;
  readonly calls: MockCalls;
  /** The last requests, from the oldest to the newest, without credentials. */
  readonly requests: readonly JournalEntry[];
  /** How much is no longer kept, since the mock was made or reset as a whole. */
  readonly dropped: MockDropped;
  /**
   * Plays a whole call: sends the webhooks that the app's callback configuration names, in the order and with the
   * members of the contract, for each side, each until it is acknowledged or six attempts have failed; and stores the
   * record when the call ends. Without a configuration there is the record only. A call of v4 can be watched while it
   * goes on; no webhook of it is sent, since the contract of v4 has none yet.
   *
   * @example
   * ```ts
   * const { deliveries } = await mock.simulateCall({ caller: 'alice', callees: ['bob'], result: 'reject' }).done;
   * ```
   *
   * @throws MockOptionError for a call that cannot be, or an address that nothing can be sent to
   */
  simulateCall(options?: SimulateCallOptions): SimulatedCall;
  simulateCall(options: SimulateCallOptionsV4): SimulatedCall<CallRecords['v4']>;
  /** The last webhooks that were sent, from the oldest to the newest, with every attempt. */
  readonly deliveries: readonly Delivery[];
  /**
   * Answers the next requests of an operation with a named example of the contract, such as `error-70005`,
   * whatever they hold: a forced answer skips every check but method and path. An operation of both generations is
   * meant in each that has the example; `v4.getRecordByCallId` means that of one generation.
   *
   * @throws MockOptionError when the operation has no example of that name; the message lists those it has
   */
  respondWith(operationName: OperationName, exampleName: ExampleName, options?: OverrideOptions): void;
  /**
   * Lets the next answer go wrong.
   *
   * @throws MockOptionError for an unknown kind, a number out of range, or a moment at which the kind cannot strike
   */
  fault(kind: FaultKind, options?: FaultOptions): void;
  /**
   * Forgets state, rate windows, faults and forced answers of one app and ends its calls; without an app everything, so that the
   * mock answers as if it had just been made.
   */
  reset(options?: AppOptions): void;
}

/** The TRTC Call REST API on a port of this machine. */
export interface RunningMock extends Mock, AsyncDisposable {
  /** Base URL, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Closes the port and every connection. May be called again. */
  close(): Promise<void>;
}
