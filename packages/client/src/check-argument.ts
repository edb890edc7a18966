import { checkNames } from './check-options.ts';
import { checkShape } from './check-shape.ts';
import { ArgumentError } from './errors.ts';
import type { Shape } from './shape.ts';

/** @throws ArgumentError naming the first place where the argument is not of the shape. */
export function checkArgument(caller: string, field: string, value: unknown, shape: Shape): void {
  if (shape.closed) checkNames(caller, field, value, Object.keys(shape.properties ?? {}));
  const [issue] = checkShape(value, shape);
  if (!issue) return;
  const path = `${field}${issue.pointer.replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.')}`;
  throw new ArgumentError(caller, path.replace(/^\./, ''), `is ${issue.got}`, `pass ${issue.expected}`);
}
