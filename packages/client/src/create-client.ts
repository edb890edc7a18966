import { type Api, createApi } from './api.ts';
import type { CallFetch } from './call-fetch.ts';
import { type Callbacks, createCallbacks } from './callbacks.ts';
import type { EnvironmentOptions, TrtcCallClientOptions } from './client-options.ts';
import { readOptions } from './read-options.ts';
import { createRecords, type Records } from './records.ts';
import { loadEngine } from './send/load-engine.ts';

/** The operations of one app. It holds its credentials where no log and no inspection sees them. */
export interface TrtcCallClient extends AsyncDisposable {
  readonly records: Records;
  readonly callbacks: Callbacks;
  /** The typed operations beneath, with the same signing, limits and retries, for what the methods above do not give. */
  readonly api: Api;
  /** The same as a `fetch`, to be put beneath a generated client. */
  readonly fetch: CallFetch;
  /**
   * By how many milliseconds the service's clock is ahead of the machine's, by the `Date` of the latest answers; negative
   * where it is behind. 0 before the first answer, and where the two agree to 15 seconds or differ by more than 31 days.
   */
  clockDifference(): number;
  /** Lets go of idle connections. They do not keep a process alive, so that few programs need it. */
  close(): void;
}

/**
 * Makes a client. Nothing is sent, and nothing is signed, before the first call.
 *
 * Without an account (none of `sdkAppId`, `secretKey`, `userSig`) it is read from the environment, in Node:
 * `TRTC_CALL_SDK_APP_ID`, `TRTC_CALL_SECRET_KEY` or `TRTC_CALL_USER_SIG`, and if they are set `TRTC_CALL_IDENTIFIER` and
 * `TRTC_CALL_BASE_URL`.
 *
 * @throws ArgumentError naming the option and what to pass instead; unknown names are refused.
 * @see https://trtc.io/document/60138
 */
export function createTrtcCallClient(
  options: TrtcCallClientOptions | EnvironmentOptions = {},
): TrtcCallClient {
  const settings = readOptions(options);
  const { send, clockDifference, close } = loadEngine(async () =>
    (await import('./send/engine.ts')).createEngine(settings),
  );
  return Object.freeze<TrtcCallClient>({
    records: createRecords(send, settings.now, clockDifference),
    callbacks: createCallbacks(send),
    api: createApi(send),
    fetch: async (input, init) => {
      const { callFetch } = await import('./call-fetch.ts');
      return callFetch(send, settings.baseUrl, input, init);
    },
    clockDifference,
    close,
    [Symbol.asyncDispose]: async () => close(),
  });
}
