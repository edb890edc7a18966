import type { OperationId } from '@trtc-call/spec/v1';
import { checkNames } from '../check-options.ts';
import { ArgumentError } from '../errors.ts';
import { requestShapes } from '../v1/generated/v1-requests.gen.ts';
import { breaks, checkShape, type Issue } from './check-shape.ts';
import { fits, type Shape } from './shape.ts';

const none: readonly Issue[] = [];

/**
 * Checks what is to be sent.
 *
 * @returns what no page lists but the service may take, such as another word.
 * @throws ArgumentError naming the place in the arguments that is not as the contract wants it.
 */
export async function checkRequest(
  { caller, field }: { readonly caller: string; readonly field: string },
  operationId: OperationId,
  body: unknown,
): Promise<readonly Issue[]> {
  const shape = requestShapes[operationId];
  if (fits(body, shape) && !endsBeforeItStarts(body)) return none;
  // Loaded only to say what is odd: the words are more than the check.
  const { checkArgument } = await import('./check-request.ts');
  const issues = checkArgument(caller, field, body, shape);
  return endsBeforeItStarts(body) ? [...issues, backwards] : issues;
}

const backwards: Issue = {
  rule: 'range',
  pointer: '/endTimestamp',
  expected: 'a time that is not before startTimestamp',
  got: 'an earlier one',
};

function endsBeforeItStarts(body: unknown): boolean {
  const { startTimestamp, endTimestamp }: Record<string, unknown> = { ...Object(body) };
  return (
    typeof startTimestamp === 'number' && typeof endTimestamp === 'number' && endTimestamp < startTimestamp
  );
}

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
