import { checkShape, describeValue, isObject, type Shape } from './check-shape.ts';
import { ArgumentError } from './errors.ts';

/** @throws ArgumentError naming the first place where the argument is not of the shape. */
export function checkArgument(caller: string, field: string, value: unknown, shape: Shape): void {
  const [issue] = checkShape(value, shape);
  if (!issue) return;
  const place = issue.pointer.replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.');
  throw new ArgumentError(caller, `${field}${place}`, `is ${issue.got}`, `pass ${issue.expected}`);
}

/** @throws ArgumentError when it is no object, or has a name that means nothing: a slip would go unnoticed. */
export function checkNames(caller: string, field: string, value: unknown, names: readonly string[]): void {
  if (!isObject(value)) {
    throw new ArgumentError(caller, field, `is ${describeValue(value)}`, 'pass an object');
  }
  for (const name in value) {
    if (names.includes(name)) continue;
    const known = names.length === 0 ? 'it takes none' : `it takes ${names.join(', ')}`;
    throw new ArgumentError(caller, `${field}.${name}`, 'is not known', known);
  }
}

/** @throws ArgumentError when the options of a call are wrong. */
export function checkCallOptions(
  caller: string,
  options: unknown,
  names: readonly string[] = ['signal'],
): void {
  checkNames(caller, 'options', options, names);
  const signal: unknown = isObject(options) ? options.signal : undefined;
  // By what is used of it, not by its class: a signal may come from another realm.
  if (signal === undefined || (isObject(signal) && typeof signal.addEventListener === 'function')) return;
  throw new ArgumentError(caller, 'options.signal', `is ${describeValue(signal)}`, 'pass an AbortSignal');
}
