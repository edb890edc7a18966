import { setTimeout as sleep } from 'node:timers/promises';
import { type HarTarget, openHar, recordHar } from '../targets/record-har.ts';
import type { Fetch } from '../targets/recorder.ts';
import type { Target } from '../targets/target.ts';
import { createSessions, type OpenSession, type SessionParts } from '../targets/v1/open-session.ts';
import { CannotRunError } from './cannot-run-error.ts';
import type { RunnableItem } from './plan.ts';
import { runRequirement, type TimedOutcome } from './run-requirement.ts';

/** What is run, against what. */
export interface SuitePlan {
  readonly target: Target;
  readonly items: readonly RunnableItem[];
  /** Where every exchange is written, if it is to be. */
  readonly har?: HarTarget | undefined;
  /** Clocks, waits and the network; for tests. Default those of this machine. */
  readonly parts?: Partial<SessionParts> | undefined;
}

/** Told of each outcome as it comes, which is not the order of the plan. */
export type OnOutcome = (item: RunnableItem, outcome: TimedOutcome) => void;

/** So many requirements that do not disturb each other are under way at the same time. */
const atOnce = 16;

/**
 * Runs the plan. Where each requirement has an app of its own, all run side by side. On somebody's target, those that
 * change the callback configuration run one after the other, beside those that only read; what uses up a rate runs
 * alone, at the end. Requests of all of them together stay below the documented rates.
 *
 * When the signal is aborted nothing more is sent, and what was under way is waited for.
 *
 * @throws CannotRunError when the HAR file could not be written to its end
 */
export async function runSuite(plan: SuitePlan, onOutcome: OnOutcome, signal: AbortSignal): Promise<void> {
  const { target, items, har } = plan;
  if (items.length === 0 || signal.aborted) return;
  let unwritten: Error | undefined;
  const file =
    har &&
    openHar(har, target.account, (error) => {
      unwritten = error;
    });
  const plainFetch: Fetch = plan.parts?.fetch ?? ((url, init) => fetch(url, init));
  const openSession = createSessions(target, {
    now: Date.now,
    clock: () => performance.now(),
    random: Math.random,
    wait: (milliseconds) => sleep(milliseconds, undefined, { signal }),
    ...plan.parts,
    fetch: untilAborted(file ? recordHar(plainFetch, file, Date.now) : plainFetch, signal),
  });
  const run = (chosen: readonly RunnableItem[], limit: number) =>
    inPool(chosen, limit, (item) => runItem(item, openSession, onOutcome, signal));
  const needs = (item: RunnableItem, need: string) => item.needs?.some((one) => one === need) ?? false;
  try {
    if (target.apps === 'fresh') await run(items, atOnce);
    else {
      const exhausting = items.filter((item) => needs(item, 'exhaust-rate-limit'));
      const others = items.filter((item) => !exhausting.includes(item));
      const changing = others.filter((item) => needs(item, 'mutate-callback'));
      const reading = others.filter((item) => !changing.includes(item));
      await Promise.all([run(changing, 1), run(reading, atOnce)]);
      await run(exhausting, 1);
    }
  } finally {
    file?.close();
  }
  // Whoever asked for a record must not take half of one for the whole.
  if (unwritten) throw new CannotRunError('bad-har', `${unwritten.message}: make room and run again`);
}

async function runItem(
  item: RunnableItem,
  openSession: OpenSession,
  onOutcome: OnOutcome,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  try {
    const outcome = await runRequirement(item, await openSession(item));
    // What an interruption broke off says nothing of the target.
    if (!signal.aborted) onOutcome(item, outcome);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Works on the items in their order, so many at the same time. */
async function inPool<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}

function untilAborted(fetch: Fetch, signal: AbortSignal): Fetch {
  return async (url, init) => {
    signal.throwIfAborted();
    return fetch(url, init);
  };
}
