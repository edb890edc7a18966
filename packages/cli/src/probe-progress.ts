import { sanitizeForTerminal } from '@trtc-call/rendering/sanitize';
import type { Terminal } from './output/progress-line.ts';

/** A line on a terminal that shows how far the probes have come. */
export interface ProbeProgress {
  readonly onResult: () => void;
  /** Takes the line away. */
  readonly done: () => void;
}

/** Counts what is asked. Quiet unless written to a terminal: what is thought of the answers comes with the report. */
export function probeProgress(target: string, total: number, terminal: Terminal): ProbeProgress {
  if (!terminal.isTTY) return { onResult() {}, done() {} };
  const shown = sanitizeForTerminal(target);
  let count = 0;
  return {
    onResult() {
      count += 1;
      const line = `asking ${shown}: ${count} of ${total}`;
      // A terminal that does not know its width says 0.
      terminal.write(`\r\u001b[K${line.slice(0, (terminal.columns || 80) - 1)}`);
    },
    done() {
      if (count > 0) terminal.write('\r\u001b[K');
    },
  };
}
