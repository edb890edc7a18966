import type { ClientOptions } from '../options.ts';
import { createClientV4, type TrtcCallClientV4 } from './client.ts';

export { isErrorForPeople, isTrtcCallError, nullIfNotFound, type TrtcCallError } from '../errors.ts';
export { unwrap } from '../request/api.ts';
export type { TrtcCallClientV4 } from './client.ts';

/**
 * The `createTrtcCallClient` of the main entry for generation v4 alone: a bundle made with it has nothing of v1, and
 * `generation` need not be given.
 *
 * @throws ArgumentError naming the option and what to pass instead; unknown names are refused.
 */
export function createTrtcCallClient(
  options: ClientOptions & { generation?: 'v4' | undefined } = {},
): TrtcCallClientV4 {
  return createClientV4(options);
}
