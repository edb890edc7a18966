import type { Incoming } from './incoming.ts';

/** An answer to be given. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array | string;
  /** What is shown of it. */
  readonly shown: string;
}

/** An answer of the form that the vendor waits for. */
export function answerOf(errorCode: number, message: string): Answer {
  const body = JSON.stringify({ ErrorCode: errorCode, ErrorMessage: message });
  return { status: 200, contentType: 'application/json', body, shown: `ErrorCode ${errorCode}` };
}

/** Passes a request on as it came, and gives back its answer. No answer is told as a failure, so that the vendor tries again. */
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
    const bytes = await readBytes(response);
    if (!bytes) return { ...answerOf(1, 'The answer of the receiver is too long'), shown: 'answer too long' };
    const type = response.headers.get('content-type') ?? 'application/json';
    return {
      status: response.status,
      contentType: type,
      body: bytes,
      shown: shownOf(response.status, bytes),
    };
  } catch (error) {
    const cause: unknown = error instanceof Error ? error.cause : undefined;
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer';
    return { ...answerOf(1, 'The receiver gave no answer'), shown: isLate ? 'timed out' : reason };
  }
}

/** What the vendor waits for has less than a hundred bytes. */
const mostBytes = 1024 * 1024;

/** @returns undefined when there is more than is passed on */
async function readBytes({ body }: Response): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function shownOf(status: number, body: Uint8Array): string {
  try {
    const { ErrorCode } = Object(JSON.parse(Buffer.from(body).toString()));
    if (status === 200 && typeof ErrorCode === 'number') return `ErrorCode ${ErrorCode}`;
  } catch {
    // What is not JSON is shown by its status.
  }
  return status === 200 ? 'no ErrorCode' : `HTTP ${status}`;
}
