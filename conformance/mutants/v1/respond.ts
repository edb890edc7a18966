import { randomUUID } from 'node:crypto';

/** An answer of HTTP 200 with this as its JSON. */
export function respondWith(json: unknown): Response {
  return respond(JSON.stringify(json), { status: 200, contentType: 'application/json' });
}

/** An answer with this text. */
export function respond(text: string, head: { status: number; contentType: string }): Response {
  return new Response(text, { status: head.status, headers: { 'content-type': head.contentType } });
}

/** The answer of an operation that was carried out. */
export function succeed(data: unknown = {}): Response {
  return respondWith({ errorCode: 0, errorMessage: 'Success', requestId: randomUUID(), data });
}

/** The answer to a mistake. */
export function refuse(errorCode: number): Response {
  return respondWith({ errorCode, errorMessage: 'Refused', requestId: randomUUID(), data: {} });
}
