import type { Fault } from './faults.ts';

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
