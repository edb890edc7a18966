import type { ApiResult } from './api.ts';
import { describeValue, isObject } from './describe-value.ts';
import { ContractError } from './errors.ts';
import { operationTable } from './generated/v1-tables.gen.ts';

/**
 * The `data` that an envelope gives when it is unwrapped: that of its success, with `null` for every documented
 * form of "nothing". The types of the contract alone cannot tell success from failure by `errorCode`.
 */
export type DataOf<Envelope> = Envelope extends { errorCode: 0 | '0'; data: infer Data }
  ? null extends Data
    ? Exclude<Data, '' | Record<string, never>>
    : Data
  : never;

/**
 * Takes the data out of an answer of `client.api`. Only that it is an object or a string is looked at here; whether
 * all of it is as documented is for `validate` of the client.
 *
 * @throws RefusedError when the service said no.
 * @throws ContractError when the answer is not what the contract states.
 */
export function unwrap<Envelope>(result: ApiResult<Envelope>): DataOf<Envelope> {
  const { operationId, error } = result;
  if (error) throw error;
  const { requestId, data }: Record<string, unknown> = isObject(result.data) ? result.data : {};
  const { allowsNothing, data: expected } = operationTable[operationId];
  if (allowsNothing && isNothing(data)) return null as DataOf<Envelope>;
  const fits = expected === 'object' ? isObject(data) : typeof data === expected;
  if (fits) return data as DataOf<Envelope>;
  const rule = data === undefined ? 'required' : 'type';
  const words = expected === 'object' ? 'an object' : 'a string';
  const issue = { rule, pointer: '/data', expected: words, got: describeValue(data) } as const;
  throw new ContractError(operationId, [issue], requestId === undefined ? undefined : String(requestId));
}

/** Whether data is there, and says nothing. */
export function isNothing(data: unknown): boolean {
  return data === null || data === '' || (isObject(data) && Object.keys(data).length === 0);
}
