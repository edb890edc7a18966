import type { ClientSettings } from '../client-options.ts';
import { createFetchTransport } from './fetch-transport.ts';
import { isNode } from './is-node.ts';
import type { Outgoing, Transfer, Transport } from './transport.ts';

/** The caller's `fetch` when there is one; else, in Node, a pool of its own, and elsewhere the global `fetch`. */
export function chooseTransport(settings: ClientSettings): Transport {
  const { fetch, pool, baseUrl, maxAnswerBytes } = settings;
  if (fetch) return createFetchTransport(fetch, maxAnswerBytes);
  if (isNode()) {
    return loadPool(async () => {
      const { createNodePool } = await import('./node-pool.ts');
      return createNodePool(pool, baseUrl, maxAnswerBytes);
    });
  }
  return createFetchTransport((url, init) => globalThis.fetch(url, init), maxAnswerBytes);
}

/** The pool is a module of its own, so that a bundle for elsewhere need not carry it. */
function loadPool(load: () => Promise<Transport>): Transport {
  let pool: Transport | undefined;
  let loading: Promise<Transport> | undefined;
  const startLater = (request: Outgoing): Transfer => {
    let transfer: Transfer | undefined;
    let aborted = false;
    loading ??= load();
    const answer = loading.then((loaded) => {
      pool = loaded;
      transfer = loaded.start(request);
      if (aborted) transfer.abort(undefined);
      return transfer.answer;
    });
    return {
      answer,
      abort: (reason) => {
        aborted = true;
        transfer?.abort(reason);
      },
    };
  };
  return { start: (request) => pool?.start(request) ?? startLater(request), close: () => pool?.close() };
}
