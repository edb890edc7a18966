import { writeAnswer } from '@trtc-call/webhooks';
import { type Incoming, readBody } from './incoming.ts';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array | string;
  readonly shown: string;
}

/** An answer of the form that the vendor waits for, by the query of the request. */
export function createAnswer(query: string, errorCode: number, message: string): Answer {
  const body = writeAnswer(query, errorCode, message);
  return { status: 200, contentType: 'application/json', body, shown: `ErrorCode ${errorCode}` };
}

/** Passes a request on as it came, and gives back its answer. No answer is reported as a failure, so that the vendor tries again. */
export async function forward({ method, query, contentType, body }: Incoming, to: URL): Promise<Answer> {
  const url = new URL(to);
  url.search = [url.search.slice(1), query].filter((part) => part !== '').join('&');
  try {
    const response = await fetch(url, {
      method,
      headers: contentType === undefined ? {} : { 'content-type': contentType },
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
      ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
    });
    const bytes = response.body ? await readBody(response.body) : Buffer.alloc(0);
    if (!bytes)
      return {
        ...createAnswer(query, 1, 'The answer of the receiver is too long'),
        shown: 'answer too long',
      };
    const type = response.headers.get('content-type') ?? 'application/json';
    return {
      status: response.status,
      contentType: type,
      body: bytes,
      shown: describeAnswer(response.status, bytes),
    };
  } catch (error) {
    const cause: unknown = error instanceof Error ? error.cause : undefined;
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer';
    return { ...createAnswer(query, 1, 'The receiver gave no answer'), shown: isLate ? 'timed out' : reason };
  }
}

function describeAnswer(status: number, body: Uint8Array): string {
  try {
    const { ErrorCode } = Object(JSON.parse(Buffer.from(body).toString()));
    if (status === 200 && typeof ErrorCode === 'number') return `ErrorCode ${ErrorCode}`;
  } catch {
    // What is not JSON is shown by its status.
  }
  return status === 200 ? 'no ErrorCode' : `HTTP ${status}`;
}
