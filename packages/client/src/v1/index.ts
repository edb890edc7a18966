import type { ClientOptions } from '../options.ts';
import { createClientV1, type TrtcCallClient } from './client.ts';

export { isErrorForPeople, isTrtcCallError, nullIfNotFound, type TrtcCallError } from '../errors.ts';
export { unwrap } from '../request/api.ts';
export type { TrtcCallClient } from './client.ts';

/**
 * The `createTrtcCallClient` of the main entry for generation v1 alone: a bundle made with it has nothing of v4, and
 * `generation` need not be given.
 *
 * @throws ArgumentError naming the option and what to pass instead; unknown names are refused.
 */
export function createTrtcCallClient(
  options: ClientOptions & { generation?: 'v1' | undefined } = {},
): TrtcCallClient {
  return createClientV1(options);
}
