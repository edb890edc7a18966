import { localTime } from './local-time.ts';

/** A line on a terminal that shows how far a reading has come. */
export interface ProgressLine {
  /** @param upTo the moment up to which all is read, in Unix seconds */
  show(upTo: number, records: number): void;
  /** Takes the line away. */
  done(): void;
}

/** Where the line is written: a terminal, or nothing happens. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const barWidth = 24;

/** Shows progress by time: how many records there are is not known before. Quiet unless written to a terminal. */
export function createProgressLine(
  { start, end }: { start: number; end: number },
  terminal: Terminal,
): ProgressLine {
  if (!terminal.isTTY) return { show() {}, done() {} };
  let isShown = false;
  return {
    show(upTo, records) {
      const share = Math.min(1, Math.max(0, (upTo - start) / Math.max(1, end - start)));
      const full = Math.round(share * barWidth);
      const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
      const line = `${bar} ${String(Math.floor(share * 100)).padStart(3)}%  ${records} records  ${localTime(upTo)}`;
      // A terminal that does not know its width says 0.
      terminal.write(`\r\u001b[K${line.slice(0, (terminal.columns || 80) - 1)}`);
      isShown = true;
    },
    done() {
      if (isShown) terminal.write('\r\u001b[K');
    },
  };
}
