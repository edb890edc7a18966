import { inspect } from 'node:util';
import { findUnknownName, nearestName } from '@trtc-call/reporting/values';

/** An option that cannot be used. Nothing was read, asked or written. */
export class DriftOptionError extends TypeError {
  override readonly name = 'DriftOptionError';
  readonly code = 'drift-option';
  /** The option that was refused, such as `failOn`. */
  readonly field: string;

  constructor(field: string, problem: string, remedy: string) {
    super(`${field} ${problem}: ${remedy}`);
    this.field = field;
  }
}

/** The names of the options of a function; the compiler sees to it that each is there. */
export type OptionNames<Options> = Readonly<Record<keyof Options & string, true>>;

/** A misspelt option would be ignored without notice. */
export function refuseUnknownOptions<Options extends object>(
  caller: string,
  options: Options,
  names: OptionNames<Options>,
): void {
  const unknown = findUnknownName(options, Object.keys(names));
  if (unknown) throw new DriftOptionError(unknown.name, `is not an option of ${caller}`, unknown.remedy);
}

export function requireWord(field: string, value: string, words: readonly string[]): void {
  if (words.includes(value)) return;
  const nearest = typeof value === 'string' ? nearestName(value, words) : undefined;
  const remedy = nearest === undefined ? `pass one of ${words.join(', ')}` : `did you mean ${nearest}?`;
  throw new DriftOptionError(field, `has an unknown value (got ${shown(value)})`, remedy);
}

export function requireNumber(field: string, value: number | undefined, least: number): void {
  if (value === undefined || (typeof value === 'number' && value >= least)) return;
  throw new DriftOptionError(
    field,
    `must be a number of at least ${least} (got ${shown(value)})`,
    'leave it out for the default',
  );
}

function shown(value: unknown): string {
  return inspect(value, { depth: 0, maxStringLength: 100, breakLength: Number.POSITIVE_INFINITY });
}
