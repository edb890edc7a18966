import { type OperationId, operations } from '@trtc-call/spec/v1';
import type { Item } from '../../requirements/requirement.ts';
import { createCallbackMemory } from '../../requirements/v1/check/callback-memory.ts';
import type { Session } from '../../requirements/v1/check/context.ts';
import type { Fetch } from '../recorder.ts';
import type { Target } from './target.ts';

/** Gives each item a session that may do what the item says it needs, and no more. */
export type OpenSession = (item: Pick<Item<never>, 'needs'>) => Promise<Session>;

/** What sessions are made of. */
export interface SessionParts {
  readonly fetch: Fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds by which is waited; no step of the wall clock may change it. */
  readonly clock: () => number;
  readonly random: () => number;
  readonly wait: Wait;
}

const writing: readonly OperationId[] = ['setCallback', 'updateCallback', 'deleteCallback'];
/** Well beyond the time after which the vendor's backend gives up. */
const deadlineMilliseconds = 10_000;
const window = Math.max(...Object.values(operations).map(({ rateLimit }) => rateLimit.perSeconds)) * 1000;

/** Sessions for one run against a target. */
export function createSessions(target: Target, parts: SessionParts): OpenSession {
  const { baseUrl, account, apps } = target;
  const { now, clock, random, wait } = parts;
  const fetch = inTime(parts.fetch);
  const basePath = new URL(baseUrl).pathname.replace(/\/$/, '');
  const open = (item: Pick<Item<never>, 'needs'>, sdkAppId: number): Session => {
    const mayWrite = item.needs?.includes('mutate-callback') ?? false;
    return {
      baseUrl,
      now,
      clock,
      random,
      account: { ...account, sdkAppId },
      fetch: mayWrite ? fetch : reading(fetch, basePath),
    };
  };
  if (apps === 'fresh') {
    let next = account.sdkAppId;
    return async (item) => {
      next += 1;
      return open(item, next);
    };
  }
  const callback = createCallbackMemory();
  const pacer = createPacer(clock);
  const waitForTurn = async (url: string) => {
    const milliseconds = pacer.reserveTurn(new URL(url).pathname.slice(basePath.length));
    if (milliseconds > 0) await wait(milliseconds);
  };
  let isExhausted = false;
  return async (item) => {
    const exhausts = item.needs?.includes('exhaust-rate-limit') ?? false;
    // Neither what came before may count against the limit that is tried, nor what it uses up against what follows.
    if (exhausts || isExhausted) await wait(window * 1.1);
    isExhausted = exhausts;
    const session = { ...open(item, account.sdkAppId), callback };
    return exhausts ? session : { ...session, waitForTurn };
  };
}

/** A check that writes without saying so would change somebody's configuration in a run that was to read only. */
function reading(fetch: Fetch, basePath: string): Fetch {
  return async (url, init) => {
    const path = new URL(url).pathname.slice(basePath.length);
    const operation = writing.find((operationId) => operations[operationId].path === path);
    if (operation) throw new TypeError(`the check sends ${operation}: state that it needs mutate-callback`);
    return fetch(url, init);
  };
}

/** A target that never answers must not hold up the run for ever. */
function inTime(fetch: Fetch): Fetch {
  return (url, init) => {
    const deadline = AbortSignal.timeout(deadlineMilliseconds);
    return fetch(url, { ...init, signal: init.signal ? AbortSignal.any([init.signal, deadline]) : deadline });
  };
}

/** Waits for a number of milliseconds. */
export type Wait = (milliseconds: number) => Promise<void>;

/** Tells how long the next request to a path must wait, so that the documented rate is never reached. */
interface Pacer {
  /** Milliseconds to wait before a request to the path may be sent; the request counts as sent then. */
  reserveTurn(path: string): number;
}

const slowest = Math.max(...Object.values(operations).map(({ rateLimit }) => spacing(rateLimit)));
const spacings = new Map<string, number>(
  Object.values(operations).map(({ path, rateLimit }) => [path, spacing(rateLimit)]),
);

/** Spaces the requests of each operation evenly, at four fifths of its documented rate. */
function createPacer(now: () => number): Pacer {
  const free = new Map<string, number>();
  return {
    reserveTurn(path) {
      const time = now();
      const at = Math.max(time, free.get(path) ?? time);
      free.set(path, at + (spacings.get(path) ?? slowest));
      return at - time;
    },
  };
}

function spacing({ requests, perSeconds }: { requests: number; perSeconds: number }): number {
  return ((perSeconds * 1000) / requests) * 1.25;
}
