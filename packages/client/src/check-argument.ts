import { checkNames } from './check-options.ts';
import { breaks, checkShape, type Issue } from './check-shape.ts';
import { ArgumentError } from './errors.ts';
import type { Shape } from './shape.ts';

/**
 * Checks an argument against what the documents say of it.
 *
 * @returns the words in it that no page lists.
 * @throws ArgumentError naming the first place that is wrong.
 */
export function checkArgument(caller: string, field: string, value: unknown, shape: Shape): Issue[] {
  if (shape.closed) checkNames(caller, field, value, Object.keys(shape.properties ?? {}));
  const issues = checkShape(value, shape);
  const issue = issues.find(breaks);
  if (!issue) return issues;
  const path = `${field}${issue.pointer.replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.')}`;
  throw new ArgumentError(caller, path.replace(/^\./, ''), `is ${issue.got}`, `pass ${issue.expected}`);
}
