export { ArgumentError, isErrorForPeople, isTrtcCallError, type TrtcCallError } from '../errors.ts';
export type { Redact } from '../redact/call-redact.ts';
export { redactHeaders } from '../redact/call-redact.ts';
export {
  createRedact,
  createRequestRedact,
  type RedactOptions,
  type RequestRedact,
} from '../redact/create-redact.ts';
export { RecordingError } from './file-writer.ts';
export {
  type HarEntry,
  type HarEntryOptions,
  type HarExchange,
  type HarSensor,
  harEntry,
} from './har-entry.ts';
export {
  createHarFile,
  createViolationFile,
  type HarFile,
  type RecorderOptions,
  type ViolationFile,
} from './recorders.ts';
