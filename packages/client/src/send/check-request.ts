import type { OperationId } from '@trtc-call/spec/v1';
import type { Issue } from '../check-shape.ts';
import { requestShapes } from '../generated/v1-requests.gen.ts';
import { fits } from '../shape.ts';

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
  const { checkArgument } = await import('../check-argument.ts');
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
