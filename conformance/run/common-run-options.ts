import type { Level, Result } from '../report/run-report.ts';
import { levelOrder } from '../report/verdicts.ts';
import { CannotRunError } from './cannot-run-error.ts';
import type { OptionNames } from './refuse-unknown-options.ts';

/** The options of every run, whatever it checks. */
export interface CommonRunOptions {
  /** Only these levels, and no observations. Default all. */
  readonly levels?: readonly Level[] | undefined;
  /** Only these ids, of requirements or observations, or whole areas such as `V1-FLT`. Default all. */
  readonly only?: readonly string[] | undefined;
  /** Whether a SHOULD that fails makes the run fail. Default false. */
  readonly strict?: boolean | undefined;
  /** Path of a file of accepted failures: `[{ id, reason, author, expires }]`. Default none. */
  readonly divergencesFile?: string | undefined;
  /** Ends the run early: a target is left as it was found, then the run rejects with a CannotRunError. */
  readonly signal?: AbortSignal | undefined;
  /** Called for each result as it comes. It gets a copy, and a failure of it changes nothing. */
  readonly onResult?: ((result: Result) => void) | undefined;
  /** The clock, in milliseconds. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** The names of these options. */
export const commonRunOptionNames = {
  levels: true,
  only: true,
  strict: true,
  divergencesFile: true,
  signal: true,
  onResult: true,
  now: true,
} as const satisfies OptionNames<CommonRunOptions>;

/** @throws CannotRunError when a level is none: nothing would be checked by it */
export function refuseUnknownLevels(levels: readonly string[] = []): void {
  const known = levelOrder.filter((level) => level !== 'OBSERVE');
  const unknown = levels.find((level) => !known.some((one) => one === level));
  if (unknown === undefined) return;
  throw new CannotRunError(
    'unknown-option',
    `unknown level "${unknown}": known levels are ${known.join(', ')}`,
  );
}
