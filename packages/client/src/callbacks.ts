import { operations } from '@trtc-call/spec/v1';
import type { Api } from './api.ts';
import { checkArgument, checkCallOptions, checkNames } from './check-argument.ts';
import type { Shape } from './check-shape.ts';
import type { components } from './generated/v1.gen.ts';
import { shapes } from './generated/v1-shapes.gen.ts';
import type { CallOptions } from './records.ts';
import { accept, unwrap } from './unwrap.ts';

/** Where webhooks go and which of them, to be stored. */
export type CallbackConfigurationInput = components['schemas']['SetCallbackRequest'];

/** Where webhooks go and which of them, as stored. */
export type CallbackConfiguration = components['schemas']['CallbackConfiguration'];

export interface Callbacks {
  /**
   * Stores the whole configuration; a former one is replaced. Gives the address that was stored.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/60134
   */
  set(configuration: CallbackConfigurationInput, options?: CallOptions): Promise<string>;
  /**
   * Gets the configuration, or `null` when the service answers with an empty one. The vendor does not say how it
   * answers when there is none: a refusal is possible too.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/60133
   */
  get(options?: CallOptions): Promise<CallbackConfiguration | null>;
  /**
   * Replaces a configuration that must exist. Gives the address that is stored now.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/60132
   */
  update(configuration: CallbackConfigurationInput, options?: CallOptions): Promise<string>;
  /**
   * Removes the configuration.
   *
   * @throws TrtcCallError
   * @see https://trtc.io/document/60131
   */
  delete(options?: CallOptions): Promise<void>;
}

export function createCallbacks(api: Api): Callbacks {
  return Object.freeze<Callbacks>({
    async set(configuration, options = {}) {
      checkConfiguration('callbacks.set', configuration, shapes.setCallback.request);
      checkCallOptions('callbacks.set', options);
      const init = { body: { ...configuration }, signal: options.signal };
      return unwrap(await api.POST(operations.setCallback.path, init));
    },

    async get(options = {}) {
      checkCallOptions('callbacks.get', options);
      return unwrap(await api.POST(operations.getCallback.path, { body: {}, signal: options.signal }));
    },

    async update(configuration, options = {}) {
      checkConfiguration('callbacks.update', configuration, shapes.updateCallback.request);
      checkCallOptions('callbacks.update', options);
      const init = { body: { ...configuration }, signal: options.signal };
      return unwrap(await api.POST(operations.updateCallback.path, init));
    },

    async delete(options = {}) {
      checkCallOptions('callbacks.delete', options);
      const init = { body: {}, signal: options.signal };
      const { operationId, data } = await api.POST(operations.deleteCallback.path, init);
      // What a success carries means nothing here; a deletion that took place is not to look like a failure.
      accept(operationId, data);
    },
  });
}

function checkConfiguration(caller: string, configuration: CallbackConfigurationInput, shape: Shape): void {
  checkNames(caller, 'configuration', configuration, Object.keys(shape.properties ?? {}));
  checkArgument(caller, 'configuration', configuration, shape);
}
