import type { components } from './generated/v1.gen.ts';

type Schemas = components['schemas'];

// Interfaces, so that editors show their names and not all of their members.

/** What is kept of one call. Words outside the documented lists can come and are let through. */
export interface CallRecord extends CallRecordSchema {}

/** Which records are wanted, and which page of them; times in Unix seconds. */
export interface RecordFilter extends RecordFilterSchema {}

/** One page of records. */
export interface RecordPage {
  readonly records: CallRecord[];
  /** The number of this page, counted from 1. */
  readonly page: number;
  /** How many records match the filter, over all pages. */
  readonly totalNum: number;
}

/** Where webhooks go and which of them, to be stored. */
export interface CallbackConfigurationInput extends InputSchema {}

/** Where webhooks go and which of them, as stored. */
export interface CallbackConfiguration extends ConfigurationSchema {}

type CallRecordSchema = Schemas['CallRecord'];
type RecordFilterSchema = Schemas['GetRecordsByFilterRequest'];
type InputSchema = Schemas['SetCallbackRequest'];
type ConfigurationSchema = Schemas['CallbackConfiguration'];
