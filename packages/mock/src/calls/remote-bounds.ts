import { AdminError, MockOptionError } from '../errors.ts';
import { isLoopbackAddress, readHost } from '../pages.ts';
import type { AnyCallOptions, CallPlan } from './plan-call.ts';

/** Limits of calls requested over HTTP. Calls made in code are unlimited. */
export const remoteBounds = {
  /** Concurrent calls. */
  calls: 10,
  /** Users besides the caller. */
  people: 100,
  /** Seconds of waiting before an attempt. */
  waitSeconds: 60,
  /** Attempts of all webhooks of a call. */
  requests: 1000,
  /** Seconds of a call in real pace. */
  realSeconds: 3600,
  /** Records created over HTTP, of all apps. */
  records: 1000,
  /** Bytes of these records. */
  recordBytes: 8 * 1024 * 1024,
} as const;

/** Refuses a call over HTTP with too many users, or while too many calls are live. */
export function requireRoom({ callees, invited, joined }: AnyCallOptions, live: number): void {
  const { calls, people } = remoteBounds;
  const lists: readonly unknown[] = [callees, invited, joined];
  const named = lists.flatMap((list) => (Array.isArray(list) ? list : [])).length;
  if (named > people)
    refuse('callees', `must be at most ${people} people with those who join (got ${named})`);
  if (live < calls) return;
  const message = `At most ${calls} calls may be under way: wait until one has ended, or end them with POST /_mock/reset.`;
  throw new AdminError('too-many-calls', message);
}

/** Refuses every address but this machine's own and those of the allowed hosts. Redirects are never followed. */
export function requireAllowed({ hostname }: URL, allowedHosts: ReadonlySet<string>): void {
  const host = readHost(hostname) ?? '';
  if (host === 'localhost' || isLoopbackAddress(host) || allowedHosts.has(host)) return;
  const message = `Webhooks to ${host} are refused: what is asked for over HTTP is sent to this machine only. Name the host with --allow-webhooks-to ${host} (the option allowWebhooksTo), or call mock.simulateCall() in code.`;
  throw new AdminError('destination-not-allowed', message);
}

/** Refuses a call over HTTP that would send too much, or last too long. */
export function requirePlanWithinBounds(
  { commands, steps, waitsSeconds }: CallPlan,
  { pace }: AnyCallOptions,
): void {
  const { requests, realSeconds, waitSeconds } = remoteBounds;
  const long = waitsSeconds.find((seconds) => seconds > waitSeconds);
  if (long !== undefined)
    refuse('waitsSeconds', `must hold waits of at most ${waitSeconds} seconds (got ${long})`);
  if (commands.length * waitsSeconds.length > requests) {
    const got = `${commands.length} webhooks of ${waitsSeconds.length} attempts`;
    refuse('waitsSeconds', `must lead to at most ${requests} requests (got ${got})`);
  }
  const lasts = (steps.at(-1)?.at ?? 0) - (steps[0]?.at ?? 0);
  if (pace === 'real' && lasts > realSeconds)
    refuse('talkSeconds', `must end a call in real pace within ${realSeconds} seconds (got ${lasts})`);
}

function refuse(field: string, problem: string): never {
  throw new MockOptionError(field, problem, 'pass less, or call mock.simulateCall() in code');
}
