export type {
  CallOptions,
  SimulateCallOptions,
  SimulateCallOptionsV4,
  SimulatedCall,
} from './calls/plan-call.ts';
export { createMock, startMock } from './create-mock.ts';
export { MockOptionError, MockStartError, type MockStartErrorCode } from './errors.ts';
export type { Wait } from './exchange.ts';
export { type FaultKind, type FaultMoment, faultKinds } from './faults.ts';
export type { JournalEntry } from './journal.ts';
export type {
  AppOptions,
  CallRecords,
  ExampleName,
  FaultOptions,
  GenerationName,
  Mock,
  MockCalls,
  MockDropped,
  MockRecords,
  MockUserSigOptions,
  OperationName,
  OverrideOptions,
  RecordOptions,
  RecordParts,
  RunningMock,
} from './mock.ts';
export {
  defaultMockSdkAppId,
  defaultMockSecretKey,
  type MockOptions,
  type StartMockOptions,
  type WebhookOptions,
} from './options.ts';
export type { CorsOption } from './pages.ts';
