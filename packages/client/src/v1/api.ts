import createClient, { type Client } from 'openapi-fetch';
import type { Contract, OperationId } from '../contract.ts';
import { describeValue, isObject } from '../describe-value.ts';
import { ArgumentError, ContractError, type TrtcCallError } from '../errors.ts';
import { type CallFetch, findOperation, readFacts, writeFacts } from '../request/call-fetch.ts';
import { findFailure } from '../request/envelope.ts';
import { describeRefusal, readEnvelope, readRequestId } from './envelope.ts';
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

/** What `client.api` gives. */
export interface ApiResult<Envelope> {
  readonly data?: Envelope | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

export function createApi(contract: Contract, baseUrl: string, fetch: CallFetch): Api {
  const api = createClient<paths>({ baseUrl, fetch });
  // The first middleware sees an answer last: one that another middleware made is still known by its operation.
  api.use({
    onResponse({ response, schemaPath }) {
      if (readFacts(response)) return;
      writeFacts(response, { operationId: findOperation(contract, schemaPath), error: undefined });
    },
  });
  return api;
}

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
 * @throws RefusedError when the service refused the request.
 * @throws ContractError when the answer is not what the contract states.
 * @throws ArgumentError for a result of something else.
 */
export function unwrap<Envelope>(result: ApiResult<Envelope>): DataOf<Envelope> {
  const facts = readFacts(result.response);
  if (!facts) {
    throw new ArgumentError('unwrap', 'result', 'is not a result of client.api', 'pass what api.POST gave');
  }
  const { operationId, error = findFailure({ readEnvelope, describeRefusal }, operationId, result.data) } =
    facts;
  return readData<DataOf<Envelope>>(operationId, result.data, error);
}

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
