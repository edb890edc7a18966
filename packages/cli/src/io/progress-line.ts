/** A terminal, as far as a line on it is concerned. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** A line that is drawn over and over. */
export interface ProgressLine {
  show(line: string): void;
  done(): void;
}

/** Quiet unless written to a terminal. The caller sanitizes what it was given. */
export function createProgressLine(terminal: Terminal): ProgressLine {
  let isShown = false;
  return {
    show(line) {
      if (!terminal.isTTY) return;
      // A terminal that does not know its width says 0.
      terminal.write(`\r\u001b[K${line.slice(0, (terminal.columns || 80) - 1)}`);
      isShown = true;
    },
    done() {
      if (isShown) terminal.write('\r\u001b[K');
    },
  };
}
