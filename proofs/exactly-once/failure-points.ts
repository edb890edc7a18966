import type { Mock } from '@trtc-call/mock';
import type { OperationId } from '@trtc-call/spec/v1';

/** Where one attempt of a call fails. */
export interface FailurePoint {
  readonly name: string;
  /** What has become of the request at this point. */
  readonly request: 'not sent' | 'not carried out' | 'carried out';
  /** Whether the caller can tell that it was not carried out. */
  readonly callerKnows: boolean;
  /** Lets the next attempt fail: the mock does it, or, before anything is sent, a code of the system. */
  readonly strike: ((mock: Mock, operationId: OperationId) => void) | { readonly code: string };
}

/** Longer than an attempt may take. */
const tooLong = 60_000;

const points = (
  request: FailurePoint['request'],
  callerKnows: boolean,
  strikes: Readonly<Record<string, FailurePoint['strike']>>,
): FailurePoint[] =>
  Object.entries(strikes).map(([name, strike]) => ({ name, request, callerKnows, strike }));

/** Each point at which an attempt can fail. */
export const failurePoints: readonly FailurePoint[] = [
  ...points('not sent', true, {
    'connection refused': { code: 'ECONNREFUSED' },
    'name not found': { code: 'ENOTFOUND' },
  }),
  ...(['before', 'after'] as const).flatMap((when) => {
    const request = when === 'before' ? 'not carried out' : 'carried out';
    return points(request, false, {
      [`reset, ${request}`]: (mock) => mock.fault('reset', { when }),
      [`connection closed, ${request}`]: (mock) => mock.fault('drop', { when }),
      [`no answer in time, ${request}`]: (mock) => mock.fault('hang', { when, milliseconds: tooLong }),
      [`502 of a gateway, ${request}`]: (mock) => mock.fault('http-502', { when }),
      [`a page in place of JSON, ${request}`]: (mock) => mock.fault('html-200', { when }),
    });
  }),
  ...points('carried out', false, {
    'an answer that comes too late': (mock) => mock.fault('delay', { milliseconds: tooLong }),
    'reset after the headers': (mock) => mock.fault('reset-body'),
    'half a body': (mock) => mock.fault('truncate'),
    'a body that never ends': (mock) => mock.fault('endless-body', { milliseconds: 5000 }),
  }),
  ...points('not carried out', true, {
    'rate limit (70005)': (mock) => mock.fault('rate-limit', { times: 1, milliseconds: tooLong }),
    'expired sign (70003)': (mock, operationId) => mock.respondWith(operationId, 'error-70003'),
  }),
];
