import { isObject } from '@trtc-call/reporting/values';
import createClient, { type Client } from 'openapi-fetch';
import { findFailure, readData } from '../answers.ts';
import { checkCallOptions } from '../check-options.ts';
import type { Contract, OperationId } from '../contract.ts';
import { ArgumentError, type TrtcCallError } from '../errors.ts';
import type { CallOptions, ClientSettings } from '../options.ts';
import type { Send } from './send.ts';

/**
 * A `fetch` for one service: what it is asked goes out with the client's signing, limits, time and retries. It fits
 * beneath openapi-fetch and other generated clients. Query parameters that it is given are replaced by its own.
 * `timeoutMilliseconds`, `deadlineMilliseconds` and `retry` may stand in `init`, or on the Request.
 *
 * @throws ArgumentError for a URL that is not an operation of this client's service, and for another method than POST.
 */
export type CallFetch = (
  input: string | URL | Request,
  init?: RequestInit & Omit<CallOptions, 'signal'>,
) => Promise<Response>;

/** What is known of an answer beside its text. */
interface AnswerFacts {
  readonly operationId: OperationId;
  /** How it is read. */
  readonly contract: Contract;
  /** What is wrong with it: a refusal that stands, or an envelope that cannot be read. */
  readonly error: TrtcCallError | undefined;
}

// A brand on the response: it survives a second copy of this module.
const factsKey = Symbol.for('@trtc-call/client/answer');
const caller = 'client.fetch';
const ownOptions = ['timeoutMilliseconds', 'deadlineMilliseconds', 'retry'] as const;
// They describe the bytes of the wire, which are not those of the answer given here.
const wireHeaders = ['content-length', 'content-encoding', 'transfer-encoding', 'connection'];

/** Makes a `CallFetch`. */
export function createFetch({ contract, baseUrl }: ClientSettings, send: Send): CallFetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { origin, pathname } = new URL(request.url);
    const location = origin + pathname;
    const path = location.startsWith(baseUrl) ? location.slice(baseUrl.length) : location;
    const operationId = findOperation(contract, path);
    if (request.method !== 'POST') {
      throw new ArgumentError(caller, 'init.method', `must be POST (got ${request.method})`, 'pass POST');
    }
    const options = readCallOptions(contract, init, input);
    const body = readBody(await request.text());
    const sent = await send({ operationId, body, signal: request.signal, ...options });
    const { status, url, answer, error } = sent;
    const headers = await sent.readHeaders();
    for (const name of wireHeaders) headers.delete(name);
    const response = new Response(JSON.stringify(answer), { status, headers });
    Object.defineProperty(response, 'url', { value: url });
    writeFacts(response, { operationId, contract, error });
    return response;
  };
}

/** @throws ArgumentError when the contract has no such path. */
function findOperation({ operations }: Contract, path: string): OperationId {
  for (const [name, facts] of Object.entries(operations)) if (facts.path === path) return name;
  // Anything else put behind the host, such as "@elsewhere", could also change the host.
  const paths = Object.values(operations).map((facts) => facts.path);
  throw new ArgumentError(caller, 'input', 'is not in the contract', `pass one of ${paths.join(', ')}`);
}

/** Notes on a response what is known of its answer. */
function writeFacts(response: Response, facts: AnswerFacts): void {
  Object.defineProperty(response, factsKey, { value: facts });
}

/** What `writeFacts` has noted; undefined for a response from elsewhere. */
function readFacts(response: Response): AnswerFacts | undefined {
  return Reflect.get(response, factsKey);
}

// openapi-fetch puts options that it does not know onto the Request.
function readCallOptions(contract: Contract, ...places: readonly unknown[]): CallOptions {
  const options: Record<string, unknown> = {};
  for (const place of places) {
    for (const name of ownOptions) {
      const value: unknown = isObject(place) ? Reflect.get(place, name) : undefined;
      if (value !== undefined) options[name] ??= value;
    }
  }
  checkCallOptions(contract, caller, options);
  return options;
}

function readBody(text: string): object {
  try {
    const body: unknown = JSON.parse(text);
    if (isObject(body)) return body;
  } catch {
    // Told below: what cannot be read is not an object.
  }
  // The vendor wants a body even where there is nothing to say (60138).
  throw new ArgumentError(caller, 'init.body', 'is not a JSON object', 'pass one, such as {}');
}

/** What `client.api` gives. */
export interface ApiResult<Envelope> {
  readonly data?: Envelope | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/** The operations of a contract as they are on the wire. */
export function createApi<Paths extends object>(
  contract: Contract,
  baseUrl: string,
  fetch: CallFetch,
): Client<Paths> {
  const api = createClient<Paths>({ baseUrl, fetch });
  // The first middleware sees an answer last: one that another middleware made is still known by its operation.
  api.use({
    onResponse({ response, schemaPath }) {
      if (readFacts(response)) return;
      writeFacts(response, { operationId: findOperation(contract, schemaPath), contract, error: undefined });
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
  : Envelope extends { ActionStatus: 'OK'; Response: infer Data }
    ? Data
    : Envelope extends { ActionStatus: 'OK'; Response?: infer Data }
      ? Data | null
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
  const { operationId, contract, error = findFailure(contract, operationId, result.data) } = facts;
  // The wire has no types: the contract looks at what the data are, and gives what its types promise.
  return readData<DataOf<Envelope>>(contract, operationId, result.data, error);
}
