import type { OperationId } from '@trtc-call/spec/v1';
import type { Client } from 'openapi-fetch';
import { describeValue, isObject } from '../describe-value.ts';
import { ContractError, type TrtcCallError } from '../errors.ts';
import { readRequestId } from './envelope.ts';
import type { paths } from './generated/v1.gen.ts';
import { dataFacts } from './generated/v1-tables.gen.ts';

/** A path of the contract, such as `/v1/records/get_record_by_callId`. */
export type ApiPath = keyof paths;

/** The body that a path takes. */
export type ApiBody<Path extends ApiPath> = paths[Path]['post']['requestBody']['content']['application/json'];

/** The envelope that a path answers with, a success or a failure, as it comes over the wire. */
export type ApiEnvelope<Path extends ApiPath> =
  paths[Path]['post']['responses'][200]['content']['application/json'];

/**
 * The operations as they are on the wire: openapi-fetch with the types of the contract. `data` of a result is the
 * envelope, a success or a refusal; give the result to `unwrap`. What never became an answer rejects. The options of a
 * call (`signal`, `timeoutMilliseconds`, `deadlineMilliseconds`, `retry`) stand beside `body`.
 */
export type Api = Client<paths>;

/** The data of a success, as the types have it. @throws TrtcCallError where there is none. */
export function readData<Data>(
  operationId: OperationId,
  answer: unknown,
  error: TrtcCallError | undefined,
): Data {
  if (error) throw error;
  const data = isObject(answer) ? answer.data : undefined;
  const { allowsNothing, type } = dataFacts[operationId];
  // The wire has no types; that it is an object or a string is seen here, and all of it by `validate`.
  if (allowsNothing && isNothing(data)) return null as Data;
  if (type === 'object' ? isObject(data) : typeof data === type) return data as Data;
  const rule = data === undefined ? 'required' : 'type';
  const expected = type === 'object' ? 'an object' : 'a string';
  const issue = { rule, pointer: '/data', expected, got: describeValue(data) } as const;
  throw new ContractError(operationId, [issue], readRequestId(answer));
}

/** Whether data is there, and says nothing. */
export function isNothing(data: unknown): boolean {
  return data === null || data === '' || (isObject(data) && Object.keys(data).length === 0);
}
