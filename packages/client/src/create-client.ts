import { firstClients } from '@trtc-call/spec/v4';
import { readVariable } from '#node';
import { mustBe } from './errors.ts';
import type { ClientOptions, EnvironmentOptions } from './options.ts';
import { checkOptionNames, hasAccount } from './read-options.ts';
import {
  createClientV1,
  type EnvironmentOptionsV1,
  type TrtcCallClient,
  type TrtcCallClientOptions,
} from './v1/client.ts';
import {
  createClientV4,
  type EnvironmentOptionsV4,
  type TrtcCallClientOptionsV4,
  type TrtcCallClientV4,
} from './v4/client.ts';

/** A generation of the API. */
export type Generation = 'v1' | 'v4';

/** What the compiler reads the generation of a client from: one signature, so that editors offer both. */
interface ForGeneration<G extends Generation> {
  /** `v1` for calls of older clients, `v4` for calls of native 2.9, Web 4.0.2 and later. */
  generation: G;
}

/** What a client of each generation is made of, and what it is. */
interface Generations {
  v1: { options: TrtcCallClientOptions | EnvironmentOptionsV1; client: TrtcCallClient };
  v4: { options: TrtcCallClientOptionsV4 | EnvironmentOptionsV4; client: TrtcCallClientV4 };
}

/** Options of a client whose account is that of the environment. */
export interface AnyEnvironmentOptions extends EnvironmentOptions {
  /** Default: that of the environment, `TRTC_CALL_GENERATION`. */
  generation?: Generation | undefined;
}

/**
 * Makes a client of one generation of the API. Nothing is sent, and nothing is signed, before the first call.
 *
 * `generation` has no default. Clients from native 2.9 and Web 4.0.2 on place calls with `calls()`: these are of
 * generation v4. Calls that older clients place are of v1. An app may have both, and then needs a client of each.
 *
 * Without an account (none of `sdkAppId`, `secretKey`, `userSig`) it is read from the environment, in Node:
 * `TRTC_CALL_SDK_APP_ID`, `TRTC_CALL_SECRET_KEY` or `TRTC_CALL_USER_SIG`, and if they are set `TRTC_CALL_IDENTIFIER`, and
 * `TRTC_CALL_BASE_URL` or else `TRTC_CALL_REGION`, which v4 needs; and `TRTC_CALL_GENERATION` where `generation` is not
 * given. Where v1 has no host of a region it asks its international one.
 *
 * @throws ArgumentError naming the option and what to pass instead; unknown names are refused.
 * @see https://trtc.io/document/60138
 * @see https://trtc.io/document/68926
 */
export function createTrtcCallClient<G extends Generation>(
  options: ForGeneration<G> & Generations[G]['options'],
): Generations[G]['client'];
export function createTrtcCallClient(
  options?: TrtcCallClientOptions | TrtcCallClientOptionsV4 | AnyEnvironmentOptions,
): TrtcCallClient | TrtcCallClientV4;
export function createTrtcCallClient(options: ClientOptions = {}): TrtcCallClient | TrtcCallClientV4 {
  return readGeneration(options) === 'v4' ? createClientV4(options) : createClientV1(options);
}

function readGeneration(options: ClientOptions): Generation {
  checkOptionNames(options);
  const fromEnvironment = !hasAccount(options);
  const generation: unknown =
    options.generation ?? (fromEnvironment ? readVariable('TRTC_CALL_GENERATION') : undefined);
  if (generation === 'v1' || generation === 'v4') return generation;
  const { methods, versions } = firstClients;
  const clients = Object.entries(versions)
    .map((client) => client.join(' from '))
    .join(', ');
  const expected = `'v4' if your clients place calls with ${methods.join('() or ')}() (${clients}), or 'v1' for older ones`;
  const variable = fromEnvironment ? '; TRTC_CALL_GENERATION may name it too' : '';
  throw mustBe('createTrtcCallClient', 'generation', expected + variable, generation);
}
