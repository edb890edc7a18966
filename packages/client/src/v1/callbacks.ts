import type { ErrorName } from '@trtc-call/spec/v1';
import { type Call, callOf } from '../call.ts';
import { checkCallOptions } from '../check-options.ts';
import type { Send, Sent } from '../request/send.ts';
import type { components } from './generated/v1.gen.ts';
import { type CallOptions, dataOf } from './records.ts';

type InputSchema = components['schemas']['SetCallbackRequest'];
type ConfigurationSchema = components['schemas']['CallbackConfiguration'];

/** Where webhooks go and which of them, to be stored. */
export interface CallbackConfigurationInput extends InputSchema {}

/** Where webhooks go and which of them, as stored. */
export interface CallbackConfiguration extends ConfigurationSchema {}

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

type WithConfiguration = 'setCallback' | 'updateCallback';
type WithoutBody = 'getCallback' | 'deleteCallback';

export function createCallbacks(send: Send): Callbacks {
  const store = async (
    caller: string,
    operationId: WithConfiguration,
    configuration: CallbackConfigurationInput,
    options: CallOptions,
  ) => {
    checkCallOptions(caller, options);
    const check = { caller, field: 'configuration' };
    return send({ operationId, body: configuration, check, ...options });
  };
  const ask = async (caller: string, operationId: WithoutBody, options: CallOptions) => {
    checkCallOptions(caller, options);
    return send({ operationId, body: {}, ...options });
  };
  return Object.freeze<Callbacks>({
    set: (configuration, options = {}) =>
      callOf(() => store('callbacks.set', 'setCallback', configuration, options), dataOf<'/v1/callback/set'>),
    get: (options = {}) =>
      callOf(() => ask('callbacks.get', 'getCallback', options), dataOf<'/v1/callback/get'>),
    update: (configuration, options = {}) =>
      callOf(
        () => store('callbacks.update', 'updateCallback', configuration, options),
        dataOf<'/v1/callback/update'>,
      ),
    delete: (options = {}) =>
      callOf(() => ask('callbacks.delete', 'deleteCallback', options), acceptDeletion),
  });
}

// A deletion that took place is not to look like a failure: neither for what its success carries, nor since an
// attempt before this one had removed the configuration and its answer was lost.
function acceptDeletion({ error, possiblyApplied }: Sent): void {
  if (!error) return;
  const isGone = error.kind === 'refused' && error.reason === notConfigured;
  if (!isGone || !possiblyApplied) throw error;
}
