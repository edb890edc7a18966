import type { OperationId } from '@trtc-call/spec/v1';
import { ArgumentError } from '../errors.ts';
import { requestShapes } from '../generated/v1-requests.gen.ts';
import { fits } from '../shape.ts';

/** @throws ArgumentError naming the place in the arguments that is not as the contract wants it. */
export async function checkRequest(
  { caller, field }: { readonly caller: string; readonly field: string },
  operationId: OperationId,
  body: unknown,
): Promise<void> {
  const shape = requestShapes[operationId];
  if (!fits(body, shape)) {
    // Loaded only to say what is wrong: the words are more than the check.
    const { checkArgument } = await import('../check-argument.ts');
    checkArgument(caller, field, body, shape);
  }
  const { startTimestamp, endTimestamp }: Record<string, unknown> = { ...Object(body) };
  if (typeof startTimestamp !== 'number' || typeof endTimestamp !== 'number') return;
  if (endTimestamp >= startTimestamp) return;
  const remedy = 'pass a time that is not before startTimestamp, both in Unix seconds';
  throw new ArgumentError(caller, `${field}.endTimestamp`, 'is before startTimestamp', remedy);
}
