import { isObject } from './describe-value.ts';
import type { EnvironmentOptions, GenerationV1, TrtcCallClientOptions } from './options.ts';
import { createClientV1, type TrtcCallClient } from './v1/client.ts';
import {
  createClientV4,
  type EnvironmentOptionsV4,
  type TrtcCallClientOptionsV4,
  type TrtcCallClientV4,
} from './v4/client.ts';

/**
 * Makes a client. Nothing is sent, and nothing is signed, before the first call.
 *
 * `generation: 'v4'` gives a client of generation v4, which must be told the `region` of its app. Without it the client
 * is of generation v1.
 *
 * Without an account (none of `sdkAppId`, `secretKey`, `userSig`) it is read from the environment, in Node:
 * `TRTC_CALL_SDK_APP_ID`, `TRTC_CALL_SECRET_KEY` or `TRTC_CALL_USER_SIG`, and if they are set `TRTC_CALL_IDENTIFIER` and
 * `TRTC_CALL_BASE_URL`.
 *
 * @throws ArgumentError naming the option and what to pass instead; unknown names are refused.
 * @see https://trtc.io/document/60138
 * @see https://trtc.io/document/68926
 */
export function createTrtcCallClient(
  options?: (TrtcCallClientOptions | EnvironmentOptions) & GenerationV1,
): TrtcCallClient;
export function createTrtcCallClient(
  options: TrtcCallClientOptionsV4 | EnvironmentOptionsV4,
): TrtcCallClientV4;
// Once more: `ReturnType` looks at the last one, and options of type `any` at the first.
export function createTrtcCallClient(
  options?: (TrtcCallClientOptions | EnvironmentOptions) & GenerationV1,
): TrtcCallClient;
export function createTrtcCallClient(options: AnyOptions = {}): TrtcCallClient | TrtcCallClientV4 {
  if (isOfV4(options)) return createClientV4(options);
  return createClientV1(options);
}

type AnyOptions =
  | TrtcCallClientOptionsV4
  | EnvironmentOptionsV4
  | ((TrtcCallClientOptions | EnvironmentOptions) & GenerationV1);

function isOfV4(options: AnyOptions): options is TrtcCallClientOptionsV4 | EnvironmentOptionsV4 {
  return isObject(options) && options.generation === 'v4';
}
