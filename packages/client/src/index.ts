export type { ContractRule } from './contract.ts';
export {
  type AnyEnvironmentOptions,
  createTrtcCallClient,
  type Generation,
} from './create-client.ts';
export type { Call, RawResponse, Result } from './engine.ts';
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
export type { RecordListOptions, TimeInput } from './list/record-list.ts';
export type {
  CallOptions,
  EnvironmentOptions,
  FetchLike,
  PoolOptions,
  RetryOptions,
  UserSigSource,
  Validate,
} from './options.ts';
export { type ApiResult, type CallFetch, type DataOf, unwrap } from './request/api.ts';
export {
  type ContractViolation,
  channelNames,
  type ExchangeEvent,
  type Listeners,
  type RequestEvent,
  type ResponseEvent,
  type RetryEvent,
} from './request/events.ts';
export type { Issue, IssueRule } from './schema/issue.ts';
export { type CallSummary, toCall, unansweredResults } from './to-call.ts';
export type { Callbacks } from './v1/callbacks.ts';
export type { EnvironmentOptionsV1, TrtcCallClient, TrtcCallClientOptions } from './v1/client.ts';
export type { RecordList, RecordListFilter, RecordListPage, Records } from './v1/records.ts';
export type {
  Api,
  ApiBody,
  ApiEnvelope,
  ApiPath,
  CallbackConfiguration,
  CallbackConfigurationInput,
  CallRecord,
  RecordFilter,
  RecordPage,
} from './v1/types.ts';
export type { CallbacksV4 } from './v4/callbacks.ts';
export type { Calls } from './v4/calls.ts';
export type {
  ApiV4,
  EnvironmentOptionsV4,
  TrtcCallClientOptionsV4,
  TrtcCallClientV4,
} from './v4/client.ts';
export type { Gateway, GatewayOptions } from './v4/gateway.ts';
export type { RecordListFilterV4, RecordsV4 } from './v4/records.ts';
export type {
  CallbackConfigurationInputV4,
  CallbackConfigurationV4,
  CallRecordV4,
  EndedCall,
  LiveCall,
  RecordFilterV4,
  RecordPageV4,
  StartCallInput,
  StartedCall,
} from './v4/types.ts';
