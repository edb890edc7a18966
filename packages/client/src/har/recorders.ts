import type { ContractViolation } from '../events.ts';
import { guardHook } from '../hooks/guard-hook.ts';
import { createRedact, type RedactOptions } from '../redact/create-redact.ts';
import { createRequestRedact } from '../redact/request-redact.ts';
import { openFile, type RecordingError } from './file-writer.ts';
import { type HarEntryOptions, type HarExchange, harEntry } from './har-entry.ts';

/** Where and how is recorded. */
export interface RecorderOptions extends RedactOptions {
  /** A file that is not there yet. */
  readonly path: string;
  /** Told once if the file cannot be written any more; calls go on. Default: a line on the console. */
  readonly onError?: ((error: RecordingError) => void) | undefined;
}

/** Writes exchanges to a HAR file; `onExchange` is the client's option of that name. */
export interface HarFile {
  readonly onExchange: (exchange: HarExchange) => void;
  /** Ends the file. Without it the file is cut off, and can be read up to its last entry. */
  close(): void;
}

/** Writes reports to an NDJSON file; `onContractViolation` is the client's option of that name. */
export interface ViolationFile {
  readonly onContractViolation: (violation: ContractViolation) => void;
  close(): void;
}

/**
 * Opens a HAR 1.2 file and writes each exchange as it comes. UserSigs, keys and whatever looks like one are taken out.
 *
 * @throws RecordingError when the file is there already or cannot be made
 */
export function createHarFile(options: RecorderOptions & Pick<HarEntryOptions, 'sensor'>): HarFile {
  const { path, sensor, onError = report } = options;
  const { redact, learn } = createRequestRedact(options);
  const file = openFile(path, guardHook('onError', onError));
  file.write('{"log":{"version":"1.2","creator":{"name":"trtc-call","version":"1"},"entries":[');
  let separator = '\n';
  let isOpen = true;
  return {
    onExchange(exchange) {
      if (!isOpen) return;
      learn(exchange.request.url);
      file.write(separator + JSON.stringify(harEntry(exchange, { sensor, redact })));
      separator = ',\n';
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      file.write('\n]}}\n');
      file.close();
    },
  };
}

/**
 * Opens an NDJSON file and writes each violation as it comes, with the time at which it was told (`at`, ISO 8601).
 *
 * @param options.now the clock, in milliseconds since 1970. Default: `Date.now`.
 * @throws RecordingError when the file is there already or cannot be made
 */
export function createViolationFile(
  options: RecorderOptions & { readonly now?: (() => number) | undefined },
): ViolationFile {
  const { path, now = Date.now, onError = report } = options;
  const redact = createRedact(options);
  const file = openFile(path, guardHook('onError', onError));
  return {
    onContractViolation(violation) {
      const line = { at: new Date(now()).toISOString(), ...violation };
      file.write(
        `${JSON.stringify(line, (_, value: unknown) => (typeof value === 'string' ? redact(value) : value))}\n`,
      );
    },
    close: () => file.close(),
  };
}

function report(error: RecordingError): void {
  console.error(`trtc-call: ${error.message}`);
}
