import type { OperationId } from '@trtc-call/spec/v1';
import type { RawResponse } from './call.ts';
import { checkCallOptions } from './check-options.ts';
import { describeValue, isObject } from './describe-value.ts';
import { ArgumentError, type TrtcCallError } from './errors.ts';
import type { paths } from './generated/v1.gen.ts';
import { operationIdOf } from './operation-id-of.ts';
import type { CallOptions } from './records.ts';
import type { Send, Sent } from './send/send.ts';

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
