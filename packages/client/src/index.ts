export type { Call, RawResponse, Result } from './call.ts';
export type { ContractRule } from './contract.ts';
export {
  ArgumentError,
  ConnectionError,
  ContractError,
  DeadlineError,
  HttpStatusError,
  isErrorForPeople,
  isTrtcCallError,
  LimiterFullError,
  nullIfNotFound,
  RefusedError,
  type TrtcCallError,
} from './errors.ts';
export type { Limiter } from './limits/local-limiter.ts';
export type {
  CallOptions,
  EnvironmentOptions,
  FetchLike,
  PoolOptions,
  RetryOptions,
  TrtcCallClientOptions,
  UserSigSource,
  Validate,
} from './options.ts';
export type { CallFetch } from './request/call-fetch.ts';
export {
  type ContractViolation,
  channelNames,
  type ExchangeEvent,
  type Listeners,
  type RequestEvent,
  type ResponseEvent,
  type RetryEvent,
} from './request/events.ts';
export type { Issue, IssueRule } from './schema/schema.ts';
export type { Api, ApiBody, ApiEnvelope, ApiPath, ApiResult } from './v1/api.ts';
export { type DataOf, unwrap } from './v1/api.ts';
export type { Callbacks } from './v1/callbacks.ts';
export { createTrtcCallClient, type TrtcCallClient } from './v1/client.ts';
export type { RecordListFilter, RecordListOptions, TimeInput } from './v1/list/filter.ts';
export type { RecordListPage } from './v1/list/iterate-spans.ts';
export type { RecordList } from './v1/list/record-list.ts';
export type { Records } from './v1/records.ts';
export type {
  CallbackConfiguration,
  CallbackConfigurationInput,
  CallRecord,
  RecordFilter,
  RecordPage,
} from './v1/types.ts';
