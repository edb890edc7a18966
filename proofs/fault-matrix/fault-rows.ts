import type { TrtcCallClientOptions } from '@trtc-call/client';
import type { FaultKind, FaultOptions, RunningMock } from '@trtc-call/mock';
import type { VirtualTime } from './virtual-time.ts';

/** What happened to one call. */
export interface Seen {
  /** What the caller was told. */
  readonly sees: string;
  /** How long the caller waited; what sockets take on this machine is not counted. */
  readonly milliseconds: number;
  /** Requests that reached the server whole. */
  readonly requests: number;
  /** How many of them were carried out. */
  readonly carriedOut: number;
}

/** Where a row is set up. */
export interface Stage {
  readonly mock: RunningMock;
  readonly time: VirtualTime;
  /** One call that is not judged. */
  readonly call: () => Promise<void>;
}

export interface FaultRow {
  readonly fault: string;
  readonly expected: Seen;
  /** Where the requests go. Default: the mock. */
  readonly to?: 'a closed port' | 'an unknown name';
  /** What the client is made with, apart from credentials and clock. */
  readonly options?: Pick<TrtcCallClientOptions, 'userSigLifetimeSeconds'>;
  /** How far the client's clock is ahead of the mock's, in milliseconds. */
  readonly clockAhead?: number;
  readonly arrange?: (stage: Stage) => void | Promise<void>;
}

const always = { times: Number.POSITIVE_INFINITY };
const dayAndSecond = 86_401_000;

const strike =
  (kind: FaultKind, options: FaultOptions = {}) =>
  ({ mock }: Stage): void =>
    mock.fault(kind, options);

const answer =
  (example: string, options: { times?: number } = {}) =>
  ({ mock }: Stage): void =>
    mock.respondWith('getRecordByCallId', example, options);

const ok = (attempt: number): string => `ok, attempt ${attempt}`;

/** @param seen what the caller is told, after how many milliseconds, requests, and how many of them were carried out */
const row = (
  fault: string,
  seen: readonly [sees: string, milliseconds: number, requests: number, carriedOut: number],
  arrange?: FaultRow['arrange'],
  more: Partial<FaultRow> = {},
): FaultRow => {
  const [sees, milliseconds, requests, carriedOut] = seen;
  return {
    fault,
    expected: { sees, milliseconds, requests, carriedOut },
    ...(arrange && { arrange }),
    ...more,
  };
};

/**
 * Each fault with what comes of it, by the client's defaults: five attempts, 10 s for each, 30 s for the call. Waits
 * are half of the longest possible, since `random` gives one half: 100, 200, 400 and 800 ms.
 */
export const faultRows: readonly FaultRow[] = [
  row('none', [ok(1), 0, 1, 1]),
  row('connection refused', ['connection ECONNREFUSED, attempt 5', 1500, 0, 0], undefined, {
    to: 'a closed port',
  }),
  row('name not found (.invalid)', ['connection ENOTFOUND, attempt 5', 1500, 0, 0], undefined, {
    to: 'an unknown name',
  }),
  row(
    'reset before headers, once, before it is carried out',
    [ok(2), 100, 2, 1],
    strike('reset', { when: 'before' }),
  ),
  row('reset before headers, once, after it is carried out', [ok(2), 100, 2, 2], strike('reset')),
  row(
    'reset before headers, always',
    ['connection ECONNRESET, attempt 5', 1500, 5, 5],
    strike('reset', always),
  ),
  row(
    'closed before headers, always',
    ['connection ECONNRESET, attempt 5', 1500, 5, 5],
    strike('drop', always),
  ),
  row('reset after headers, once', [ok(2), 100, 2, 2], strike('reset-body')),
  row(
    'reset after headers, always',
    ['connection ECONNRESET, attempt 5', 1500, 5, 5],
    strike('reset-body', always),
  ),
  row('half a body, once', [ok(2), 100, 2, 2], strike('truncate')),
  row('half a body, always', ['connection ECONNRESET, attempt 5', 1500, 5, 5], strike('truncate', always)),
  row('body that never ends, once', [ok(2), 10_100, 2, 2], strike('endless-body')),
  row(
    'body that never ends, always',
    ['deadline of the call, attempt 3', 30_000, 3, 3],
    strike('endless-body', always),
  ),
  row(
    'no answer at all, always',
    ['deadline of the call, attempt 3', 30_000, 3, 0],
    strike('hang', { ...always, when: 'before' }),
  ),
  row('502 HTML, once', [ok(2), 100, 2, 1], strike('http-502', { when: 'before' })),
  row('502 HTML, always', ['http-status 502, attempt 5', 1500, 5, 5], strike('http-502', always)),
  row('200 with HTML, once', [ok(2), 100, 2, 1], strike('html-200', { when: 'before' })),
  row('200 with HTML, always', ['contract body, attempt 5', 1500, 5, 5], strike('html-200', always)),
  row('wrong JSON types in the envelope', ['contract /errorCode, attempt 1', 0, 1, 1], strike('wrong-types')),
  row('wrong JSON type of the data', ['contract /data, attempt 1', 0, 1, 1], strike('wrong-data')),
  row('10 MB body', ['contract body, attempt 1', 0, 1, 1], strike('big-body', { bytes: 10_000_000 })),
  row('expired sign (70003), once', [ok(2), 0, 2, 1], answer('error-70003')),
  row('expired sign (70003), always', ['refused 70003, attempt 2', 0, 2, 0], answer('error-70003', always)),
  row('clock a day behind', [ok(2), 0, 2, 1], undefined, { clockAhead: -dayAndSecond }),
  row('clock a day ahead', [ok(2), 0, 2, 1], undefined, { clockAhead: dayAndSecond }),
  // The window of a second and half of what may come on top: 1.5 s, 2 s and 3 s.
  row('rate limit for 5 s', [ok(4), 6500, 4, 1], strike('rate-limit', { milliseconds: 5000 })),
  row(
    'rate limit, always',
    ['refused 70005, attempt 5', 9500, 5, 0],
    strike('rate-limit', { milliseconds: 60_000 }),
  ),
  row('another refusal (70001)', ['refused 70001, attempt 1', 0, 1, 0], answer('error-70001', always)),
  row('server closes the idle socket', [ok(2), 100, 1, 1], async ({ mock, time, call }) => {
    mock.fault('close-idle', { milliseconds: 1000 });
    await call();
    // The next call is on its way before the client can have heard of it.
    time.advance();
  }),
];
