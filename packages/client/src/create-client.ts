import { isObject } from './describe-value.ts';
import { ArgumentError } from './errors.ts';
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
  options: TrtcCallClientOptionsV4 | EnvironmentOptionsV4,
): TrtcCallClientV4;
export function createTrtcCallClient(
  options?: (TrtcCallClientOptions | EnvironmentOptions) & GenerationV1,
): TrtcCallClient;
export function createTrtcCallClient(
  options:
    | TrtcCallClientOptionsV4
    | EnvironmentOptionsV4
    | ((TrtcCallClientOptions | EnvironmentOptions) & GenerationV1) = {},
): TrtcCallClient | TrtcCallClientV4 {
  if (isObject(options) && options.generation === 'v4') return createClientV4(options);
  const generation: unknown = isObject(options) ? options.generation : undefined;
  if (generation === undefined || generation === 'v1') return createClientV1(options);
  const problem = 'is neither v1 nor v4';
  throw new ArgumentError('createTrtcCallClient', 'generation', problem, "pass 'v1' or 'v4'");
}
