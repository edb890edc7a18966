import type { RefusalCode } from './outcome.ts';

/** What is sent back. Anything but an ErrorCode of 0 makes the vendor send the event again (60130). */
export interface Answer {
  readonly status: number;
  readonly body: string;
  /** Whether the connection is of no more use: a body is still coming in. */
  readonly close: boolean;
}

/** The headers of an answer, in every adapter. A refused method names the one that is received (RFC 9110, 15.5.6). */
export function listHeaders({ status, close }: Answer): Record<string, string> {
  return {
    'content-type': 'application/json',
    ...(close && { connection: 'close' }),
    ...(status === 405 && { allow: 'POST' }),
  };
}

const answer = (status: number, ErrorCode: number, ErrorMessage: string, close = false): Answer => ({
  status,
  body: JSON.stringify({ ErrorCode, ErrorMessage }),
  close,
});

/** The numbers are ours: the vendor knows 0 and everything else (V1-21). */
export const answers = {
  handled: answer(200, 0, 'Success'),
  failed: answer(200, 1, 'The handler has failed'),
  inFlight: answer(200, 2, 'Still at work'),
  unavailable: answer(200, 5, 'The store or the record cannot be asked'),
  misused: answer(500, 3, 'The receiver was called with an option that it does not know'),
} as const;

/** Documented failures have HTTP status 200, so ours of a real event do; what is no event of the vendor gets its own. */
export const refusals: Readonly<Record<RefusalCode, Answer>> = {
  'wrong-method': answer(405, 3, 'Only POST is received'),
  'wrong-path': answer(404, 3, 'There is nothing here'),
  'address-not-allowed': answer(403, 3, 'This address may not send'),
  overloaded: answer(503, 4, 'Too many requests at the same time'),
  closing: answer(503, 4, 'This receiver is closing'),
  'wrong-content-type': answer(415, 3, 'Only JSON is received'),
  'wrong-query': answer(400, 3, 'The query is not that of a webhook'),
  'wrong-app': answer(403, 3, 'This is not the app that is received here'),
  'body-too-large': answer(413, 3, 'The body is too large', true),
  'body-too-slow': answer(408, 3, 'The body came too slowly', true),
  'body-cut-off': answer(400, 3, 'The body is not whole', true),
  'body-already-read': answer(400, 3, 'The body was read before the receiver got it'),
  'not-json': answer(400, 3, 'The body is not JSON'),
  'unknown-shape': answer(422, 3, 'The body has an unknown shape'),
  stale: answer(410, 3, 'The event is too old'),
  unconfirmed: answer(200, 3, 'The record of the call does not confirm it'),
};
