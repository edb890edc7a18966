import { answers } from './answers.ts';
import type { EventRunner } from './event-runner.ts';
import type { Outcome } from './outcome.ts';
import { eventOfPayload } from './payload.ts';
import type { Settings } from './read-settings.ts';
import { RunningEvent } from './running-event.ts';

/** How much is taken over. */
export interface RecoverOptions {
  /** Events that run at the same time. Default 16. */
  readonly concurrent?: number | undefined;
  /** Events that have been tried so often are left in the store, for a person to look at. Default 10. */
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

/** Takes over what was kept in the store, each event at most once a call. */
export async function recover<Transaction>(
  settings: Settings<Transaction>,
  runner: EventRunner<Transaction>,
  tell: (outcome: Outcome) => void,
  token: string,
  { concurrent = 16, maxAttempts = 10, signal }: RecoverOptions = {},
): Promise<Recovered> {
  const { store, leaseMilliseconds } = settings;
  const tried = new Set<string>();
  const failed = new Set<string>();
  while (!signal?.aborted) {
    const kept = await store.takeOver({ token, leaseMilliseconds, limit: concurrent, maxAttempts });
    const fresh = kept.filter(({ key }) => !tried.has(key));
    for (const { key } of kept) if (tried.has(key)) await store.release(key, token);
    if (fresh.length === 0) break;
    await Promise.all(
      fresh.map(async ({ key, payload }) => {
        tried.add(key);
        const event = eventOfPayload(payload);
        if (!event) {
          tell({ outcome: 'unreadable', key, payload });
          await store.release(key, token);
          failed.add(key);
          return;
        }
        const running = new RunningEvent(event, token, settings);
        running.isAcknowledged = true;
        if ((await runner.run(running)) !== answers.handled) failed.add(key);
      }),
    );
  }
  return { handled: tried.size - failed.size, failed: failed.size };
}
