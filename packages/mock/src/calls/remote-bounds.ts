import { MockOptionError } from '../errors.ts';
import type { CallFacts, CallPlan } from './plan-call.ts';
import type { SimulateCallOptions } from './simulated-call.ts';

/** What a call may cost that is asked for over HTTP. Code in the process is not bounded. */
export const remoteBounds = {
  /** Calls at the same time. */
  calls: 10,
  /** Everybody but the caller. */
  people: 100,
  /** Characters of a name or an id. */
  characters: 256,
  /** Attempts of one webhook. */
  attempts: 10,
  /** Seconds before one attempt. */
  waitSeconds: 60,
  /** Attempts of all webhooks of one call. */
  requests: 1000,
  /** Seconds that a call takes which is played in real time. */
  realSeconds: 3600,
  /** Records of such calls that are kept, of all apps. */
  records: 1000,
  /** Bytes of these records. */
  recordBytes: 8 * 1024 * 1024,
} as const;

/**
 * Looks at the options before anything is made of them. What is of another type than it should be is left for
 * `planCall` to refuse.
 *
 * @throws MockOptionError for what is too much
 */
export function requireRemoteBounds(options: SimulateCallOptions): void {
  const { caller, callees, invited, joined, callId, roomId, waitsSeconds } = options;
  const { characters, people, attempts, waitSeconds } = remoteBounds;
  const texts: Readonly<Record<string, unknown>> = { callees, invited, joined, caller, callId, roomId };
  for (const [field, value] of Object.entries(texts)) {
    for (const text of [value].flat()) {
      const length = typeof text === 'string' ? text.length : 0;
      if (length > characters) refuse(field, `must be at most ${characters} characters long (got ${length})`);
    }
  }
  const lists: readonly unknown[] = [callees, invited, joined];
  const named = lists.flatMap((list) => (Array.isArray(list) ? list : [])).length;
  if (named > people)
    refuse('callees', `must be at most ${people} people with those who join (got ${named})`);
  if (!Array.isArray(waitsSeconds)) return;
  const { length } = waitsSeconds;
  if (length > attempts) refuse('waitsSeconds', `must name at most ${attempts} attempts (got ${length})`);
  const long = waitsSeconds.find((seconds) => seconds > waitSeconds);
  if (long !== undefined)
    refuse('waitsSeconds', `must hold waits of at most ${waitSeconds} seconds (got ${long})`);
}

/**
 * Looks at what comes of the options.
 *
 * @throws MockOptionError when the call would send too much, or last too long
 */
export function requirePlanWithinBounds(
  { webhooks, times }: CallPlan,
  { pace, waitsSeconds }: SimulateCallOptions,
  facts: CallFacts,
): void {
  const { requests, realSeconds } = remoteBounds;
  const attempts = (waitsSeconds ?? facts.retryWaitsSeconds).length;
  const most = webhooks.length * attempts;
  if (most > requests) {
    const problem = `must lead to at most ${requests} requests (got ${webhooks.length} webhooks of ${attempts} attempts)`;
    refuse('waitsSeconds', problem);
  }
  const lasts = times.end - times.start;
  if (pace === 'real' && lasts > realSeconds) {
    refuse('talkSeconds', `must end a call in real pace within ${realSeconds} seconds (got ${lasts})`);
  }
}

function refuse(field: string, problem: string): never {
  throw new MockOptionError(field, problem, 'pass less, or call mock.simulateCall() in code');
}
