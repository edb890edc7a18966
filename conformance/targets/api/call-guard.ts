import { describeAnswer, parseJson, readMembers } from '../../requirements/check/answer.ts';
import type { CheckContext } from '../../requirements/check/context.ts';
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

/** The operations that place and end calls, in the generations that have them. */
export const callOperations = { start: 'startCallByRobot', end: 'endCall' } as const;

/** Ends what a run leaves ringing, by a context of the same account. */
export function guardCalls(generation: Generation, open: () => CheckContext): CallGuard {
  const { contract, names } = generation;
  const going = new Set<string>();
  const findPath = (operation: string) => contract.operations[operation]?.path;
  return {
    watch: (fetch) => async (url, init) => {
      const response = await fetch(url, init);
      const isFor = (operation: string) => {
        const path = findPath(operation);
        return path !== undefined && new URL(url).pathname.endsWith(path);
      };
      if (!isFor(callOperations.start) && !isFor(callOperations.end)) return response;
      const members = readMembers(parseJson(await response.clone().text()));
      const isSuccess = Number(members[contract.envelope.code]) === 0;
      if (isFor(callOperations.start)) {
        const id = readMembers(members[contract.envelope.data])[names.callId];
        if (isSuccess && typeof id === 'string') going.add(id);
      } else if (isSuccess && typeof init.body === 'string') {
        going.delete(String(readMembers(parseJson(init.body))[names.callId]));
      }
      return response;
    },
    async restore() {
      const problems: string[] = [];
      for (const id of going) {
        const answer = await open().send(callOperations.end, { [names.callId]: id });
        const isOver = answer.code === findMistake(contract, 'call-not-found').answer;
        if (answer.code === 0 || isOver) going.delete(id);
        else problems.push(`${id} (${describeAnswer(answer)})`);
      }
      if (problems.length > 0)
        throw new RestoreError(`These calls could not be ended: ${problems.join(', ')}; hang up`);
    },
  };
}
