export { ArgumentError, isErrorForPeople, isTrtcCallError, type TrtcCallError } from '../errors.ts';
export { createRedact, type Redact, type RedactOptions } from '../redact/create-redact.ts';
export { createRequestRedact, type RequestRedact, redactHeaders } from '../redact/request-redact.ts';
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
