import type { Region } from '@trtc-call/spec/v4';
import type { Client } from 'openapi-fetch';
import { type CommonClient, createEngine } from '../engine.ts';
import type { AccountOptions, ClientOptions, EnvironmentOptions } from '../options.ts';
import { createApi } from '../request/api.ts';
import { type CallbacksV4, createCallbacks } from './callbacks.ts';
import { type Calls, createCalls } from './calls.ts';
import { createContract } from './contract.ts';
import { createGateway, type Gateway } from './gateway.ts';
import type { paths } from './generated/v4.gen.ts';
import { createRecords, type RecordsV4 } from './records.ts';

/** What a client of generation v4 needs to know. */
export type TrtcCallClientOptionsV4 = AccountOptions & {
  /** `v1` for calls of older clients, `v4` for calls of native 2.9, Web 4.0.2 and later. */
  generation: 'v4';
  /** The data centre of the app, as the console shows it, or a base URL. There is no default. */
  region: Region | (string & {});
};

/** Options of a client of v4 whose account is that of the environment. */
export interface EnvironmentOptionsV4 extends EnvironmentOptions {
  /** `v1` for calls of older clients, `v4` for calls of native 2.9, Web 4.0.2 and later. */
  generation: 'v4';
  /** A data centre or a base URL. Default: that of the environment. */
  region?: Region | (string & {}) | undefined;
}

/** The operations of generation v4 as they are on the wire; see `Api`. */
export type ApiV4 = Client<paths>;

/** The operations of generation v4 for one app. It holds its credentials where no log and no inspection sees them. */
export interface TrtcCallClientV4 extends CommonClient {
  readonly generation: 'v4';
  readonly calls: Calls;
  readonly records: RecordsV4;
  readonly callbacks: CallbacksV4;
  /**
   * The operations as they are on the wire, by openapi-fetch: with its middleware, and with the signing, limits and
   * retries of this client beneath.
   */
  readonly api: ApiV4;
  /** Any other operation of the vendor's gateway, outside the contract. */
  readonly gateway: Gateway;
}

/** A client of generation v4. @throws ArgumentError */
export function createClientV4(options: ClientOptions): TrtcCallClientV4 {
  const { contract, send, ask, baseUrl, now, common } = createEngine(createContract(), options);
  const { clockDifference } = common;
  return Object.freeze<TrtcCallClientV4>({
    generation: 'v4',
    calls: createCalls(ask),
    records: createRecords(ask, { now, clockDifference }),
    callbacks: createCallbacks(ask),
    gateway: createGateway(contract, send),
    api: createApi<paths>(contract, baseUrl, common.fetch),
    ...common,
  });
}
