import { type Fault, longestMilliseconds } from './faults.ts';

/** A request, read from a socket or from a `Request`. */
export interface MockRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
  /** The value of a header, by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  /** The hosts that it names, in its `host` headers and in a whole URL on its first line, as they were sent. */
  readonly hosts: () => readonly string[];
  /** `too-large` when there was more than the mock accepts. */
  readonly body: Uint8Array | 'too-large';
}

/** Splits the target of a request. The query is `undefined` where there is no question mark. */
export function splitTarget(target: string): { readonly path: string; readonly query?: string } {
  const mark = target.indexOf('?');
  return mark === -1 ? { path: target } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

/** What is to be sent, and how. */
export interface MockAnswer {
  /** 204 is an answer without a body, its type and its length. */
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Further headers: a name, its value, and so on. */
  readonly headers: readonly string[];
  /** What the adapter is to do to the connection. */
  readonly fault: Fault | undefined;
}

/** Answers a request at once. Its caller plays the fault. */
export type Handle = (request: MockRequest) => MockAnswer;

export const json = 'application/json';

const none: readonly string[] = [];

/** An answer in JSON. */
export function jsonAnswer(body: string, status = 200, headers = none): MockAnswer {
  return { status, contentType: json, body, headers, fault: undefined };
}

/**
 * Changes the content of an answer as a fault does. A fault of the connection is left to the adapter.
 *
 * @param dataName what the envelope calls its data
 */
export function distort(answer: MockAnswer, fault: Fault, dataName: string): MockAnswer {
  switch (fault.kind) {
    case 'http-502':
      return page(502, '502 Bad Gateway');
    case 'html-200':
      return page(200, 'Sign in to the network');
    case 'wrong-types': {
      // No member of an envelope is a list.
      const members = Object.entries(JSON.parse(answer.body)).map(([name, value]) => [name, [value]]);
      return { ...answer, body: JSON.stringify(Object.fromEntries(members)) };
    }
    case 'wrong-data':
      return { ...answer, body: JSON.stringify({ ...JSON.parse(answer.body), [dataName]: 42 }) };
    case 'big-body':
      return { ...answer, body: answer.body.padEnd(fault.bytes) };
    case 'rate-limit':
      return answer;
    default:
      return { ...answer, fault };
  }
}

/** What something between the service and its caller sends: a gateway, or the sign-in page of a hotel's network. */
function page(status: number, title: string): MockAnswer {
  const lines = [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
  ];
  const body = [...lines, '</body>', '</html>', ''].join('\r\n');
  return { status, contentType: 'text/html', body, headers: none, fault: undefined };
}

/** Waits, and rejects with the signal's reason when it is aborted. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** How a connection ends: `close` by a FIN, `reset` by a RST. */
export type Loss = 'close' | 'reset';

/** Number of pieces of a slow body. */
const slowBodyPieces = 5;

/** Plays a fault up to the headers. Returns how the connection ends there, if it does. */
export async function playBeforeHead(
  { kind, milliseconds }: Fault,
  wait: Wait,
  signal: AbortSignal,
): Promise<Loss | undefined> {
  if (kind === 'delay' || kind === 'hang') await wait(milliseconds, signal);
  if (kind === 'drop' || kind === 'hang') return 'close';
  return kind === 'reset' ? 'reset' : undefined;
}

/** The headers of an answer sent at this time (milliseconds): a name, its value, and so on. */
export function listHeaders({ status, contentType, body, headers, fault }: MockAnswer, at: number): string[] {
  const date = new Date(at).toUTCString();
  if (status === 204) return ['date', date, ...headers];
  const fields = ['content-type', contentType, 'date', date];
  // A body without an end has no length.
  if (fault?.kind !== 'endless-body') fields.push('content-length', String(Buffer.byteLength(body)));
  return headers.length === 0 ? fields : [...fields, ...headers];
}

/** Yields the pieces of a body as a fault sends them. Returns how the connection ends then, if it does. */
export async function* playBody(
  body: Uint8Array,
  { kind, milliseconds }: Fault,
  wait: Wait,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, Loss | undefined> {
  const half = body.subarray(0, Math.floor(body.length / 2));
  switch (kind) {
    case 'reset-body':
      return 'reset';
    case 'truncate':
      yield half;
      return 'close';
    case 'slow-body': {
      const size = Math.max(1, Math.ceil(body.length / slowBodyPieces));
      const pieces = Math.ceil(body.length / size);
      for (let start = 0; start < body.length; start += size) {
        await wait(milliseconds / pieces, signal);
        yield body.subarray(start, start + size);
      }
      return undefined;
    }
    case 'endless-body':
      yield half;
      for (let left = Math.floor(longestMilliseconds / Math.max(1, milliseconds)); left > 0; left -= 1) {
        await wait(milliseconds, signal);
        yield Uint8Array.of(0x20);
      }
      return 'close';
    default:
      yield body;
      return undefined;
  }
}
