import type { ClientSettings } from '../client-options.ts';
import { createFetchTransport } from './fetch-transport.ts';
import { isNode } from './is-node.ts';
import type { Transport } from './transport.ts';

/** The caller's `fetch` when there is one; else, in Node, a pool of its own, and elsewhere the global `fetch`. */
export async function chooseTransport(settings: ClientSettings): Promise<Transport> {
  const { fetch, pool, baseUrl, maxAnswerBytes } = settings;
  if (fetch) return createFetchTransport(fetch, maxAnswerBytes);
  if (isNode()) {
    // A module of its own, so that a bundle for elsewhere need not load it.
    const { createNodePool } = await import('./node-pool.ts');
    return createNodePool(pool, baseUrl, maxAnswerBytes);
  }
  return createFetchTransport((url, init) => globalThis.fetch(url, init), maxAnswerBytes);
}
