export type { Call, RawResponse, Result } from './call.ts';
export { createTrtcCallClient, type TrtcCallClient } from './client.ts';
export {
  ArgumentError,
  ConnectionError,
  ContractError,
  DeadlineError,
  HttpStatusError,
  isTrtcCallError,
  LimiterFullError,
  nullIfNotFound,
  RefusedError,
  type TrtcCallError,
} from './errors.ts';
export type { Limiter } from './limits/local-limiter.ts';
export type { RecordListFilter, RecordListOptions, TimeInput } from './list/filter.ts';
export type { RecordListPage } from './list/iterate-spans.ts';
export type { RecordList } from './list/record-list.ts';
export type {
  EnvironmentOptions,
  FetchLike,
  PoolOptions,
  RetryOptions,
  TrtcCallClientOptions,
  UserSigSource,
} from './options.ts';
export type { CallFetch } from './request/call-fetch.ts';
export {
  type ContractRule,
  type ContractViolation,
  channelNames,
  type ExchangeEvent,
  type Listeners,
  type RequestEvent,
  type ResponseEvent,
  type RetryEvent,
} from './request/events.ts';
export type { Validate } from './schema/check-answer.ts';
export type { Issue, IssueRule } from './schema/check-shape.ts';
export type { Api, ApiBody, ApiEnvelope, ApiPath, ApiResult } from './v1/api.ts';
export { type DataOf, unwrap } from './v1/api.ts';
export type { CallbackConfiguration, CallbackConfigurationInput, Callbacks } from './v1/callbacks.ts';
export type { CallOptions, CallRecord, RecordFilter, RecordPage, Records } from './v1/records.ts';
