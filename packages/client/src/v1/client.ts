import type { Region } from '@trtc-call/spec/v1';
import { type CommonClient, createEngine } from '../engine.ts';
import type { AccountOptions, ClientOptions, EnvironmentOptions } from '../options.ts';
import { createApi } from '../request/api.ts';
import { type Callbacks, createCallbacks } from './callbacks.ts';
import { createContract } from './contract.ts';
import type { paths } from './generated/v1.gen.ts';
import { createRecords, type Records } from './records.ts';
import type { Api } from './types.ts';

/** What a client of generation v1 needs to know. */
export type TrtcCallClientOptions = AccountOptions & {
  /** `v1` for calls of older clients, `v4` for calls of native 2.9, Web 4.0.2 and later. */
  generation: 'v1';
  /** The vendor's hosts, a data centre of v4, or a base URL. `http:` is for this machine and private networks. Default: `intl`. */
  region?: Region | (string & {}) | undefined;
};

/** Options of a client of v1 whose account is that of the environment. */
export interface EnvironmentOptionsV1 extends EnvironmentOptions {
  /** `v1` for calls of older clients, `v4` for calls of native 2.9, Web 4.0.2 and later. */
  generation: 'v1';
  /** A region or a base URL. Default: that of the environment. */
  region?: Region | (string & {}) | undefined;
}

/** The operations of one app. It holds its credentials where no log and no inspection sees them. */
export interface TrtcCallClient extends CommonClient {
  readonly generation: 'v1';
  readonly records: Records;
  readonly callbacks: Callbacks;
  /**
   * The operations as they are on the wire, by openapi-fetch: with its middleware, and with the signing, limits and
   * retries of this client beneath.
   */
  readonly api: Api;
}

/** A client of generation v1. @throws ArgumentError */
export function createClientV1(options: ClientOptions): TrtcCallClient {
  const { contract, ask, baseUrl, now, common } = createEngine(createContract(), options);
  const { clockDifference } = common;
  return Object.freeze<TrtcCallClient>({
    generation: 'v1',
    records: createRecords(ask, { now, clockDifference }),
    callbacks: createCallbacks(ask),
    api: createApi<paths>(contract, baseUrl, common.fetch),
    ...common,
  });
}
