import { findUnknownName, isObject } from '@trtc-call/reporting/values';

/** Makes the error of the function that takes the options. */
type Fail = (name: string, problem: string, remedy: string) => Error;

/**
 * Refuses what is not an object, and options with a name that is not known: a misspelt option would silently have no effect.
 *
 * @param known the names, as members
 */
export function refuseUnknown(options: unknown, known: Readonly<Record<string, true>>, fail: Fail): void {
  if (!isObject(options)) throw fail('options', 'is not an object', 'Give an object.');
  const unknown = findUnknownName(options, Object.keys(known));
  if (!unknown) return;
  const { name, remedy } = unknown;
  const sentence = `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}`;
  throw fail(name, 'there is no such option', sentence.endsWith('?') ? sentence : `${sentence}.`);
}
