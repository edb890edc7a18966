import {
  type BlockOptions,
  sanitizeBlockForTerminal,
  sanitizeForTerminal,
  sanitizeJson,
} from '@trtc-call/reporting/sanitize';

// All that this program prints goes through here, so that no text of a service, a file or a user is obeyed by a
// terminal or by the log of a CI job. A test keeps other files from writing to the streams.

/** Writes text to standard output, made safe line by line. */
export function print(text: string, options?: BlockOptions): void {
  process.stdout.write(sanitizeBlockForTerminal(text, options));
}

export function printLine(line: string): void {
  process.stdout.write(`${sanitizeForTerminal(line)}\n`);
}

/** Writes a value for programs to standard output: over several lines, or in one with an indent of 0. */
export function printJson(value: unknown, indent = 2): void {
  process.stdout.write(`${sanitizeJson(value, indent)}\n`);
}

/**
 * Writes data in a format of its own to standard output: exactly as it is into a pipe or a file, made safe on a terminal.
 * Resolves when it has been taken, so that what ends well has been written whole.
 */
export function printData(text: string): Promise<void> {
  const { stdout } = process;
  const safe = stdout.isTTY ? sanitizeBlockForTerminal(text, { keepColors: true }) : text;
  return new Promise((resolve, reject) => {
    stdout.write(safe, (error) => {
      if (!error) resolve();
      // Later, so that listeners on the output are called first.
      else setImmediate(reject, error);
    });
  });
}

/** Writes a value as a line of JSON. Resolves when it has been taken: there may be a line for every call. */
export function printJsonLine(value: unknown): Promise<void> {
  return printData(`${sanitizeJson(value)}\n`);
}

/** Writes a line for the person at the terminal, on standard error. */
export function logLine(line: string): void {
  process.stderr.write(`${sanitizeForTerminal(line)}\n`);
}

/** Writes text to standard error, made safe line by line. */
export function printError(text: string): void {
  process.stderr.write(sanitizeBlockForTerminal(text));
}

export function hasColors(): boolean {
  return process.stdout.isTTY && process.stdout.hasColors();
}

/** How a report is written to standard output: to its width and in colours where it is a terminal. */
export function terminalOptions(): { color: boolean; columns: number | undefined } {
  return { color: hasColors(), columns: process.stdout.isTTY ? process.stdout.columns : undefined };
}

/** How many columns tables may fill: those of the terminal or of `COLUMNS`, and never fewer than 80, since ids stay whole. */
export function outputWidth(least = 80): number {
  return Math.max(least, process.stdout.columns || Number(process.env.COLUMNS) || 80);
}

/** Standard error for lines that are drawn over and over: the caller sanitizes what it was given. */
export function errorTerminal(): Terminal {
  return process.stderr;
}

export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** A line that is drawn over and over on standard error, where that is a terminal. The caller sanitizes what it was given. */
export function createProgressLine(terminal: Terminal = errorTerminal()) {
  let isShown = false;
  return {
    show(line: string): void {
      if (!terminal.isTTY) return;
      // A terminal that does not know its width says 0.
      terminal.write(`\r\u001b[K${line.slice(0, (terminal.columns || 80) - 1)}`);
      isShown = true;
    },
    done(): void {
      if (isShown) terminal.write('\r\u001b[K');
    },
  };
}

const seenWarnings = new Map<string | undefined, string>();
const heldWarnings = new Set<string | undefined>();

/** Prints each warning of these packages once, as one line like all others; those of Node stay as they are. */
export function watchWarnings(): void {
  const others = process.listeners('warning');
  process.removeAllListeners('warning').on('warning', (warning: Error & { code?: string }) => {
    const { code, message } = warning;
    if (warning.name !== 'TrtcCallWarning') {
      for (const print of others) print(warning);
      return;
    }
    if (!seenWarnings.has(code) && !heldWarnings.has(code)) logLine(message);
    seenWarnings.set(code, message);
  });
}

/** Keeps a warning from being printed, where the command may say the same. @returns what gives it, once it has come */
export function holdWarning(code: string): () => string | undefined {
  heldWarnings.add(code);
  return () => seenWarnings.get(code);
}
