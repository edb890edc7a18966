import type { OperationId } from '@trtc-call/spec/v1';
import type { RawResponse } from '../call.ts';
import { checkCallOptions } from '../check-options.ts';
import { describeValue, isObject } from '../describe-value.ts';
import { ArgumentError, ContractError, type TrtcCallError } from '../errors.ts';
import { operationIdOf } from '../request/call-fetch.ts';
import type { Send, Sent } from '../request/send.ts';
import type { paths } from './generated/v1.gen.ts';
import { operationTable } from './generated/v1-tables.gen.ts';
import type { CallOptions } from './records.ts';

/** A path of the contract, such as `/v1/records/get_record_by_callId`. */
export type ApiPath = keyof paths;

/** The body that a path takes. */
export type ApiBody<Path extends ApiPath> = paths[Path]['post']['requestBody']['content']['application/json'];

/** The envelope that a path answers with, a success or a failure, as it comes over the wire. */
export type ApiEnvelope<Path extends ApiPath> =
  paths[Path]['post']['responses'][200]['content']['application/json'];

/** An answer before it is unwrapped. */
export interface ApiResult<Envelope> {
  readonly operationId: OperationId;
  /** The parsed body. */
  readonly data: Envelope;
  readonly response: Pick<RawResponse, 'status' | 'headers' | 'url'>;
  /** What is wrong with the answer: a refusal that stands, or an envelope that cannot be read. */
  readonly error: TrtcCallError | undefined;
}

/** The operations as they are on the wire. The query parameters are added for each attempt. */
export interface Api {
  /**
   * Sends a call, retries included. A refusal that stands is a result like any other here; give it to `unwrap`.
   *
   * @throws HttpStatusError, ConnectionError, DeadlineError, LimiterFullError, ContractError (no JSON), ArgumentError
   */
  POST<Path extends ApiPath>(
    path: Path,
    init: {
      /** Members that no page names may be given too. */
      body: ApiBody<Path> | (ApiBody<Path> & { readonly [member: string]: unknown });
    } & CallOptions,
  ): Promise<ApiResult<ApiEnvelope<Path>>>;
}

export function createApi(send: Send): Api {
  return Object.freeze<Api>({
    async POST(path, init) {
      const caller = 'api.POST';
      const operationId = operationIdOf(caller, 'path', path);
      const { body, ...options } = init;
      checkCallOptions(caller, options);
      // The vendor wants a body even where there is nothing to say (60138).
      if (!isObject(body)) {
        const remedy = 'pass an object, such as {}';
        throw new ArgumentError(caller, 'init.body', `is ${describeValue(body)}`, remedy);
      }
      return resultOf(await send({ operationId, body, ...options }));
    },
  });
}

/** An answer as `unwrap` takes it. */
export function resultOf<Path extends ApiPath>(sent: Sent): ApiResult<ApiEnvelope<Path>> {
  const { operationId, status, url, error } = sent;
  const headers = sent.headers();
  // The wire has no types; `unwrap` and `validate` look at what came.
  return {
    operationId,
    data: sent.answer as ApiEnvelope<Path>,
    response: { status, headers, url },
    error,
  };
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
