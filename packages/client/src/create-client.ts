import { type Api, createApi } from './api.ts';
import { type Callbacks, createCallbacks } from './callbacks.ts';
import { readOptions, type TrtcCallClientOptions } from './client-options.ts';
import { createRecords, type Records } from './records.ts';
import { createSend } from './send.ts';

/** The operations of one app. It holds its credentials where no log and no inspection sees them. */
export interface TrtcCallClient {
  readonly records: Records;
  readonly callbacks: Callbacks;
  /** The typed operations beneath, with the same signing, for what the methods above do not give. */
  readonly api: Api;
}

/**
 * Makes a client. Nothing is sent, and nothing is signed, before the first call.
 *
 * @throws ArgumentError naming the option and what to pass instead; unknown names are refused.
 * @see https://trtc.io/document/60138
 */
export function createTrtcCallClient(options: TrtcCallClientOptions): TrtcCallClient {
  const settings = readOptions(options);
  const api = createApi(settings.baseUrl, createSend(settings));
  return Object.freeze({ records: createRecords(api), callbacks: createCallbacks(api), api });
}
