import type { Session } from '../../requirements/check/context.ts';
import { createCallbackMemory, writing } from '../../requirements/check/context.ts';
import { type Item, readGeneration } from '../../requirements/requirement.ts';
import type { Transport } from '../recorder.ts';
import type { ApiTarget, Place } from '../target.ts';
import { callOperations } from './guards.ts';

/** Gives each item a session that may do what the item says it needs, and no more. */
export type OpenSession = (item: Pick<Item<never>, 'id' | 'needs'>) => Promise<Session>;

export interface SessionParts {
  readonly transport: Transport;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds by which is waited; no step of the wall clock may change it. */
  readonly clock: () => number;
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export function createSessions(target: ApiTarget, parts: SessionParts): OpenSession {
  const { account, apps, places, callUsers } = target;
  const { transport, now, clock, random, wait } = parts;
  const open = ({ id, needs }: Pick<Item<never>, 'id' | 'needs'>, sdkAppId: number): Session => {
    const wanted = readGeneration(id);
    const place = places.find(({ generation }) => generation.contract.generation === wanted);
    if (!place) throw new TypeError(`the target is not asked for ${wanted}, of which ${id} is`);
    return {
      ...place,
      now,
      clock,
      random,
      wait,
      callUsers,
      account: { ...account, sdkAppId },
      transport: allowOnly(transport, place, needs ?? []),
    };
  };
  if (apps === 'fresh') {
    let next = account.sdkAppId;
    return async (item) => {
      next += 1;
      return open(item, next);
    };
  }
  const memories = new Map(places.map(({ generation }) => [generation, createCallbackMemory()]));
  const rates = places.flatMap(({ generation, baseUrl }) =>
    Object.values(generation.contract.operations).map(({ path, rateLimit }) => ({
      url: `${baseUrl}${path}`,
      ...rateLimit,
    })),
  );
  const window = Math.max(...rates.map(({ perSeconds }) => perSeconds)) * 1000;
  const reserveTurn = createPacer(rates, clock);
  const waitForTurn = async (url: string) => {
    const milliseconds = reserveTurn(url.replace(/\?.*/s, ''));
    if (milliseconds > 0) await wait(milliseconds);
  };
  let isExhausted = false;
  return async (item) => {
    const exhausts = item.needs?.includes('exhaust-rate-limit') ?? false;
    // Neither what came before may count against the limit that is tried, nor what it uses up against what follows.
    if (exhausts || isExhausted) await wait(window * 1.1);
    isExhausted = exhausts;
    const plain = open(item, account.sdkAppId);
    const callback = memories.get(plain.generation);
    const session = { ...plain, ...(callback && { callback }) };
    return exhausts ? session : { ...session, waitForTurn };
  };
}

/** A check that changes what it does not say would do so in a run that was to read only. */
function allowOnly(
  transport: Transport,
  { generation, baseUrl }: Place,
  needs: readonly string[],
): Transport {
  const guarded = [
    { need: 'mutate-callback', operations: writing },
    { need: 'place-calls', operations: Object.values(callOperations) },
  ].filter(({ need }) => !needs.includes(need));
  return async (url, init) => {
    const path = new URL(url).pathname.slice(new URL(baseUrl).pathname.replace(/\/$/, '').length);
    for (const { need, operations } of guarded) {
      const operation = operations.find((name) => generation.contract.operations[name]?.path === path);
      if (operation) throw new TypeError(`the check sends ${operation}: state that it needs ${need}`);
    }
    return transport(url, init);
  };
}

interface Rate {
  readonly url: string;
  readonly requests: number;
  readonly perSeconds: number;
}

/**
 * Spaces the requests of each operation evenly, at four fifths of its documented rate. What it makes gives the
 * milliseconds to wait before a request to a URL may be sent; the request counts as sent then.
 */
function createPacer(rates: readonly Rate[], now: () => number): (url: string) => number {
  const free = new Map<string, number>();
  const spacings = new Map(
    rates.map(({ url, requests, perSeconds }) => [url, ((perSeconds * 1000) / requests) * 1.25]),
  );
  const slowest = Math.max(...spacings.values());
  return (url) => {
    const time = now();
    const at = Math.max(time, free.get(url) ?? time);
    free.set(url, at + (spacings.get(url) ?? slowest));
    return at - time;
  };
}
