import type { CallFacts } from '../contract.ts';
import { MockOptionError } from '../errors.ts';
import type { CallPlan } from './plan-call.ts';
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
  const { characters, people, attempts, waitSeconds } = remoteBounds;
  const { caller, callees, invited, joined, callId, roomId, waitsSeconds } = options;
  const lists: Readonly<Record<string, unknown>> = { callees, invited, joined };
  const texts: Readonly<Record<string, unknown>> = { caller, callId, roomId };
  const all = Object.entries({ ...lists, ...texts }).flatMap(([field, value]) =>
    (Array.isArray(value) ? value : [value]).map((text: unknown) => ({ field, text })),
  );
  for (const { field, text } of all) {
    if (typeof text === 'string' && text.length > characters) {
      throw tooMuch(field, `must be at most ${characters} characters long (got ${text.length})`);
    }
  }
  const named = Object.values(lists).reduce<number>(
    (sum, list) => sum + (Array.isArray(list) ? list.length : 0),
    0,
  );
  if (named > people) throw tooMuch('callees', `a call must have at most ${people} people (got ${named})`);
  if (Array.isArray(waitsSeconds)) {
    if (waitsSeconds.length > attempts) {
      throw tooMuch('waitsSeconds', `must name at most ${attempts} attempts (got ${waitsSeconds.length})`);
    }
    const longest = waitsSeconds.find((seconds) => seconds > waitSeconds);
    if (longest !== undefined) {
      throw tooMuch('waitsSeconds', `a wait must be at most ${waitSeconds} seconds (got ${longest})`);
    }
  }
}

/**
 * Looks at what comes of the options.
 *
 * @throws MockOptionError when the call would send too much, or last too long
 */
export function requirePlanWithinBounds(
  plan: CallPlan,
  { pace, waitsSeconds }: SimulateCallOptions,
  facts: CallFacts,
): void {
  const { requests, realSeconds } = remoteBounds;
  const attempts = (waitsSeconds ?? facts.retryWaitsSeconds).length;
  const most = plan.webhooks.length * attempts;
  if (most > requests) {
    const problem = `${plan.webhooks.length} webhooks of ${attempts} attempts are ${most} requests, at most ${requests} are sent`;
    throw tooMuch('waitsSeconds', problem);
  }
  const lasts = plan.times.end - plan.times.start;
  if (pace === 'real' && lasts > realSeconds) {
    const problem = `in real pace a call must take at most ${realSeconds} seconds (got ${lasts})`;
    throw tooMuch('talkSeconds', problem);
  }
}

function tooMuch(field: string, problem: string): MockOptionError {
  return new MockOptionError(field, problem, 'pass less, or call mock.simulateCall() in code');
}
