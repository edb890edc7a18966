export type { Api, ApiBody, ApiEnvelope, ApiPath, ApiResult } from './api.ts';
export type { CallbackConfiguration, CallbackConfigurationInput, Callbacks } from './callbacks.ts';
export type { Issue } from './check-shape.ts';
export type { FetchLike, TrtcCallClientOptions, UserSigSource } from './client-options.ts';
export { createTrtcCallClient, type TrtcCallClient } from './create-client.ts';
export {
  ArgumentError,
  ConnectionError,
  ContractError,
  DeadlineError,
  HttpStatusError,
  isTrtcCallError,
  RefusedError,
  type TrtcCallError,
} from './errors.ts';
export type { CallOptions, CallRecord, RecordFilter, RecordPage, Records } from './records.ts';
export { type DataOf, unwrap } from './unwrap.ts';
