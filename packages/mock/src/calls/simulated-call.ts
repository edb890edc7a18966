import type { CallRecord } from '@trtc-call/client';
import type { Delivery, PlayedCall, StatusCommand } from '@trtc-call/webhooks/send';

/** The call that is to be played. Everything has a default. */
export interface SimulateCallOptions {
  /** Default `mock.sdkAppId`. */
  readonly sdkAppId?: number | undefined;
  /** Default `alice`. */
  readonly caller?: string | undefined;
  /** Default `['bob']`. More than one make a group call. */
  readonly callees?: readonly string[] | undefined;
  /** Who is invited into a group call while it lasts. Default nobody. */
  readonly invited?: readonly string[] | undefined;
  /** Who comes into a group call by themselves. Default nobody. */
  readonly joined?: readonly string[] | undefined;
  /** Default `audio`. */
  readonly mediaType?: PlayedCall['mediaType'] | undefined;
  /** Default `single`, or `group` where more than two take part. */
  readonly callType?: 'single' | 'group' | undefined;
  /** How it ends. Default `normal_end`, which is the only way that a group call ends (V1-32). */
  readonly result?: StatusCommand | undefined;
  /** Made up by default. */
  readonly callId?: string | undefined;
  /** Made up by default. */
  readonly roomId?: string | undefined;
  /** From the start until somebody answers, or nobody does. Default 3 seconds. */
  readonly ringSeconds?: number | undefined;
  /** From the answer to the end. Default 60 seconds. */
  readonly talkSeconds?: number | undefined;
  /**
   * `instant`: the call has just ended, and its webhooks are sent one behind the other. `real`: it begins now, and each
   * moment is waited for by the mock's `wait`. Default `instant`.
   */
  readonly pace?: 'instant' | 'real' | undefined;
  /** Sends every word of the call to this address, whatever is configured. Default the app's callback configuration. */
  readonly to?: string | URL | undefined;
  /** Reaches the receiver, such as `receiver.fetch`. Default the runtime's `fetch`. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** The wait before each attempt of a webhook, in seconds. Default the vendor's six: 0, 1, 1, 2, 3, 5 (V1-U-22). */
  readonly waitsSeconds?: readonly number[] | undefined;
}

const known: Readonly<Record<keyof SimulateCallOptions, true>> = {
  sdkAppId: true,
  caller: true,
  callees: true,
  invited: true,
  joined: true,
  mediaType: true,
  callType: true,
  result: true,
  callId: true,
  roomId: true,
  ringSeconds: true,
  talkSeconds: true,
  pace: true,
  to: true,
  fetch: true,
  waitsSeconds: true,
};

/** The names of the options. */
export const simulateCallOptions: readonly string[] = Object.keys(known);

/** A call that is being played. */
export interface SimulatedCall {
  /** The record, as the API returns it from the end of the call on. */
  readonly record: CallRecord;
  /** What was sent so far and what became of it, in the order of the first attempts. It grows while the call goes on. */
  readonly deliveries: readonly Delivery[];
  /** Settles when the call has ended and nothing is under way any more. It never rejects for what a receiver does. */
  readonly done: Promise<SimulatedCall>;
}
