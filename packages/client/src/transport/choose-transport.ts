import type { ClientSettings } from '../options.ts';
import { createFetchTransport } from './fetch-transport.ts';
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

/** Bun, Deno and Workers answer to parts of this; their own `fetch` keeps connections by itself. */
export function isNode(): boolean {
  const { process } = globalThis;
  const versions: Partial<Record<string, string>> | undefined = process?.versions;
  return (
    versions?.node !== undefined && !versions.bun && !versions.deno && process.getBuiltinModule !== undefined
  );
}
