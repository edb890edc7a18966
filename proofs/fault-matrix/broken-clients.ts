import { once } from 'node:events';
import { connect } from 'node:net';
import { isTrtcCallError, type TrtcCallClientOptions } from '@trtc-call/client';
import { signUserSig } from '@trtc-call/client/usersig';
import { type MakeClient, type MatrixClient, realClient } from './run-matrix.ts';

/** A client that is wrong in one way, and the row that must say so. */
export interface BrokenClient {
  readonly name: string;
  readonly make: MakeClient;
  readonly caughtBy: string;
  /** A part of what the row says. */
  readonly says: string;
}

const withOptions =
  (change: Partial<TrtcCallClientOptions>): MakeClient =>
  (options) =>
    realClient({ ...options, ...change } as TrtcCallClientOptions);

/** A client that does something beside each call. */
const beside =
  (act: (options: TrtcCallClientOptions, signal: AbortSignal) => unknown): MakeClient =>
  (options) => {
    const client = realClient(options);
    return {
      get: async (callId, signal) => {
        await act(options, signal);
        return client.get(callId, signal);
      },
      close: () => client.close(),
    };
  };

export const brokenClients: readonly BrokenClient[] = [
  {
    name: 'one that does not try again',
    make: withOptions({ retry: false }),
    caughtBy: 'half a body, once',
    says: 'sees: connection ECONNRESET, attempt 1, expected ok, attempt 2',
  },
  {
    name: 'one that tries too often',
    make: withOptions({ retry: { maxAttempts: 6 } }),
    caughtBy: '502 HTML, always',
    says: 'requests: 6, expected 5',
  },
  {
    name: 'one that hardly waits between attempts',
    make: withOptions({ retry: { baseMilliseconds: 2 } }),
    caughtBy: 'connection refused',
    says: 'milliseconds: 15, expected 1500',
  },
  {
    name: 'one that tries again what was refused for good',
    make: (options) => retryingRefusals(realClient(options)),
    caughtBy: 'another refusal (70001)',
    says: 'requests: 2, expected 1',
  },
  {
    name: 'one that cannot sign anew',
    make: ({ secretKey = '', userSig: _none, ...options }) => {
      const { sdkAppId, now = Date.now } = options;
      const userSig = signUserSig({ sdkAppId, secretKey, identifier: 'administrator', now });
      return realClient({ ...options, userSig });
    },
    caughtBy: 'expired sign (70003), once',
    says: 'sees: refused 70003, attempt 1',
  },
  {
    name: 'one that waits for a body as long as it takes',
    make: withOptions({ timeoutMilliseconds: 3_600_000, deadlineMilliseconds: 3_600_000 }),
    caughtBy: 'body that never ends, once',
    says: 'milliseconds: 60100, expected 10100',
  },
  {
    name: 'one that reads answers of any length',
    make: withOptions({ maxAnswerBytes: 1e9 }),
    caughtBy: '10 MB body',
    says: 'sees: ok, attempt 1, expected contract body',
  },
  {
    name: 'one that keeps its pool open',
    make: (options) => ({ ...realClient(options), close() {} }),
    caughtBy: 'none',
    says: 'left behind: 1 sockets',
  },
  {
    name: 'one that leaves a socket open',
    make: beside(({ region }) => once(connect(Number(new URL(region ?? '').port), '127.0.0.1'), 'connect')),
    caughtBy: 'half a body, once',
    says: 'left behind: 1 sockets',
  },
  {
    name: 'one that leaves a timer',
    make: beside(() => setTimeout(() => {}, 3_600_000)),
    caughtBy: 'none',
    says: 'left behind: 1 timers',
  },
  {
    name: 'one that goes on listening to the signal',
    make: beside((_options, signal) => signal.addEventListener('abort', () => {})),
    caughtBy: 'none',
    says: 'left behind: 1 listeners',
  },
];

function retryingRefusals(client: MatrixClient): MatrixClient {
  return {
    get: async (callId, signal) => {
      try {
        return await client.get(callId, signal);
      } catch (error) {
        if (!isTrtcCallError(error) || error.kind !== 'refused') throw error;
        return client.get(callId, signal);
      }
    },
    close: () => client.close(),
  };
}
