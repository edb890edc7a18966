import type { ErrorName } from '@trtc-call/spec/v4';
import type { Ask, Call, Reading } from '../engine.ts';
import type { CallOptions } from '../options.ts';
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

export function createCallbacks(ask: Ask): CallbacksV4 {
  return Object.freeze<CallbacksV4>({
    set: (body, options) =>
      ask(
        { caller: 'callbacks.set', operationId: 'setCallback', body, field: 'configuration', options },
        acceptSuccess,
      ),
    get: (options) =>
      ask({ caller: 'callbacks.get', operationId: 'getCallback', body: {}, options }, readConfiguration),
    delete: (options) =>
      ask({ caller: 'callbacks.delete', operationId: 'deleteCallback', body: {}, options }, acceptDeletion),
  });
}

// What else a success holds says nothing: that of these two has no data.
function acceptSuccess({ error }: Reading): void {
  if (error) throw error;
}

// No page says that a removal is refused where there is none; if it is, it may be by this one (V4-31, V4-U-21).
const notConfigured: ErrorName = 'CallbackNotConfigured';

function acceptDeletion({ error }: Reading): void {
  if (error && !(error.kind === 'refused' && error.reason === notConfigured)) throw error;
}

function readConfiguration({ error, readData }: Reading): CallbackConfigurationV4 | null {
  if (error?.kind === 'refused' && error.mayBeNotFound) return null;
  return readData<CallbackConfigurationV4>();
}
