import { isObject } from '@trtc-call/reporting/values';
import { checkNames } from '../check-options.ts';
import { guardHook } from '../hooks/index.ts';
import {
  createRedact,
  createRequestRedact,
  type RedactOptions,
  redactOptionNames,
} from '../redact/create-redact.ts';
import type { ContractViolation } from '../request/events.ts';
import { openFile, type RecordingError } from './file-writer.ts';
import { type HarEntryOptions, type HarExchange, harEntry } from './har-entry.ts';

export { ArgumentError, isErrorForPeople, isTrtcCallError, type TrtcCallError } from '../errors.ts';
export { redactHeaders } from '../redact/call-redact.ts';
export {
  createRedact,
  createRequestRedact,
  type RedactOptions,
  type RequestRedact,
} from '../redact/create-redact.ts';
export type { Redact } from '../redact/letters.ts';
export { RecordingError } from './file-writer.ts';
export {
  type HarEntry,
  type HarEntryOptions,
  type HarExchange,
  type HarSensor,
  harEntry,
} from './har-entry.ts';

/** Where and how is recorded. */
export interface RecorderOptions extends RedactOptions {
  /** The file. One that an earlier start has written is gone on with, also where that was cut off. One recorder at a time. */
  readonly path: string;
  /** What is done where the file is a recording already. Default: `append`. */
  readonly ifExists?: 'append' | 'refuse' | undefined;
  /** Told once if the file cannot be written any more; calls go on. Default: a line on the console. */
  readonly onError?: ((error: RecordingError) => void) | undefined;
}

/** Writes exchanges to a HAR file; `onExchange` is the client's option of that name. */
export interface HarFile {
  readonly onExchange: (exchange: HarExchange) => void;
  /** Ends the file. Without it the file is cut off, and can be read up to its last entry. */
  readonly close: () => void;
}

/** Writes reports to an NDJSON file; `onContractViolation` is the client's option of that name. */
export interface ViolationFile {
  readonly onContractViolation: (violation: ContractViolation) => void;
  readonly close: () => void;
}

/**
 * Opens a HAR 1.2 file, or goes on with it, and writes each exchange as it comes. UserSigs, keys and whatever looks like one are taken out.
 *
 * @throws RecordingError when something else is there already, or the file cannot be made.
 * @throws ArgumentError for an option that does not exist.
 */
export function createHarFile(options: RecorderOptions & Pick<HarEntryOptions, 'sensor'>): HarFile {
  const { path, ifExists, onError, ...redactOptions } = readRecorderOptions(
    'createHarFile',
    options,
    'sensor',
  );
  const { redact, learn } = createRequestRedact(redactOptions);
  const { sensor } = options;
  const open = { isNew: ifExists === 'refuse', head: harHead, resume: endOfEntries };
  const file = openFile(path, open, guardHook('onError', onError));
  let isOpen = true;
  return {
    onExchange(exchange) {
      if (!isOpen) return;
      learn(exchange.request.url);
      const entry = JSON.stringify(harEntry(exchange, { sensor, redact }));
      file.write((isEmpty) => (isEmpty ? '\n' : ',\n') + entry);
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      file.close(harTail);
    },
  };
}

/**
 * Opens an NDJSON file, or goes on with it, and writes each violation as it comes, with the time at which it was told (`at`, ISO 8601).
 *
 * @param options.now the clock, in milliseconds since 1970. Default: `Date.now`.
 * @throws RecordingError when something else is there already, or the file cannot be made.
 * @throws ArgumentError for an option that does not exist.
 */
export function createViolationFile(
  options: RecorderOptions & { readonly now?: (() => number) | undefined },
): ViolationFile {
  const { path, ifExists, onError, ...redactOptions } = readRecorderOptions(
    'createViolationFile',
    options,
    'now',
  );
  const redact = createRedact(redactOptions);
  const { now = Date.now } = options;
  const open = { isNew: ifExists === 'refuse', head: '', resume: endOfLines };
  const file = openFile(path, open, guardHook('onError', onError));
  return {
    onContractViolation(violation) {
      const line = { at: new Date(now()).toISOString(), ...violation };
      const text = JSON.stringify(line, (_, value: unknown) =>
        typeof value === 'string' ? redact(value) : value,
      );
      file.write(() => `${text}\n`);
    },
    close: () => file.close(),
  };
}

function readRecorderOptions(caller: string, options: RecorderOptions, other: string) {
  const names = [...redactOptionNames, 'path', 'ifExists', 'onError', other];
  checkNames(caller, 'options', options, names);
  const { path, ifExists, onError = report, secrets, identifiers, redactIdentifier } = options;
  return { path, ifExists, onError, secrets, identifiers, redactIdentifier };
}

const harHead = '{"log":{"version":"1.2","creator":{"name":"trtc-call","version":"1"},"entries":[';
const harTail = '\n]}}\n';

/** Where the entries of a HAR file end: each is a line, and the last one may be cut off. */
function endOfEntries(tail: string, start: number): number | undefined {
  if (tail.endsWith(harTail)) return start + tail.length - harTail.length;
  const lineAt = tail.lastIndexOf('\n');
  if (lineAt === -1) return start === 0 && tail === harHead ? tail.length : undefined;
  if (isObjectLine(tail.slice(lineAt + 1))) return start + tail.length;
  return start + lineAt - (tail[lineAt - 1] === ',' ? 1 : 0);
}

/** Where the whole lines of a file of reports end; undefined where its last one is not a report. */
function endOfLines(tail: string, start: number): number | undefined {
  const end = tail.lastIndexOf('\n') + 1;
  const last = tail.slice(tail.lastIndexOf('\n', end - 2) + 1, end - 1);
  if (end === 0) return start === 0 && tail.startsWith('{"at":') ? 0 : undefined;
  if (!isObjectLine(last) || !last.startsWith('{"at":')) return undefined;
  return start + end;
}

function isObjectLine(line: string): boolean {
  try {
    return isObject(JSON.parse(line));
  } catch {
    return false;
  }
}

function report(error: RecordingError): void {
  console.error(`trtc-call: ${error.message}`);
}
