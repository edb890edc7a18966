import type { ErrorName, OperationId } from '@trtc-call/spec/v1';
import { type Call, createCall } from '../call.ts';
import { checkCallOptions } from '../check-options.ts';
import type { Contract } from '../contract.ts';
import type { CallOptions } from '../options.ts';
import type { DataOf } from '../request/api.ts';
import type { Send, Sent } from '../request/send.ts';
import { type ApiEnvelope, readData } from './api.ts';
import type { CallbackConfiguration, CallbackConfigurationInput } from './types.ts';

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

const notConfigured: ErrorName = 'CallbackNotConfigured';

export function createCallbacks(contract: Contract, send: Send): Callbacks {
  const store = async (
    caller: string,
    operationId: 'setCallback' | 'updateCallback',
    configuration: CallbackConfigurationInput,
    options: CallOptions,
  ) => {
    checkCallOptions(contract, caller, options);
    return send({ operationId, body: configuration, check: { caller, field: 'configuration' }, ...options });
  };
  const ask = async (caller: string, operationId: 'getCallback' | 'deleteCallback', options: CallOptions) => {
    checkCallOptions(contract, caller, options);
    return send({ operationId, body: {}, ...options });
  };
  return Object.freeze<Callbacks>({
    set: (configuration, options = {}) =>
      createCall(() => store('callbacks.set', 'setCallback', configuration, options), readAddress),
    get: (options = {}) => createCall(() => ask('callbacks.get', 'getCallback', options), readConfiguration),
    update: (configuration, options = {}) =>
      createCall(() => store('callbacks.update', 'updateCallback', configuration, options), readAddress),
    delete: (options = {}) =>
      createCall(() => ask('callbacks.delete', 'deleteCallback', options), acceptDeletion),
  });
}

function readAddress({ operationId, answer, error }: Sent<OperationId>): string {
  return readData<DataOf<ApiEnvelope<'/v1/callback/set'>>>(operationId, answer, error);
}

function readConfiguration({ operationId, answer, error }: Sent<OperationId>): CallbackConfiguration | null {
  return readData<DataOf<ApiEnvelope<'/v1/callback/get'>>>(operationId, answer, error);
}

// A deletion that took place is not to look like a failure: neither for what its success carries, nor since an
// attempt before this one had removed the configuration and its answer was lost.
function acceptDeletion({ error, possiblyApplied }: Sent): void {
  if (!error) return;
  const isGone = error.kind === 'refused' && error.reason === notConfigured;
  if (!isGone || !possiblyApplied) throw error;
}
