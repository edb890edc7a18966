import type { KeptEvent } from '../store/event-store.ts';
import { answers } from './answers.ts';
import type { EventRunner } from './event-runner.ts';
import type { Outcome } from './outcome.ts';
import { eventOfPayload } from './payload.ts';
import { integer, type Settings } from './read-settings.ts';

/** How much is taken over. */
export interface RecoverOptions {
  /** Events that run at the same time. Default 16. */
  readonly concurrent?: number | undefined;
  /** Events that have been tried so often are left in the store, for a person to look at. Default none is left. */
  readonly maxAttempts?: number | undefined;
  /** Ends it after the events that are under way. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of it. */
export interface Recovered {
  readonly handled: number;
  /** They stay in the store; the next `recover` tries them again. */
  readonly failed: number;
}

/** A column of Postgres holds no more. */
const mostPossible = 2 ** 31 - 1;

/** Takes over what was kept in the store, each event at most once a call. */
export async function recover<Transaction>(
  settings: Settings<Transaction>,
  runner: EventRunner<Transaction>,
  tell: (outcome: Outcome) => void,
  token: string,
  isClosing: () => boolean,
  { concurrent, maxAttempts, signal }: RecoverOptions = {},
): Promise<Recovered> {
  const { leaseMilliseconds } = settings;
  const limit = integer('recover.concurrent', concurrent, 16, 1, 1_000_000);
  const mostAttempts = integer('recover.maxAttempts', maxAttempts, mostPossible, 1, mostPossible);
  const runAgain = async ({ key, payload }: KeptEvent): Promise<boolean> => {
    const event = eventOfPayload(payload);
    if (!event) {
      tell({ outcome: 'unreadable', key, payload });
      await runner.store.release(key, token);
      return false;
    }
    return (await runner.runAgain(event, token)) === answers.handled;
  };

  const recovered = { handled: 0, failed: 0 };
  let after = 0;
  while (!signal?.aborted && !isClosing()) {
    const kept = await runner.takeOver({ token, leaseMilliseconds, limit, after, maxAttempts: mostAttempts });
    if (kept.length === 0) break;
    // Behind these: what fails is free again at once, and would stand in the way of all the others.
    after = Math.max(...kept.map(({ position }) => position));
    await Promise.all(
      kept.map(async (event) => {
        recovered[(await runAgain(event)) ? 'handled' : 'failed'] += 1;
      }),
    );
  }
  return recovered;
}
