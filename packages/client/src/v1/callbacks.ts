import type { ErrorName } from '@trtc-call/spec/v1';
import type { Ask, Call, Reading } from '../engine.ts';
import type { CallOptions } from '../options.ts';
import type { DataOf } from '../request/api.ts';
import type { ApiEnvelope, CallbackConfiguration, CallbackConfigurationInput } from './types.ts';

export interface Callbacks {
  /**
   * Stores the whole configuration; a former one is replaced. Gives the address that was stored.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/60134
   */
  set(configuration: CallbackConfigurationInput, options?: CallOptions): Call<string>;
  /**
   * Gets the configuration, or `null` when the service answers with an empty one. The vendor does not say how it
   * answers when there is none: a refusal is possible too, of which `.catch(nullIfNotFound)` makes `null`.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/60133
   */
  get(options?: CallOptions): Call<CallbackConfiguration | null>;
  /**
   * Replaces a configuration that must exist. Gives the address that is stored now.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/60132
   */
  update(configuration: CallbackConfigurationInput, options?: CallOptions): Call<string>;
  /**
   * Removes the configuration.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/60131
   */
  delete(options?: CallOptions): Call<void>;
}

type Address = DataOf<ApiEnvelope<'/v1/callback/set'>>;

export function createCallbacks(ask: Ask): Callbacks {
  const readData = <Data>(reading: Reading) => reading.readData<Data>();
  return Object.freeze<Callbacks>({
    set: (body, options) =>
      ask(
        { caller: 'callbacks.set', operationId: 'setCallback', body, field: 'configuration', options },
        readData<Address>,
      ),
    get: (options) =>
      ask(
        { caller: 'callbacks.get', operationId: 'getCallback', body: {}, options },
        readData<CallbackConfiguration | null>,
      ),
    update: (body, options) =>
      ask(
        { caller: 'callbacks.update', operationId: 'updateCallback', body, field: 'configuration', options },
        readData<Address>,
      ),
    delete: (options) =>
      ask({ caller: 'callbacks.delete', operationId: 'deleteCallback', body: {}, options }, acceptDeletion),
  });
}

const notConfigured: ErrorName = 'CallbackNotConfigured';

// A deletion that took place is not to look like a failure: neither for what its success carries, nor since an
// attempt before this one had removed the configuration and its answer was lost.
function acceptDeletion({ error }: Reading): void {
  if (!error) return;
  const isGone = error.kind === 'refused' && error.reason === notConfigured;
  if (!isGone || !error.possiblyApplied) throw error;
}
