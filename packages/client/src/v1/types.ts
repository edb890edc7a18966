import type { Client } from 'openapi-fetch';
import type { components, paths } from './generated/v1.gen.ts';

/** A path of the contract, such as `/v1/records/get_record_by_callId`. */
export type ApiPath = keyof paths;

/** The body that a path takes. */
export type ApiBody<Path extends ApiPath> = paths[Path]['post']['requestBody']['content']['application/json'];

/** The envelope that a path answers with, a success or a failure, as it comes over the wire. */
export type ApiEnvelope<Path extends ApiPath> =
  paths[Path]['post']['responses'][200]['content']['application/json'];

/**
 * The operations as they are on the wire: openapi-fetch with the types of the contract. `data` of a result is the
 * envelope, a success or a refusal; give the result to `unwrap`. What never became an answer rejects. The options of a
 * call (`signal`, `timeoutMilliseconds`, `deadlineMilliseconds`, `retry`) stand beside `body`.
 */
export type Api = Client<paths>;

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
