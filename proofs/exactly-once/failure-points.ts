import type { Mock } from '@trtc-call/mock';
import type { OperationId } from '@trtc-call/spec/v1';

/** Where one attempt of a call fails. */
export interface FailurePoint {
  readonly name: string;
  /** What is known of the request at this point, by whoever sees both sides. */
  readonly request: 'not sent' | 'not carried out' | 'carried out';
  /** Whether the caller can tell that it was not carried out. */
  readonly callerKnows: boolean;
  /** Lets the next attempt fail: the mock does it, or, before anything is sent, a code of the system. */
  readonly strike: ((mock: Mock, operationId: OperationId) => void) | { readonly code: string };
}

/** Longer than an attempt may take. */
const tooLong = 60_000;

/** Each point at which an attempt can fail. */
export const failurePoints: readonly FailurePoint[] = [
  {
    name: 'connection refused',
    request: 'not sent',
    callerKnows: true,
    strike: { code: 'ECONNREFUSED' },
  },
  {
    name: 'name not found',
    request: 'not sent',
    callerKnows: true,
    strike: { code: 'ENOTFOUND' },
  },
  ...(['before', 'after'] as const).flatMap((when): FailurePoint[] => {
    const request = when === 'before' ? 'not carried out' : 'carried out';
    const common = { request, callerKnows: false } as const;
    return [
      {
        ...common,
        name: `reset, ${request}`,
        strike: (mock) => mock.fault('reset', { when }),
      },
      {
        ...common,
        name: `connection closed, ${request}`,
        strike: (mock) => mock.fault('drop', { when }),
      },
      {
        ...common,
        name: `no answer in time, ${request}`,
        strike: (mock) => mock.fault('hang', { when, milliseconds: tooLong }),
      },
      {
        ...common,
        name: `502 of a gateway, ${request}`,
        strike: (mock) => mock.fault('http-502', { when }),
      },
      {
        ...common,
        name: `a page in place of JSON, ${request}`,
        strike: (mock) => mock.fault('html-200', { when }),
      },
    ];
  }),
  {
    name: 'an answer that comes too late',
    request: 'carried out',
    callerKnows: false,
    strike: (mock) => mock.fault('delay', { milliseconds: tooLong }),
  },
  {
    name: 'reset after the headers',
    request: 'carried out',
    callerKnows: false,
    strike: (mock) => mock.fault('reset-body'),
  },
  {
    name: 'half a body',
    request: 'carried out',
    callerKnows: false,
    strike: (mock) => mock.fault('truncate'),
  },
  {
    name: 'a body that never ends',
    request: 'carried out',
    callerKnows: false,
    strike: (mock) => mock.fault('endless-body', { milliseconds: 5000 }),
  },
  {
    name: 'rate limit (70005)',
    request: 'not carried out',
    callerKnows: true,
    strike: (mock) => mock.fault('rate-limit', { times: 1, milliseconds: tooLong }),
  },
  {
    name: 'expired sign (70003)',
    request: 'not carried out',
    callerKnows: true,
    strike: (mock, operationId) => mock.respondWith(operationId, 'error-70003'),
  },
];
