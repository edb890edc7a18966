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
export { createRedact, type Redact, type RedactOptions } from './secrets.ts';
