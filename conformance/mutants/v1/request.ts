import { type OperationId, operations } from '@trtc-call/spec/v1';
import { type Answer, readMembers } from '../../requirements/v1/check/answer.ts';
import type { MutantRequest } from './mutant.ts';

type Members = Readonly<Record<string, unknown>>;

/** Takes apart what `fetch` was called with. */
export async function readRequest(url: string, init: RequestInit): Promise<MutantRequest> {
  const { method = 'GET', body = null } = init;
  return {
    url: new URL(url),
    method,
    headers: new Headers(init.headers),
    body: await new Response(body).text(),
  };
}

/** Whether the request names this operation by its path. */
export function isFor(request: MutantRequest, operation: OperationId): boolean {
  return request.url.pathname === operations[operation].path;
}

/** Whether the path names any operation. */
export function isForAnOperation({ url }: MutantRequest): boolean {
  return Object.values(operations).some(({ path }) => path === url.pathname);
}

/** The same request to another operation. */
export function withOperation(request: MutantRequest, operation: OperationId): MutantRequest {
  const url = new URL(request.url);
  url.pathname = operations[operation].path;
  return { ...request, url };
}

/** The value of a URL parameter, or an empty text where there is none. */
export function readParameter({ url }: MutantRequest, name: string): string {
  return url.searchParams.get(name) ?? '';
}

/** The same request with other URL parameters. */
export function withQuery(request: MutantRequest, query: Iterable<[string, string]>): MutantRequest {
  const url = new URL(request.url);
  url.search = new URLSearchParams([...query]).toString();
  return { ...request, url };
}

/** The body as parsed; undefined where it is not JSON. */
export function parseBody({ body }: MutantRequest): Answer['json'] {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The members of the body; none where it is not a JSON object. */
export function readFields(request: MutantRequest): Members {
  return readMembers(parseBody(request));
}

/** The same request with another body. */
export function withFields(request: MutantRequest, fields: Members): MutantRequest {
  return { ...request, body: JSON.stringify(fields) };
}
