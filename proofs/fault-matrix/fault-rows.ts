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

/**
 * Each fault with what comes of it, by the client's defaults: five attempts, 10 s for each, 30 s for the call. Waits
 * are half of the longest possible, since `random` gives one half: 100, 200, 400 and 800 ms.
 */
export const faultRows: readonly FaultRow[] = [
  {
    fault: 'none',
    expected: { sees: ok(1), milliseconds: 0, requests: 1, carriedOut: 1 },
  },
  {
    fault: 'connection refused',
    to: 'a closed port',
    expected: { sees: 'connection ECONNREFUSED, attempt 5', milliseconds: 1500, requests: 0, carriedOut: 0 },
  },
  {
    fault: 'name not found (.invalid)',
    to: 'an unknown name',
    expected: { sees: 'connection ENOTFOUND, attempt 5', milliseconds: 1500, requests: 0, carriedOut: 0 },
  },
  {
    fault: 'reset before headers, once, before it is carried out',
    arrange: strike('reset', { when: 'before' }),
    expected: { sees: ok(2), milliseconds: 100, requests: 2, carriedOut: 1 },
  },
  {
    fault: 'reset before headers, once, after it is carried out',
    arrange: strike('reset'),
    expected: { sees: ok(2), milliseconds: 100, requests: 2, carriedOut: 2 },
  },
  {
    fault: 'reset before headers, always',
    arrange: strike('reset', always),
    expected: { sees: 'connection ECONNRESET, attempt 5', milliseconds: 1500, requests: 5, carriedOut: 5 },
  },
  {
    fault: 'closed before headers, always',
    arrange: strike('drop', always),
    expected: { sees: 'connection ECONNRESET, attempt 5', milliseconds: 1500, requests: 5, carriedOut: 5 },
  },
  {
    fault: 'reset after headers, once',
    arrange: strike('reset-body'),
    expected: { sees: ok(2), milliseconds: 100, requests: 2, carriedOut: 2 },
  },
  {
    fault: 'reset after headers, always',
    arrange: strike('reset-body', always),
    expected: { sees: 'connection ECONNRESET, attempt 5', milliseconds: 1500, requests: 5, carriedOut: 5 },
  },
  {
    fault: 'half a body, once',
    arrange: strike('truncate'),
    expected: { sees: ok(2), milliseconds: 100, requests: 2, carriedOut: 2 },
  },
  {
    fault: 'half a body, always',
    arrange: strike('truncate', always),
    expected: { sees: 'connection ECONNRESET, attempt 5', milliseconds: 1500, requests: 5, carriedOut: 5 },
  },
  {
    fault: 'body that never ends, once',
    arrange: strike('endless-body'),
    expected: { sees: ok(2), milliseconds: 10_100, requests: 2, carriedOut: 2 },
  },
  {
    fault: 'body that never ends, always',
    arrange: strike('endless-body', always),
    expected: { sees: 'deadline of the call, attempt 3', milliseconds: 30_000, requests: 3, carriedOut: 3 },
  },
  {
    fault: 'no answer at all, always',
    arrange: strike('hang', { ...always, when: 'before' }),
    expected: { sees: 'deadline of the call, attempt 3', milliseconds: 30_000, requests: 3, carriedOut: 0 },
  },
  {
    fault: '502 HTML, once',
    arrange: strike('http-502', { when: 'before' }),
    expected: { sees: ok(2), milliseconds: 100, requests: 2, carriedOut: 1 },
  },
  {
    fault: '502 HTML, always',
    arrange: strike('http-502', always),
    expected: { sees: 'http-status 502, attempt 5', milliseconds: 1500, requests: 5, carriedOut: 5 },
  },
  {
    fault: '200 with HTML, once',
    arrange: strike('html-200', { when: 'before' }),
    expected: { sees: ok(2), milliseconds: 100, requests: 2, carriedOut: 1 },
  },
  {
    fault: '200 with HTML, always',
    arrange: strike('html-200', always),
    expected: { sees: 'contract body, attempt 5', milliseconds: 1500, requests: 5, carriedOut: 5 },
  },
  {
    fault: 'wrong JSON types in the envelope',
    arrange: strike('wrong-types'),
    expected: { sees: 'contract /errorCode, attempt 1', milliseconds: 0, requests: 1, carriedOut: 1 },
  },
  {
    fault: 'wrong JSON type of the data',
    arrange: strike('wrong-data'),
    expected: { sees: 'contract /data, attempt 1', milliseconds: 0, requests: 1, carriedOut: 1 },
  },
  {
    fault: '10 MB body',
    arrange: strike('big-body', { bytes: 10_000_000 }),
    expected: { sees: 'contract body, attempt 1', milliseconds: 0, requests: 1, carriedOut: 1 },
  },
  {
    fault: 'expired sign (70003), once',
    arrange: answer('error-70003'),
    expected: { sees: ok(2), milliseconds: 0, requests: 2, carriedOut: 1 },
  },
  {
    fault: 'expired sign (70003), always',
    arrange: answer('error-70003', always),
    expected: { sees: 'refused 70003, attempt 2', milliseconds: 0, requests: 2, carriedOut: 0 },
  },
  {
    fault: 'clock a day behind',
    clockAhead: -dayAndSecond,
    expected: { sees: ok(2), milliseconds: 0, requests: 2, carriedOut: 1 },
  },
  {
    fault: 'clock a day ahead',
    clockAhead: dayAndSecond,
    expected: { sees: ok(2), milliseconds: 0, requests: 2, carriedOut: 1 },
  },
  {
    fault: 'rate limit for 5 s',
    arrange: strike('rate-limit', { milliseconds: 5000 }),
    // The window of a second and half of what may come on top: 1.5 s, 2 s and 3 s.
    expected: { sees: ok(4), milliseconds: 6500, requests: 4, carriedOut: 1 },
  },
  {
    fault: 'rate limit, always',
    arrange: strike('rate-limit', { milliseconds: 60_000 }),
    expected: { sees: 'refused 70005, attempt 5', milliseconds: 9500, requests: 5, carriedOut: 0 },
  },
  {
    fault: 'another refusal (70001)',
    arrange: answer('error-70001', always),
    expected: { sees: 'refused 70001, attempt 1', milliseconds: 0, requests: 1, carriedOut: 0 },
  },
  {
    fault: 'server closes the idle socket',
    arrange: async ({ mock, time, call }) => {
      mock.fault('close-idle', { milliseconds: 1000 });
      await call();
      // The next call is on its way before the client can have heard of it.
      time.advance();
    },
    expected: { sees: ok(2), milliseconds: 100, requests: 1, carriedOut: 1 },
  },
];
