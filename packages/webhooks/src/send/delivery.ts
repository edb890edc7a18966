import type { OutgoingWebhook } from './webhook-of.ts';

/** One attempt of a delivery. */
export interface Attempt {
  /** From 1. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** How long it took. */
  readonly milliseconds: number;
  /** The HTTP status; undefined when there was no answer. */
  readonly status?: number;
  /** The body of the answer, cut after 4096 characters. */
  readonly answer?: string;
  /** The `ErrorCode` of the answer. */
  readonly errorCode?: number;
  /** Why it does not count as acknowledged; undefined when it does. */
  readonly problem?: string;
}

/** One webhook on its way: it is filled in attempt by attempt. */
export interface Delivery {
  readonly webhook: OutgoingWebhook;
  readonly attempts: readonly Attempt[];
  /** `given-up`: every attempt has failed. `ended`: by the caller's signal. */
  readonly outcome: 'under-way' | 'acknowledged' | 'given-up' | 'ended';
}
