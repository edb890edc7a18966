import { isObject } from './describe-value.ts';
import { ConnectionError } from './errors.ts';
import type { ClientSettings, EnvironmentOptions, TrtcCallClientOptions } from './options.ts';
import { readOptions } from './read-options.ts';
import type { CallFetch } from './request/call-fetch.ts';
import { createClockWatch } from './request/clock.ts';
import { createSend, type Send } from './request/send.ts';
import { chooseTransport } from './transport/choose-transport.ts';
import { type Api, createApi } from './v1/api.ts';
import { type Callbacks, createCallbacks } from './v1/callbacks.ts';
import { createRecords, type Records } from './v1/records.ts';

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
    (await import('./client.ts')).createEngine(settings),
  );
  return Object.freeze<TrtcCallClient>({
    records: createRecords(send, settings.now, clockDifference),
    callbacks: createCallbacks(send),
    api: createApi(send),
    fetch: async (input, init) => {
      const { callFetch } = await import('./request/call-fetch.ts');
      return callFetch(send, settings.baseUrl, input, init);
    },
    clockDifference,
    close,
    [Symbol.asyncDispose]: async () => close(),
  });
}

/** What sends calls. */
export interface Engine {
  readonly send: Send;
  /** By how many milliseconds the service's clock is ahead of the machine's, as far as that matters and is known. */
  clockDifference(): number;
  /** Lets go of idle connections. */
  close(): void;
}

/** The engine, loaded with the first call. */
export function loadEngine(load: () => Promise<Engine>): Engine {
  let engine: Engine | undefined;
  let loading: Promise<Engine> | undefined;
  const sendLater: Send = async (request) => {
    try {
      loading ??= load();
      engine = await loading;
    } catch (error) {
      // A page that has lost its network cannot load it; the next call tries again.
      loading = undefined;
      const cause = error instanceof Error ? error : new Error('the module that sends could not be loaded');
      throw new ConnectionError(request.operationId, cause);
    }
    return engine.send(request);
  };
  return {
    // The body is copied while it is what the caller passed.
    send: (request) => engine?.send(request) ?? sendLater({ ...request, body: copyOf(request.body) }),
    clockDifference: () => engine?.clockDifference() ?? 0,
    close: () => engine?.close(),
  };
}

function copyOf(body: object): object {
  return isObject(body) ? { ...body } : body;
}

/** What sends calls. It is a module of its own, loaded with the first call: to make a client takes none of it. */
export async function createEngine(settings: ClientSettings): Promise<Engine> {
  const transport = await chooseTransport(settings);
  const clocks = createClockWatch(settings.now);
  return {
    send: createSend(settings, transport, clocks),
    clockDifference: clocks.difference,
    close: () => transport.close(),
  };
}
