import type { IncomingMessage, RequestListener } from 'node:http';
import { originForm } from '../core/exchange.ts';
import { isAdminPath } from '../core/guard.ts';

/** Pages of which origins may read answers: all, none, or those listed. */
export type CorsOption = boolean | readonly string[];

type Field = readonly [name: string, value: string];

/** How long a browser may go on without asking again, in seconds. */
const preflightSeconds = 600;

/**
 * Wraps what receives requests on a socket, so that pages of the allowed origins can read the answers of the API. The
 * paths of the mock itself are for no page.
 */
export function listenWithCors(
  receive: RequestListener,
  cors: Exclude<CorsOption, false>,
): RequestListener<typeof IncomingMessage> {
  return (request, response) => {
    const { headers, method, url = '' } = request;
    if (isAdminPath(originForm(url))) {
      receive(request, response);
      return;
    }
    for (const [name, value] of grant(cors, headers.origin)) response.setHeader(name, value);
    const asked = headers['access-control-request-method'];
    if (method !== 'OPTIONS' || headers.origin === undefined || asked === undefined) {
      receive(request, response);
      return;
    }
    request.resume();
    for (const [name, value] of permission(asked, headers['access-control-request-headers'])) {
      response.setHeader(name, value);
    }
    response.writeHead(204).end();
  };
}

/** Wraps a `fetch` in the same way. */
export function fetchWithCors(inner: typeof fetch, cors: Exclude<CorsOption, false>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { headers, method } = request;
    if (isAdminPath(new URL(request.url).pathname)) return inner(request);
    const origin = headers.get('origin') ?? undefined;
    const asked = headers.get('access-control-request-method');
    const isPreflight = method === 'OPTIONS' && origin !== undefined && asked !== null;
    const response = isPreflight ? new Response(null, { status: 204 }) : await inner(request);
    const fields = grant(cors, origin);
    if (isPreflight) fields.push(...permission(asked, headers.get('access-control-request-headers')));
    for (const [name, value] of fields) response.headers.set(name, value);
    return response;
  };
}

function grant(cors: true | readonly string[], origin: string | undefined): Field[] {
  const expose: Field = ['access-control-expose-headers', '*'];
  if (cors === true) return [['access-control-allow-origin', '*'], expose];
  const fields: Field[] = [['vary', 'origin']];
  if (origin !== undefined && cors.includes(origin)) {
    fields.push(['access-control-allow-origin', origin], expose);
  }
  return fields;
}

/** What a browser asks for before it sends is granted whole: which requests are right is for the mock to say. */
function permission(method: string, headers: string | null | undefined): Field[] {
  const fields: Field[] = [
    ['access-control-allow-methods', method],
    ['access-control-max-age', String(preflightSeconds)],
  ];
  if (headers) fields.push(['access-control-allow-headers', headers]);
  return fields;
}
