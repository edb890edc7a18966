import type { OperationId } from '@trtc-call/spec/v1';
import { isObject } from '../describe-value.ts';
import { ArgumentError } from '../errors.ts';
import { operationTable } from '../v1/generated/v1-tables.gen.ts';
import type { Send } from './send.ts';

/**
 * A `fetch` for one service: what it is asked goes out with the client's signing, limits, time and retries. It fits
 * beneath openapi-fetch and other generated clients. Query parameters that it is given are replaced by its own.
 *
 * @throws ArgumentError for a URL that is not an operation of this client's service, and for another method than POST.
 */
export type CallFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

// They describe the bytes of the wire, which are not those of the answer given here.
const wireHeaders = ['content-length', 'content-encoding', 'transfer-encoding', 'connection'];

/** See `CallFetch`. */
export async function callFetch(
  send: Send,
  baseUrl: string,
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<Response> {
  const caller = 'client.fetch';
  const request = new Request(input, init);
  const { origin, pathname } = new URL(request.url);
  const url = origin + pathname;
  const path = url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url;
  const operationId = operationIdOf(caller, 'input', path);
  if (request.method !== 'POST') {
    throw new ArgumentError(caller, 'init.method', `is ${request.method}`, 'pass POST');
  }
  const body = bodyOf(await request.text());
  const { status, headers, answer } = await send({ operationId, body, signal: request.signal });
  const kept = headers();
  for (const name of wireHeaders) kept.delete(name);
  return new Response(JSON.stringify(answer), { status, headers: kept });
}

function bodyOf(text: string): object {
  try {
    const body: unknown = JSON.parse(text);
    if (isObject(body)) return body;
  } catch {
    // Told below: what cannot be read is no object.
  }
  throw new ArgumentError('client.fetch', 'init.body', 'is no JSON object', 'pass one as text, such as {}');
}

/** @throws ArgumentError when the contract has no such path. */
export function operationIdOf(caller: string, field: string, path: string): OperationId {
  for (const [operationId, facts] of Object.entries(operationTable)) {
    if (facts.path === path && isKnown(operationId)) return operationId;
  }
  // Anything else put behind the host, such as "@elsewhere", could also change the host.
  const paths = Object.values(operationTable).map((facts) => facts.path);
  throw new ArgumentError(caller, field, 'is not in the contract', `pass one of ${paths.join(', ')}`);
}

function isKnown(operationId: string): operationId is OperationId {
  return Object.hasOwn(operationTable, operationId);
}
