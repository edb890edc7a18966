import type { ClientSettings } from '../options.ts';
import { createFetchTransport } from './fetch-transport.ts';
import { createNodePool } from './node-pool.ts';
import type { Transport } from './transport.ts';

/** The caller's `fetch` when there is one; else, in Node, a pool of its own, and elsewhere the global `fetch`. */
export function chooseTransport(settings: ClientSettings): Transport {
  const { fetch, pool, baseUrl, maxAnswerBytes } = settings;
  if (fetch) return createFetchTransport(fetch, maxAnswerBytes);
  if (isNode()) return createNodePool(pool, baseUrl, maxAnswerBytes);
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
