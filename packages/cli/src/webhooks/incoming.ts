import type { IncomingMessage } from 'node:http';

/** A request as it came in. */
export interface Incoming {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** Without the question mark. */
  readonly query: string;
  readonly contentType: string | undefined;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Larger bodies are not shown, kept or passed on; a documented one has less than a kibibyte. */
const mostBytes = 1024 * 1024;

/** Reads a request whole; undefined when it is too large or breaks off. */
export async function readIncoming(request: IncomingMessage): Promise<Incoming | undefined> {
  const at = Date.now();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      bytes += chunk.length;
      if (bytes > mostBytes) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  const { method = '', url = '/', headers } = request;
  const mark = url.indexOf('?');
  const query = mark < 0 ? '' : url.slice(mark + 1);
  return { at, method, query, contentType: headers['content-type'], body: Buffer.concat(chunks) };
}
