import type { OperationId } from '@trtc-call/spec/v1';
import type { TrtcCallError } from './errors.ts';

/** One attempt that is about to leave. The same object is in the event of its end. */
export interface RequestEvent {
  readonly operationId: OperationId;
  readonly method: 'POST';
  /** Without its query, which holds the UserSig. */
  readonly url: string;
  /** Which attempt of the call this is, counted from 1. */
  readonly attempt: number;
}

/** The end of one attempt; there is exactly one for each `RequestEvent`. */
export interface ResponseEvent {
  readonly request: RequestEvent;
  /** The HTTP status, when an answer came. */
  readonly status: number | undefined;
  /** The vendor's id of the request, when the answer had a readable one. */
  readonly requestId: string | undefined;
  /** Why this attempt failed; a refusal by the service too. */
  readonly error: TrtcCallError | undefined;
  /** How long the attempt took, in milliseconds. */
  readonly milliseconds: number;
}

/** An attempt failed, and another one follows. */
export interface RetryEvent {
  readonly request: RequestEvent;
  readonly error: TrtcCallError;
  /** How long it waits before that, in milliseconds. */
  readonly delayMilliseconds: number;
}

/** Where an answer differs from what is documented. It never holds the answer itself. */
export interface ContractViolation {
  readonly operationId: OperationId;
  /** The vendor's id of the request, when the answer had a readable one. */
  readonly requestId: string | undefined;
  /** What differs: see `ContractRule`. */
  readonly rule: ContractRule;
  /** JSON Pointer (RFC 6901) into the answer. */
  readonly pointer: string;
  readonly expected: string;
  readonly got: string;
}

/**
 * The first four break the contract: what the types promise is not there. The others are news: a word, a field or a
 * code that no page lists.
 */
export type ContractRule =
  | 'type'
  | 'required'
  | 'range'
  | 'unlisted-word'
  | 'undocumented-field'
  | 'undocumented-code';

/** What can be listened to, as options of the client and as channels. */
export interface Events {
  onRequest: RequestEvent;
  onResponse: ResponseEvent;
  onRetry: RetryEvent;
  onContractViolation: ContractViolation;
}

/** Functions that are told of what happens. What they throw is written to the console, and changes nothing. */
export type Listeners = { readonly [Name in keyof Events]?: ((event: Events[Name]) => void) | undefined };

/** The names for `node:diagnostics_channel`, for tools that do not make the client themselves. */
export const channelNames = {
  onRequest: 'trtc-call:request',
  onResponse: 'trtc-call:response',
  onRetry: 'trtc-call:retry',
  onContractViolation: 'trtc-call:contract-violation',
} as const satisfies Record<keyof Events, string>;
