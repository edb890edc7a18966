import type { components } from './generated/v4.gen.ts';

type Schemas = components['schemas'];

// Interfaces, so that editors show their names and not all of their members.

/** What is kept of one call, as it comes over the wire. `toCall` makes a `CallSummary` of it. */
export interface CallRecordV4 extends CallRecordSchema {}

/** Which records are wanted, and which page of them; times in Unix seconds. */
export interface RecordFilterV4 extends RecordFilterSchema {}

/** One page of records. */
export interface RecordPageV4 {
  readonly records: CallRecordV4[];
  /** The number of this page, counted from 1; 0 where the service says so of a page without records. */
  readonly page: number;
  /** How many records match the filter, over all pages. */
  readonly totalNum: number;
}

/** A call that is going on, and those who take part in it. */
export interface LiveCall extends LiveCallSchema {}

/** Who calls whom, and how. `OfflinePushInfo` may have other members of Chat's push messages. */
export interface StartCallInput extends Omit<StartCallSchema, 'OfflinePushInfo'> {
  /** The push message for callees who are offline. Its members are those of Chat's push messages. */
  OfflinePushInfo?: StartCallSchema['OfflinePushInfo'] & Record<string, unknown>;
}

/** A call that a server has placed. */
export interface StartedCall {
  /** `null` where the answer has none: one of the vendor's pages shows an answer without it. */
  readonly callId: string | null;
  /** What became of each callee; empty where the answer does not say. */
  readonly callees: readonly {
    readonly user: string;
    /** 0 in the vendor's sample; what another number means is not documented. */
    readonly resultCode: number;
  }[];
}

/** What became of the end of a call. */
export interface EndedCall {
  /**
   * Whether the call was over, or never was: the service answers both alike. `null` where an earlier attempt, whose answer
   * was lost, may have ended it.
   */
  readonly alreadyOver: boolean | null;
}

/** Where webhooks go and which of them, to be stored. */
export interface CallbackConfigurationInputV4 extends InputSchema {}

/** Where webhooks go and which of them, as stored. */
export interface CallbackConfigurationV4 extends ConfigurationSchema {}

type CallRecordSchema = Schemas['CallRecord'];
type RecordFilterSchema = Schemas['GetRecordsByFilterRequest'];
type LiveCallSchema = Schemas['GetCallInfoSuccess']['Response'];
type StartCallSchema = Schemas['StartCallByRobotRequest'];
type InputSchema = Schemas['SetCallbackRequest'];
type ConfigurationSchema = Schemas['CallbackConfiguration'];
