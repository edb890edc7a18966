import type { EnvironmentOptions, TrtcCallClientOptions } from '../options.ts';
import { readOptions } from '../read-options.ts';
import { type CallFetch, createFetch } from '../request/call-fetch.ts';
import { createClockWatch } from '../request/clock.ts';
import { createSend } from '../request/send.ts';
import { chooseTransport } from '../transport/choose-transport.ts';
import { type Api, createApi } from './api.ts';
import { type Callbacks, createCallbacks } from './callbacks.ts';
import { createContract } from './contract.ts';
import { createRecords, type Records } from './records.ts';

/** The operations of one app. It holds its credentials where no log and no inspection sees them. */
export interface TrtcCallClient extends AsyncDisposable {
  readonly records: Records;
  readonly callbacks: Callbacks;
  /**
   * The operations as they are on the wire, by openapi-fetch: with its middleware, and with the signing, limits and
   * retries of this client beneath.
   */
  readonly api: Api;
  /** The same as a `fetch`, to be put beneath another generated client. */
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
  const contract = createContract();
  const settings = readOptions(contract, options);
  const transport = chooseTransport(settings);
  const clocks = createClockWatch(settings.now);
  const send = createSend(settings, transport, clocks);
  const fetch = createFetch(settings, send);
  const close = () => transport.close();
  return Object.freeze<TrtcCallClient>({
    records: createRecords({ contract, send, now: settings.now, clockDifference: clocks.difference }),
    callbacks: createCallbacks(contract, send),
    api: createApi(contract, settings.baseUrl, fetch),
    fetch,
    clockDifference: clocks.difference,
    close,
    [Symbol.asyncDispose]: async () => close(),
  });
}
