import { nearestName } from '@trtc-call/reporting/names';
import { ReceiverOptionError } from '../receiver/errors.ts';

/** What stands beside a request: details of ours, or whatever a runtime passes there. */
export interface Details {
  readonly body: unknown;
  readonly address: string | undefined;
  readonly url: string | undefined;
}

/**
 * Reads what was passed beside the request. Runtimes that a method is handed to pass arguments of their own there: a
 * server, the variables of an environment, the parameters of a path. So only members that are its own and of the right
 * type count, and a name that is nearly that of a detail is taken for a misspelling only in an object without a class
 * whose members are all details, or nearly.
 *
 * @param names the details that there are
 * @param more what was passed behind it: whoever passes more is a runtime, and none of it is ours
 * @throws ReceiverOptionError for a detail whose name is misspelt
 */
export function readDetails(
  method: 'fetch' | 'node',
  given: unknown,
  names: readonly (keyof Details)[],
  more: readonly unknown[],
): Details {
  const none: Details = { body: undefined, address: undefined, url: undefined };
  if (typeof given !== 'object' || given === null || more.length > 0) return none;
  if (isPlain(given)) refuseMisspelt(method, given, names);
  const read = (name: keyof Details): unknown =>
    names.includes(name) && Object.hasOwn(given, name) ? Reflect.get(given, name) : undefined;
  const readText = (name: 'address' | 'url') => {
    const value = read(name);
    return typeof value === 'string' ? value : undefined;
  };
  return { body: read('body'), address: readText('address'), url: readText('url') };
}

/** Variables of an environment may be called nearly as a detail is: beside a member that resembles none it is theirs. */
function refuseMisspelt(method: string, given: object, names: readonly string[]): void {
  const misspelt = Object.keys(given).filter((name) => !names.includes(name));
  const meant = misspelt.map((name) => nearestName(name, names));
  const [name] = misspelt;
  if (name === undefined || meant.includes(undefined)) return;
  throw new ReceiverOptionError(`${method}.${name}`, 'there is no such option', `Did you mean ${meant[0]}?`);
}

/** Whether it was made by `{}`, by `JSON.parse` or without a prototype, in whichever realm. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
