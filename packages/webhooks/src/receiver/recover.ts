import type { KeptEvent } from '../stores/event-store.ts';
import { answers } from './answers.ts';
import { ClaimedEvent, readPayload } from './claimed-event.ts';
import { findHandler } from './options.ts';
import type { EventRunner } from './run-event.ts';
import { integer, refuseUnknownOptions } from './settings.ts';

export interface RecoverOptions {
  /** Events that run at the same time. Default 16. */
  readonly concurrent?: number | undefined;
  /** Events that have been tried this often are left in the store, for a person to look at (`given-up`). Default none is left. */
  readonly maxAttempts?: number | undefined;
  /** Ends it after the events that are under way. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of it. */
export interface Recovered {
  readonly handled: number;
  /** They stay in the store, and the next `recover` tries them again, save for those that were refused (`onOutcome`). */
  readonly failed: number;
}

const knownOptions = { concurrent: true, maxAttempts: true, signal: true } satisfies Record<
  keyof RecoverOptions,
  true
>;

/** A column of Postgres holds no more. */
const mostPossible = 2 ** 31 - 1;

export type RecoverSettings = ReturnType<typeof readRecoverOptions>;

/** @throws ReceiverOptionError for an option that cannot be used, or is not known */
export function readRecoverOptions(options: RecoverOptions = {}) {
  refuseUnknownOptions(options, knownOptions, 'recover.');
  const { concurrent, maxAttempts, signal } = options;
  return {
    limit: integer('recover.concurrent', concurrent, 16, 1, 1_000_000),
    maxAttempts: integer('recover.maxAttempts', maxAttempts, mostPossible, 1, mostPossible),
    signal,
  };
}

/** Takes over what was kept in the store, each event at most once a call; what this receiver has no use for stays there. */
export async function recover<Transaction>(
  runner: EventRunner<Transaction>,
  token: string,
  isClosing: () => boolean,
  { limit, maxAttempts, signal, progress }: RecoverSettings & { readonly progress: { seenAt: number } },
): Promise<Recovered> {
  const { claims, emit, settings, useless } = runner;
  const isNew = (key: string): boolean => {
    if (useless.has(key)) return false;
    // Far more than a store keeps for long.
    if (useless.size === 100_000) useless.clear();
    useless.add(key);
    return true;
  };
  const tellLast = ({ event, isBegun }: ClaimedEvent, attempts: number): void => {
    if (isBegun && attempts >= maxAttempts) emit({ outcome: 'given-up', event, attempts });
  };
  const runAgain = async ({ key, payload: text, attempts }: KeptEvent): Promise<boolean | undefined> => {
    const kept = readPayload(settings.contracts, text, settings.steadyNow());
    if (!kept) {
      if (isNew(key)) emit({ outcome: 'unreadable', key, payload: text });
      await claims.free(key, token);
      return false;
    }
    const { event, origin } = kept;
    // Another receiver may share the store: with an app of its own, or a version that has the handler.
    const isWanted = findHandler(settings.on, event) !== undefined;
    if (!isWanted || !settings.apps.has(event.sdkappid)) {
      await claims.free(key, token);
      if (isNew(key) && !isWanted) emit({ outcome: 'unwanted', event });
      return undefined;
    }
    const claimed = new ClaimedEvent(event, key, token, origin);
    const answer = await runner.run(claimed);
    if (answer === answers.failed) tellLast(claimed, attempts);
    return answer === answers.handled;
  };

  const recovered = { handled: 0, failed: 0 };
  let after = 0;
  while (!signal?.aborted && !isClosing()) {
    after = await claims.skipKept(useless, { limit, after });
    const kept = await claims.takeOver(token, { limit, after, maxAttempts });
    progress.seenAt = performance.now();
    if (kept.length === 0) break;
    // Behind these: what fails is free again at once, and would stand in the way of all the others.
    after = Math.max(...kept.map(({ position }) => position));
    // The others are awaited even where the store fails at one of them.
    const ended = await Promise.allSettled(
      kept.map(async (event) => {
        const isHandled = await runAgain(event);
        progress.seenAt = performance.now();
        if (isHandled !== undefined) recovered[isHandled ? 'handled' : 'failed'] += 1;
      }),
    );
    const failure = ended.find((outcome) => outcome.status === 'rejected');
    if (failure) throw failure.reason;
  }
  return recovered;
}
