import type { Answer } from './answer.ts';

/** What is known of the callback configuration of an app, so that no check has to store what is stored. */
export interface CallbackMemory {
  /** The body that the last success confirmed, null where the configuration was removed, undefined where it is unknown. */
  stored(): string | null | undefined;
  /** Sends a request, and notes what it changed. */
  watch(operation: string, body: string | null, send: () => Promise<Answer>): Promise<Answer>;
}

/** The operations that change the callback configuration, in any generation. */
export const writing: readonly string[] = ['setCallback', 'updateCallback', 'deleteCallback'];

/** A memory that knows nothing yet. */
export function createCallbackMemory(): CallbackMemory {
  let stored: string | null | undefined;
  let inFlight = 0;
  let areMixed = false;
  return {
    stored: () => stored,
    async watch(operation, body, send) {
      if (!writing.includes(operation)) return send();
      // Of two that overlap it is unknown which was carried out last.
      areMixed ||= inFlight > 0;
      inFlight += 1;
      try {
        const answer = await send();
        if (answer.code === 0) stored = areMixed ? undefined : operation === 'deleteCallback' ? null : body;
        return answer;
      } catch (error) {
        stored = undefined;
        throw error;
      } finally {
        inFlight -= 1;
        if (inFlight === 0) areMixed = false;
      }
    },
  };
}
