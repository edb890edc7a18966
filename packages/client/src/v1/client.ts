import { type CommonClient, createEngine } from '../engine.ts';
import { ArgumentError } from '../errors.ts';
import type { EnvironmentOptions, GenerationV1, TrtcCallClientOptions } from '../options.ts';
import { createApi } from '../request/api.ts';
import type { Api } from './api.ts';
import { type Callbacks, createCallbacks } from './callbacks.ts';
import { createContract } from './contract.ts';
import type { paths } from './generated/v1.gen.ts';
import { createRecords, type Records } from './records.ts';

/** The operations of one app. It holds its credentials where no log and no inspection sees them. */
export interface TrtcCallClient extends CommonClient {
  readonly records: Records;
  readonly callbacks: Callbacks;
  /**
   * The operations as they are on the wire, by openapi-fetch: with its middleware, and with the signing, limits and
   * retries of this client beneath.
   */
  readonly api: Api;
}

/** A client of generation v1. @throws ArgumentError */
export function createClientV1(
  options: (TrtcCallClientOptions | EnvironmentOptions) & GenerationV1,
): TrtcCallClient {
  const generation: unknown = options?.generation;
  if (generation !== undefined && generation !== 'v1') {
    const remedy = "pass 'v1', or 'v4' to createTrtcCallClient of @trtc-call/client";
    throw new ArgumentError('createTrtcCallClient', 'generation', 'is not that of this client', remedy);
  }
  const { contract, send, baseUrl, now, common } = createEngine(createContract(), options);
  const { clockDifference } = common;
  return Object.freeze<TrtcCallClient>({
    records: createRecords({ contract, send, now, clockDifference }),
    callbacks: createCallbacks(contract, send),
    api: createApi<paths>(contract, baseUrl, common.fetch),
    ...common,
  });
}
