import { type OperationId, operations } from '@trtc-call/spec/v1';
import createClient from 'openapi-fetch';
import { checkCallOptions } from './check-argument.ts';
import { describeValue, isObject } from './check-shape.ts';
import { ArgumentError } from './errors.ts';
import type { paths } from './generated/v1.gen.ts';
import { OutgoingRequest } from './outgoing-request.ts';
import type { Incoming, Send } from './send.ts';

/** A path of the contract, such as `/v1/records/get_record_by_callId`. */
export type ApiPath = keyof paths;

/** The body that a path takes. */
export type ApiBody<Path extends ApiPath> = paths[Path]['post']['requestBody']['content']['application/json'];

/** The envelope that a path answers with, a success or a failure, as it comes over the wire. */
export type ApiEnvelope<Path extends ApiPath> =
  paths[Path]['post']['responses'][200]['content']['application/json'];

/** An answer before it is unwrapped. Its URL is left out: the query holds the UserSig. */
export interface ApiResult<Envelope> {
  readonly operationId: OperationId;
  /** The parsed body. Only `unwrap` checks it. */
  readonly data: Envelope;
  readonly response: { readonly status: number; readonly headers: Headers };
}

/** The operations as they are on the wire. The query parameters are added for each request. */
export interface Api {
  /**
   * Sends one request. A refusal by the service is a result like any other here; give it to `unwrap`.
   *
   * @throws HttpStatusError, ConnectionError, DeadlineError, ContractError (no JSON), ArgumentError
   */
  POST<Path extends ApiPath>(
    path: Path,
    init: { body: ApiBody<Path>; signal?: AbortSignal | undefined },
  ): Promise<ApiResult<ApiEnvelope<Path>>>;
}

// openapi-fetch infers bodies from literal paths only; here the path is a variable, and `Api` has the types.
interface AnyPath {
  [path: string]: {
    post: {
      requestBody: { content: { 'application/json': unknown } };
      responses: { 200: { content: { 'application/json': unknown } } };
    };
  };
}

// `send` has read and parsed the answer, within the timeout; openapi-fetch has nothing left to do with it.
const nothingToParse = new Response();

const operationIds = new Map<string, OperationId>(
  Object.values(operations).map(({ path, operationId }) => [path, operationId]),
);

export function createApi(baseUrl: string, send: Send): Api {
  // The types ask for the whole `Request`; what openapi-fetch uses of it without middleware is in ours.
  const client = createClient<AnyPath>({ baseUrl, Request: OutgoingRequest as typeof Request });
  return Object.freeze<Api>({
    async POST(path, init) {
      const operationId = operationIdOf(path);
      checkCallOptions('api.POST', init, ['body', 'signal']);
      const { body, signal } = init;
      // The vendor wants a body even where there is nothing to say (60138).
      if (!isObject(body)) {
        throw new ArgumentError(
          'api.POST',
          'init.body',
          `is ${describeValue(body)}`,
          'pass an object, such as {}',
        );
      }
      let incoming: Incoming | undefined;
      await client.POST(path, {
        body,
        parseAs: 'stream',
        fetch: async (request) => {
          incoming = await send(request, operationId, signal);
          return nothingToParse;
        },
      });
      if (!incoming) throw new TypeError('openapi-fetch answered without a request');
      const { envelope, response } = incoming;
      return {
        operationId,
        data: envelope as ApiEnvelope<typeof path>,
        response: { status: response.status, headers: response.headers },
      };
    },
  });
}

function operationIdOf(path: string): OperationId {
  const operationId = operationIds.get(path);
  // Anything else put behind the host, such as "@elsewhere", could also change the host.
  if (operationId) return operationId;
  throw new ArgumentError(
    'api.POST',
    'path',
    'is not in the contract',
    `pass one of ${[...operationIds.keys()].join(', ')}`,
  );
}
