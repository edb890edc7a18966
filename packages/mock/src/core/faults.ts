import { MockOptionError } from '../errors.ts';

/** What can go wrong between the service and its caller. */
export const faultKinds = ['delay', 'drop', 'http-502', 'truncate', 'slow-body'] as const;

/**
 * - `delay`: the answer comes later, after `milliseconds`
 * - `drop`: the connection is closed without an answer
 * - `http-502`: a gateway's HTML page with HTTP status 502
 * - `truncate`: the connection is closed in the middle of the body
 * - `slow-body`: the body comes in pieces, spread over `milliseconds`
 */
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  readonly milliseconds: number;
}

/** Longest delay of a fault, so that a request from elsewhere cannot keep connections for ever. */
const longestFaultMilliseconds = 60_000;

const defaultMilliseconds = 1000;
const written = new RegExp(`^(${faultKinds.join('|')})(?:[=-](\\d{1,9}))?$`);

/** Checks a fault given through the API. */
export function makeFault(kind: FaultKind, milliseconds: number = defaultMilliseconds): Fault {
  if (!faultKinds.includes(kind)) {
    throw new MockOptionError(
      'kind',
      `${JSON.stringify(kind)} is no fault`,
      `Use one of: ${faultKinds.join(', ')}.`,
    );
  }
  if (!(milliseconds >= 0 && milliseconds <= longestFaultMilliseconds)) {
    const remedy = `Give a number from 0 to ${longestFaultMilliseconds}.`;
    throw new MockOptionError('milliseconds', `${milliseconds} is out of range`, remedy);
  }
  return { kind, milliseconds };
}

/** Reads `delay=500` (header) or `delay-500` (magic call id); `undefined` when it names no fault. */
export function parseFault(text: string): Fault | undefined {
  const [, kind, milliseconds] = written.exec(text) ?? [];
  const known = faultKinds.find((candidate) => candidate === kind);
  if (!known) return undefined;
  const asked = milliseconds === undefined ? defaultMilliseconds : Number(milliseconds);
  return { kind: known, milliseconds: Math.min(asked, longestFaultMilliseconds) };
}

/** The page of `http-502`, as a gateway would print it. */
export const gatewayPage =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n';
