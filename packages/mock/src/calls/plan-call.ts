import type { CallRecord } from '@trtc-call/client';
import type { CallWebhook, Delivery, PlayedCall, StatusCommand } from '@trtc-call/webhooks/send';
import { MockOptionError, requireInteger, requireWord } from '../errors.ts';
import type { App, WholeRecord } from '../state/app-store.ts';
import type { CallEngine } from './call-engine.ts';

/** What calls of every generation have in common. Everything has a default. */
export interface CallOptions {
  /** Default `mock.sdkAppId`. */
  readonly sdkAppId?: number | undefined;
  /** Default `alice`. */
  readonly caller?: string | undefined;
  /** Default `['bob']`. More than one make a group call. */
  readonly callees?: readonly string[] | undefined;
  /** Who comes into the call by themselves. Default nobody. */
  readonly joined?: readonly string[] | undefined;
  /** Made up by default. */
  readonly callId?: string | undefined;
  /** Made up by default. */
  readonly roomId?: string | undefined;
  /** From the start until somebody answers, or nobody does. Default 3 seconds. */
  readonly ringSeconds?: number | undefined;
  /** From the answer to the end. Default 60 seconds. */
  readonly talkSeconds?: number | undefined;
  /**
   * `instant`: the call is over, and its webhooks are sent one behind the other. `real`: it begins now, and each moment
   * is waited for by the mock's `wait`. Default `instant`.
   */
  readonly pace?: 'instant' | 'real' | undefined;
}

/** A call of generation v1 that is to be played. */
export interface SimulateCallOptions extends CallOptions {
  readonly generation?: 'v1' | undefined;
  /** Who is invited into a group call while it lasts. Default nobody. */
  readonly invited?: readonly string[] | undefined;
  /** Default `audio`. */
  readonly mediaType?: PlayedCall['mediaType'] | undefined;
  /** Default `single`, or `group` where more than two take part. */
  readonly callType?: 'single' | 'group' | undefined;
  /** How it ends. Default `normal_end`, which is the only way that a group call ends (V1-32). */
  readonly result?: StatusCommand | undefined;
  /** Sends every word of the call to this address, whatever is configured. Default the app's callback configuration. */
  readonly to?: string | URL | undefined;
  /** Reaches the receiver, such as `receiver.fetch`. Default the runtime's `fetch`. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** The wait before each attempt of a webhook, in seconds. Default the vendor's six: 0, 1, 1, 2, 3, 5 (V1-U-22). */
  readonly waitsSeconds?: readonly number[] | undefined;
}

/** A call of generation v4 that is to be played. No webhook is sent: the contract of v4 has none yet. */
export interface SimulateCallOptionsV4 extends CallOptions {
  readonly generation: 'v4';
  /** Default `Audio`. */
  readonly mediaType?: 'Audio' | 'Video' | undefined;
  /** How it ends. Default `NormalEnd`, the only end of a call that somebody has answered. */
  readonly result?: 'NormalEnd' | 'Cancel' | 'Reject' | 'NotAnswer' | 'CallBusy' | 'Interrupt' | undefined;
}

/** The options of every generation, of which a planner knows its own. */
export type AnyCallOptions = CallOptions &
  Pick<SimulateCallOptions, 'invited' | 'to' | 'fetch' | 'waitsSeconds'> & {
    readonly generation?: string | undefined;
    readonly mediaType?: string | undefined;
    readonly result?: string | undefined;
  };

/** A call that is being played. */
export interface SimulatedCall<CallRecordForm extends object = CallRecord> {
  /** The planned record. The record that `done` resolves with is the stored one, which differs if the call did not go as planned. */
  readonly record: CallRecordForm;
  /** Whether the generation has webhooks. Where it has none yet, `deliveries` stays empty. */
  readonly sendsWebhooks: boolean;
  /** What was sent so far and what became of it, in the order of the first attempts. It grows while the call goes on. */
  readonly deliveries: readonly Delivery[];
  /**
   * Resolves with the stored record when the call has ended, as planned or earlier, and all webhooks are settled. A call
   * ended by `reset` has no record, and resolves with the planned one. A receiver's failure is no rejection.
   */
  readonly done: Promise<SimulatedCall<CallRecordForm>>;
}

/**
 * Something that happens in a call that is played: the state changes, or a webhook is sent. A change of state may report
 * that the call has ended, with the record that was stored, if one was.
 */
export interface PlannedStep {
  /** Unix seconds. */
  readonly at: number;
  readonly event: ((onEnd: (record: object | undefined) => void) => void) | CallWebhook;
}

/** What is to happen in a call. */
export interface CallPlan {
  /** As the API returns it. */
  readonly record: object;
  /** In the order of their times. */
  readonly steps: readonly PlannedStep[];
  readonly sendsWebhooks: boolean;
  /** The wait before each attempt of a webhook, in seconds. */
  readonly waitsSeconds: readonly number[];
}

/** What calls are planned with. */
export interface PlanParts {
  /** The app of the call, which may be forgotten and made anew while the call goes on. */
  readonly findApp: () => App;
  readonly engine: CallEngine;
  /** Time in milliseconds. */
  readonly now: number;
  /** Stores the record of a call that is over. */
  readonly store: (whole: WholeRecord) => void;
}

/** How a generation plays calls. */
export interface CallPlanner {
  /** The names of its options, beside `generation`. */
  readonly options: readonly string[];
  /** @throws MockOptionError for a call that cannot be */
  plan(options: CallOptions, parts: PlanParts): CallPlan;
}

/** The names of the options that every generation has. */
export const sharedCallOptions: readonly (keyof CallOptions)[] = [
  'sdkAppId',
  'caller',
  'callees',
  'joined',
  'callId',
  'roomId',
  'ringSeconds',
  'talkSeconds',
  'pace',
];

const longestSeconds = 86_400;

/**
 * Fills in the defaults of what every generation has, and says when each moment of the call is, in Unix seconds.
 *
 * @param endedAgo how long ago a call that is played at once has ended, in seconds
 * @throws MockOptionError for a call that cannot be
 */
export function readCall(options: CallOptions, isAnswered: boolean, now: number, endedAgo = 0) {
  const { caller = 'alice', callees = ['bob'], joined = [], pace = 'instant' } = options;
  const { ringSeconds = 3, talkSeconds = 60 } = options;
  requireWord('pace', pace, ['instant', 'real']);
  requireInteger('ringSeconds', ringSeconds, 0, longestSeconds);
  if (isAnswered) requireInteger('talkSeconds', talkSeconds, 0, longestSeconds);
  requireTexts('callees', callees);
  requireTexts('joined', joined);
  if (callees.length === 0)
    throw new MockOptionError('callees', 'must not be empty', 'name at least one user');
  const lasts = ringSeconds + (isAnswered ? talkSeconds : 0);
  const present = Math.floor(now / 1000);
  const start = pace === 'real' ? present : present - lasts - endedAgo;
  return { caller, callees, joined, start, answer: start + ringSeconds, end: start + lasts };
}

/** Refuses everything but a list of strings. */
export function requireTexts(field: string, value: unknown): void {
  if (Array.isArray(value) && value.every((text) => typeof text === 'string')) return;
  throw new MockOptionError(field, 'must be a list of strings', "pass one such as ['bob']");
}
