import { createNodePool } from '#node';
import { type Ask, createAsk } from './call.ts';
import type { Contract } from './contract.ts';
import type { ClientOptions, ClientSettings } from './options.ts';
import { readOptions } from './read-options.ts';
import { type CallFetch, createFetch } from './request/api.ts';
import { createSend, type Send } from './request/send.ts';
import { createClockWatch } from './request/sign.ts';
import { createFetchTransport } from './transport/fetch-transport.ts';
import { isNode, type Transport } from './transport/transport.ts';

/** What the clients of all generations have. */
export interface CommonClient extends AsyncDisposable {
  /** The app whose calls it reads. */
  readonly sdkAppId: number;
  /** Sends like this client, to be put beneath another generated client. */
  readonly fetch: CallFetch;
  /**
   * By how many milliseconds the service's clock is ahead of the machine's, by the `Date` of the latest answers; negative
   * where it is behind. 0 before the first answer, and where the two agree to 15 seconds or differ by more than 31 days.
   */
  clockDifference(): number;
  /** Lets go of idle connections. They do not keep a process alive, so that few programs need it. */
  close(): void;
}

/** What the operations of a client are made with. */
export interface Engine {
  readonly contract: Contract;
  readonly send: Send;
  readonly ask: Ask;
  readonly baseUrl: string;
  /** The machine's clock, in milliseconds. */
  readonly now: () => number;
  readonly common: CommonClient;
}

/** @throws ArgumentError naming the option and what to pass instead. */
export function createEngine(contract: Contract, options: ClientOptions): Engine {
  const settings = readOptions(contract, options);
  const transport = chooseTransport(settings);
  const clocks = createClockWatch(settings.now);
  const send = createSend(settings, transport, clocks);
  const close = () => transport.close();
  const common: CommonClient = {
    sdkAppId: settings.sdkAppId,
    fetch: createFetch(settings, send),
    clockDifference: clocks.difference,
    close,
    [Symbol.asyncDispose]: async () => close(),
  };
  return {
    contract,
    send,
    ask: createAsk(contract, send),
    baseUrl: settings.baseUrl,
    now: settings.now,
    common,
  };
}

/** The caller's `fetch` when there is one; else, in Node, a pool of its own, and elsewhere the global `fetch`. */
function chooseTransport(settings: ClientSettings): Transport {
  const { fetch, pool, baseUrl, maxAnswerBytes } = settings;
  if (fetch) return createFetchTransport(fetch, maxAnswerBytes);
  if (createNodePool && isNode()) return createNodePool(pool, baseUrl, maxAnswerBytes);
  return createFetchTransport((url, init) => globalThis.fetch(url, init), maxAnswerBytes);
}
