import { describeAnswer, parseJson, readAnswer, readMembers } from '../../requirements/check/answer.ts';
import type { CallUsers, CheckContext } from '../../requirements/check/context.ts';
import { findMistake } from '../../requirements/check/expect.ts';
import type { Generation } from '../../requirements/generation.ts';
import type { Fetch } from '../recorder.ts';
import { RestoreError } from '../target.ts';
import type { Guard } from './callback-guard.ts';

/** Knows which calls a run has placed and not ended. */
export interface CallGuard extends Guard {
  /** A `fetch` that notes the calls that are placed and ended by it. */
  watch(fetch: Fetch): Fetch;
}

/** What a guard needs to know of the target. */
export interface CallGuardOptions {
  /** A context of the same account. */
  open(): CheckContext;
  readonly callee: CallUsers['callee'];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The operations that place and end calls, in the generations that have them. */
export const callOperations = { start: 'startCallByRobot', end: 'endCall' } as const;

/** Errors of a connection that was never made: no request was sent. */
const unsent: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

/** Ends what a run leaves ringing, and tells what it cannot end. */
export function guardCalls(generation: Generation, { open, callee, now }: CallGuardOptions): CallGuard {
  const { contract, names } = generation;
  /** Until when each call rings by itself, by its id; in milliseconds. */
  const going = new Map<string, number>();
  /** The same of calls that may have been placed, and whose id is not known. */
  const unknown: number[] = [];

  /** The id of a call that was placed, undefined where there may be one without, null where there is none. */
  const readStart = async (response: Response): Promise<string | undefined | null> => {
    const { status } = response;
    const raw = { contract, operation: callOperations.start, took: 0, answeredAt: 0 };
    const text = await response.clone().text();
    const { code, data } = readAnswer({ ...raw, status, contentType: '', text });
    if (code === undefined) return status < 300 || status >= 500 ? undefined : null;
    const id = readMembers(data)[names.callId];
    if (code === 0) return typeof id === 'string' ? id : undefined;
    const entry = contract.errorCodes.find((one) => one.code === code) ?? contract.otherErrorCode;
    return entry.possiblyApplied ? undefined : null;
  };

  const noteStart = async (init: RequestInit, send: () => Promise<Response>): Promise<Response> => {
    const { Timeout } = readMembers(typeof init.body === 'string' ? parseJson(init.body) : undefined);
    const findEnd = () => (typeof Timeout === 'number' ? now() + Timeout : Number.POSITIVE_INFINITY);
    try {
      const response = await send();
      const id = await readStart(response);
      if (typeof id === 'string') going.set(id, findEnd());
      else if (id === undefined) unknown.push(findEnd());
      return response;
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      if (!unsent.includes(readCode(cause))) unknown.push(findEnd());
      throw error;
    }
  };

  const describeEnd = (end: number) =>
    Number.isFinite(end)
      ? `${callee} may ring until ${new Date(end).toISOString().replace(/\.\d+/, '')}`
      : `${callee} may ring for an unknown time`;

  return {
    watch: (fetch) => async (url, init) => {
      const isFor = (operation: string) => {
        const path = contract.operations[operation]?.path;
        return path !== undefined && new URL(url).pathname.endsWith(path);
      };
      if (isFor(callOperations.start)) return noteStart(init, () => fetch(url, init));
      const response = await fetch(url, init);
      if (isFor(callOperations.end) && typeof init.body === 'string') {
        const members = readMembers(parseJson(await response.clone().text()));
        const isSuccess = Number(members[contract.envelope.code]) === 0;
        if (isSuccess) going.delete(String(readMembers(parseJson(init.body))[names.callId]));
      }
      return response;
    },
    async restore() {
      const left: string[] = [];
      const ends: number[] = [];
      for (const [id, end] of going) {
        const problem = await endCall(open(), id);
        if (problem === undefined) going.delete(id);
        else {
          left.push(`${id} (${problem})`);
          ends.push(end);
        }
      }
      const ringing = unknown.filter((end) => end > now());
      const problems: string[] = [];
      if (left.length > 0)
        problems.push(
          `These calls could not be ended: ${left.join(', ')}; ${describeEnd(Math.max(...ends))}`,
        );
      if (ringing.length > 0) {
        const count = ringing.length === 1 ? '1 call' : `${ringing.length} calls`;
        const why = `${count} could not be ended, since no answer gave the CallId`;
        problems.push(`${why}; ${describeEnd(Math.max(...ringing))}`);
      }
      if (problems.length > 0) throw new RestoreError(`${problems.join('. ')}: hang up`);
    },
  };
}

/** Ends a call. Gives what kept it from it, or nothing when the call is over. */
async function endCall(context: CheckContext, id: string): Promise<string | undefined> {
  const { contract, names } = context.generation;
  try {
    const answer = await context.send(callOperations.end, { [names.callId]: id });
    const isOver = answer.code === findMistake(contract, 'call-not-found').answer;
    return answer.code === 0 || isOver ? undefined : describeAnswer(answer);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function readCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
