import { styleText } from 'node:util';
import { sanitizeForTerminal } from '@trtc-call/reporting';
import { aFlag, aFunction, aNumber, checkOptions, type OptionChecks } from '../run/options.ts';
import { verdictStatuses } from './labels.ts';
import type { Result } from './run-report.ts';

/** Where progress is written and how. */
export interface ProgressOptions {
  /** Takes the text; usually standard error, so that standard output stays data. */
  write(text: string): void;
  /** Whether one line may be written over and over: a terminal, and not a CI job. */
  live: boolean;
  /** Width of the terminal in characters. Default 80. */
  columns?: number;
  /** How many results are expected. */
  total: number;
  /** Clock in milliseconds, to draw no more than 20 times a second. */
  now(): number;
}

type ShownResult = Pick<Result, 'id' | 'level' | 'sentence' | 'verdict' | 'failure'>;

/** What shows that a run is getting on. */
export interface Progress {
  /** Call it for each result as it comes. */
  onResult(result: ShownResult): void;
  /** Clears the line; call it once, before anything else is written. */
  done(): void;
}

const checks: OptionChecks<ProgressOptions> = {
  write: aFunction,
  live: aFlag,
  columns: aNumber,
  total: aNumber,
  now: aFunction,
};

/**
 * Shows a run while it runs: one line that is written over on a terminal; elsewhere nothing but a line for
 * each failure, so that a log stays short.
 *
 * @throws CannotRunError when an option has a name that is not known, or a wrong value
 */
export function createProgress(options: ProgressOptions): Progress {
  checkOptions(options, checks);
  const { write, live, columns = 80, total, now } = options;
  const clear = live ? '\r\u001b[2K' : '';
  let count = 0;
  let failed = 0;
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    onResult(result) {
      count += 1;
      if (result.verdict === 'fail' || result.verdict === 'error') {
        failed += 1;
        const line = describeFailure(result);
        write(`${clear}${live ? styleText('red', line, { validateStream: false }) : line}\n`);
        drawnAt = Number.NEGATIVE_INFINITY;
      }
      if (!live || now() - drawnAt < 50) return;
      drawnAt = now();
      const failures = failed > 0 ? `, ${failed} failed` : '';
      const text = `${count} of ${Math.max(total, count)}${failures}  ${describeRequirement(result)}`;
      write(clear + (text.length < columns ? text : `${text.slice(0, Math.max(0, columns - 2))}…`));
    },
    done() {
      if (live && count > 0) write(clear);
    },
  };
}

function describeRequirement({ id, level, sentence }: ShownResult): string {
  return sanitizeForTerminal(`${id} ${level} ${sentence}`);
}

function describeFailure(result: ShownResult): string {
  const title = `${verdictStatuses[result.verdict].mark} ${describeRequirement(result)}`;
  const { expected, got = '' } = result.failure ?? {};
  if (expected === undefined) return title;
  return title.replace(/\.$/, '') + sanitizeForTerminal(`: expected ${expected} -> got ${got}`);
}
