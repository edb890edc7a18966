export type { SimulateCallOptions, SimulatedCall } from './calls/simulated-call.ts';
export type { Wait } from './core/exchange.ts';
export { type FaultKind, type FaultMoment, faultKinds } from './core/faults.ts';
export type { JournalEntry } from './core/journal.ts';
export { createMock } from './create-mock.ts';
export { curlExample } from './curl-example.ts';
export { MockOptionError, MockStartError, type MockStartErrorCode } from './errors.ts';
export type { CorsOption } from './http/cors.ts';
export type {
  ExampleName,
  FaultOptions,
  Mock,
  MockDropped,
  MockRecords,
  MockUserSigOptions,
  OrderOptions,
  RunningMock,
} from './mock.ts';
export {
  defaultMockSdkAppId,
  defaultMockSecretKey,
  type MockOptions,
  type StartMockOptions,
} from './options.ts';
export { startMock } from './start-mock.ts';
