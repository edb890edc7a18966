import type { ItemContext, RunnableItem } from '../requirements/requirement.ts';
import type { OpenTarget } from '../targets/target.ts';
import { type Judgement, runItem } from './run-item.ts';

/** Called for each judgement as it comes, which is not the order of the items. */
export type OnJudged<Context> = (item: RunnableItem<Context>, judgement: Judgement) => void;

/**
 * Runs the items as the target schedules them. When the signal is aborted nothing more is begun, what was under way is
 * waited for, and is not reported.
 */
export async function runItems<Context extends ItemContext>(
  { schedule, open }: Pick<OpenTarget<Context>, 'schedule' | 'open'>,
  items: readonly RunnableItem<Context>[],
  onJudged: OnJudged<Context>,
  signal: AbortSignal,
): Promise<void> {
  const run = async (item: RunnableItem<Context>) => {
    if (signal.aborted) return;
    const judgement = await runItem(item, () => open(item), signal);
    // What an interruption broke off says nothing of the target.
    if (!signal.aborted) onJudged(item, judgement);
  };
  for (const lanes of schedule(items)) {
    await Promise.all(lanes.map((lane) => runPool(lane.items, lane.atOnce, run)));
  }
}

/** Works on the items in their order, a number of them at the same time. */
async function runPool<Item>(
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
