import { findUnknownName } from '@trtc-call/reporting/names';
import { CannotRunError } from './cannot-run-error.ts';

/** The names of the options of a function; the compiler sees to it that each is there. */
export type OptionNames<Options> = Readonly<Record<keyof Options & string, true>>;

/**
 * A misspelt option would silently change what is checked.
 *
 * @throws CannotRunError naming the option, and the one that was most likely meant
 */
export function refuseUnknownOptions<Options extends object>(
  options: Options,
  names: OptionNames<Options>,
  path = '',
): void {
  const unknown = findUnknownName(options, Object.keys(names));
  if (!unknown) return;
  throw new CannotRunError('unknown-option', `unknown option "${path}${unknown.name}": ${unknown.remedy}`);
}
