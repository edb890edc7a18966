import { checkShape, describeValue, isObject, type Shape } from './check-shape.ts';
import { ArgumentError } from './errors.ts';
import { backendTimeoutMilliseconds } from './generated/v1-tables.gen.ts';

// Timers overflow beyond 31 bits and fire at once.
const longestWait = 2 ** 31 - 1;

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
  names: readonly string[] = ['signal', 'deadlineMilliseconds'],
): void {
  checkNames(caller, 'options', options, names);
  const { signal, deadlineMilliseconds }: Record<string, unknown> = isObject(options) ? options : {};
  if (deadlineMilliseconds !== undefined) {
    checkWaitMilliseconds(caller, 'options.deadlineMilliseconds', deadlineMilliseconds);
  }
  // By what is used of it, not by its class: a signal may come from another realm.
  if (signal === undefined || (isObject(signal) && typeof signal.addEventListener === 'function')) return;
  throw new ArgumentError(caller, 'options.signal', `is ${describeValue(signal)}`, 'pass an AbortSignal');
}

/** @throws ArgumentError when it is no time to wait for an answer, or one in which the service may still be at work. */
export function checkWaitMilliseconds(caller: string, field: string, milliseconds: unknown): void {
  checkArgument(caller, field, milliseconds, { type: 'integer', minimum: 1, maximum: longestWait });
  if (Number(milliseconds) > backendTimeoutMilliseconds) return;
  const problem = `is ${milliseconds}, and the service itself gives up only after ${backendTimeoutMilliseconds} ms`;
  const remedy = `pass more than ${backendTimeoutMilliseconds}, or end the call sooner by a signal`;
  throw new ArgumentError(caller, field, problem, remedy);
}
