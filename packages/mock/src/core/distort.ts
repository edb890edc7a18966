import type { MockAnswer } from './exchange.ts';
import type { Fault } from './faults.ts';

/**
 * Does to an answer what a fault does to its content. A fault of the connection is left in the answer, for the
 * one who sends it.
 */
export function distort(answer: MockAnswer, fault: Fault): MockAnswer {
  switch (fault.kind) {
    case 'http-502':
      return page(502, '502 Bad Gateway');
    case 'html-200':
      return page(200, 'Sign in to the network');
    case 'wrong-types':
      return { ...answer, body: JSON.stringify(wrapped(JSON.parse(answer.body))) };
    case 'wrong-data':
      return { ...answer, body: JSON.stringify({ ...JSON.parse(answer.body), data: 42 }) };
    case 'big-body':
      return { ...answer, body: answer.body.padEnd(fault.bytes) };
    case 'rate-limit':
      return answer;
    default:
      return { ...answer, fault };
  }
}

/** Each member in a list of its own: no member of an envelope is a list. */
function wrapped(envelope: object): object {
  return Object.fromEntries(Object.entries(envelope).map(([name, value]) => [name, [value]]));
}

/** What something between the service and its caller says: a gateway, or the sign-in of a hotel's network. */
function page(status: number, title: string): MockAnswer {
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  return { status, contentType: 'text/html', body, note: undefined, fault: undefined };
}
