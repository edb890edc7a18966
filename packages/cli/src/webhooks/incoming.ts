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
  /** The web page that sent it, as its headers tell; undefined where no page did. */
  readonly page: string | undefined;
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
  const contentType = headers['content-type'];
  return { at, method, query, contentType, body: Buffer.concat(chunks), page: pageOf(request) };
}

/**
 * A browser sends what any page asks for, also to a port of this machine, and names the page or how it stands to this
 * address. What the user enters into the address bar has the site `none`.
 */
function pageOf({ headers }: IncomingMessage): string | undefined {
  const { origin, 'sec-fetch-site': site } = headers;
  if (origin !== undefined) return `Origin: ${origin}`;
  return site === undefined || site === 'none' ? undefined : `Sec-Fetch-Site: ${String(site)}`;
}
