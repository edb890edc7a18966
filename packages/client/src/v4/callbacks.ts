import { type Call, createCall } from '../call.ts';
import { checkCallOptions } from '../check-options.ts';
import type { Contract } from '../contract.ts';
import type { CallOptions } from '../options.ts';
import type { Send, Sent } from '../request/send.ts';
import { readData } from './envelope.ts';
import type { CallbackConfigurationInputV4, CallbackConfigurationV4 } from './types.ts';

export interface CallbacksV4 {
  /**
   * Stores the whole configuration; a former one is replaced.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/68938
   */
  set(configuration: CallbackConfigurationInputV4, options?: CallOptions): Call<void>;
  /**
   * Gets the configuration, or `null` when the app has none.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/68937
   */
  get(options?: CallOptions): Call<CallbackConfigurationV4 | null>;
  /**
   * Removes the configuration. That there is none is as good as removed.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/68939
   */
  delete(options?: CallOptions): Call<void>;
}

// No page says that a removal is refused where there is none; if it is, it may be by this one (V4-31, V4-U-21).
const notConfigured = 'CallbackNotConfigured';

export function createCallbacks(contract: Contract, send: Send): CallbacksV4 {
  const ask = async <Id extends 'getCallback' | 'deleteCallback'>(
    caller: string,
    operationId: Id,
    options: CallOptions,
  ) => {
    checkCallOptions(contract, caller, options);
    return send({ operationId, body: {}, ...options });
  };
  return Object.freeze<CallbacksV4>({
    set: (configuration, options = {}) =>
      createCall(async () => {
        const check = { caller: 'callbacks.set', field: 'configuration' };
        checkCallOptions(contract, check.caller, options);
        return send({ operationId: 'setCallback', body: configuration, check, ...options });
      }, acceptSuccess),
    get: (options = {}) => createCall(() => ask('callbacks.get', 'getCallback', options), readConfiguration),
    delete: (options = {}) =>
      createCall(() => ask('callbacks.delete', 'deleteCallback', options), acceptDeletion),
  });
}

// What else a success holds says nothing: that of these two has no data.
function acceptSuccess({ error }: Sent<'setCallback'>): void {
  if (error) throw error;
}

function acceptDeletion({ error }: Sent<'deleteCallback'>): void {
  if (error && !(error.kind === 'refused' && error.reason === notConfigured)) throw error;
}

function readConfiguration({
  operationId,
  answer,
  error,
}: Sent<'getCallback'>): CallbackConfigurationV4 | null {
  if (error?.kind === 'refused' && error.mayBeNotFound) return null;
  return readData<CallbackConfigurationV4>(operationId, answer, error);
}
