export type { Api, ApiBody, ApiEnvelope, ApiPath, ApiResult } from './api.ts';
export type { Call, RawResponse, Result } from './call.ts';
export type { CallFetch } from './call-fetch.ts';
export type { CallbackConfiguration, CallbackConfigurationInput, Callbacks } from './callbacks.ts';
export type { Issue, IssueRule } from './check-shape.ts';
export type {
  EnvironmentOptions,
  FetchLike,
  PoolOptions,
  RetryOptions,
  TrtcCallClientOptions,
  UserSigSource,
} from './client-options.ts';
export type { Validate } from './contract/check-answer.ts';
export { createTrtcCallClient, type TrtcCallClient } from './create-client.ts';
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
export {
  type ContractRule,
  type ContractViolation,
  channelNames,
  type ExchangeEvent,
  type Listeners,
  type RequestEvent,
  type ResponseEvent,
  type RetryEvent,
} from './events.ts';
export type { Limiter } from './limiter/limiter.ts';
export type { RecordList } from './record-list/create-record-list.ts';
export type { RecordListFilter, RecordListOptions } from './record-list/list-filter.ts';
export type { RecordListPage } from './record-list/read-spans.ts';
export type { TimeInput } from './record-list/time-input.ts';
export type { CallOptions, CallRecord, RecordFilter, RecordPage, Records } from './records.ts';
export { type DataOf, unwrap } from './unwrap.ts';
