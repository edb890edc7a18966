import { checkNames } from '../check-options.ts';
import type { Contract, OperationId } from '../contract.ts';
import { ArgumentError } from '../errors.ts';
import type { Issue } from '../schema/schema.ts';

/** Who is to be told of a wrong argument: the function that was called, and its argument with the body. */
export interface ArgumentPlace {
  readonly caller: string;
  /** Empty where the members of the body are arguments themselves. */
  readonly field: string;
}

/**
 * Checks an argument that is to be sent.
 *
 * @returns what no page lists but the service may take, such as another word.
 * @throws ArgumentError naming the first place that is not as the contract wants it.
 */
export function checkRequest(
  contract: Contract,
  { caller, field }: ArgumentPlace,
  operationId: OperationId,
  body: unknown,
): readonly Issue[] {
  const { wrong, odd } = contract.checkRequest(operationId, body);
  // A name that means nothing is a slip that would change what is asked for.
  if (odd.length > 0) checkNames(caller, field, body, contract.requestNames(operationId));
  if (!wrong) return odd;
  const path = `${field}${wrong.pointer.replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.')}`;
  const problem = `must be ${wrong.expected} (got ${wrong.got})`;
  throw new ArgumentError(caller, path.replace(/^\./, ''), problem, `pass ${wrong.expected}`);
}
