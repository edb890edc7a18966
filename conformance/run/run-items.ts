import { isTrtcCallError } from '@trtc-call/client';
import type { Result } from '../report/run-report.ts';
import { BlockedError, ExpectationError, InconclusiveError, NoAnswerError } from '../requirements/expect.ts';
import { completeId, type ItemContext, type RunnableItem } from '../requirements/requirement.ts';
import type { OpenTarget } from '../targets/target.ts';

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

export type Judgement = Pick<
  Result,
  'verdict' | 'reason' | 'blockedBy' | 'observed' | 'failure' | 'durationMilliseconds'
>;

/**
 * Runs a check, or asks a question, in a context of its own, which is closed early when the signal is aborted; the
 * judgement says nothing then. Never throws.
 */
export async function runItem<Context extends ItemContext>(
  item: RunnableItem<Context>,
  open: () => Promise<Context>,
  signal?: AbortSignal,
): Promise<Judgement> {
  let context: Context | undefined;
  let started = performance.now();
  const close = () => context?.close?.();
  const judge = async (): Promise<Omit<Judgement, 'durationMilliseconds'>> => {
    try {
      context = await open();
      started = performance.now();
      // Who stops the run does not wait for what is under way.
      signal?.addEventListener('abort', close);
      if ('observe' in item)
        return { verdict: 'observed', observed: context.redact(await item.observe(context)) };
      await item.check(context);
      return { verdict: 'pass' };
    } catch (error) {
      return judgeError(error, item, context);
    } finally {
      signal?.removeEventListener('abort', close);
      await close();
    }
  };
  const judged = await judge();
  return { ...judged, durationMilliseconds: Math.round((performance.now() - started) * 10) / 10 };
}

/** A target that repeats what it was sent must not bring credentials into a message; exchanges are clean already. */
function judgeError(
  error: unknown,
  item: RunnableItem<never>,
  { redact = (text) => text, exchanges = [] }: Partial<ItemContext> = {},
): Omit<Judgement, 'durationMilliseconds'> {
  const message = redact(error instanceof Error ? error.message : String(error));
  const mismatch = isMismatched(error) && {
    expected: redact(error.mismatch.expected),
    got: redact(error.mismatch.got),
    ...(error.mismatch.cause !== undefined && { cause: redact(error.mismatch.cause) }),
  };
  const failure = { message, ...mismatch, exchanges: [...exchanges] };
  if (isFaultOfTarget(error) && 'observe' in item) {
    // A question has no wrong answer: what kept the target from giving one is the answer.
    return { verdict: 'observed', observed: `no answer: ${message}` };
  }
  if (error instanceof InconclusiveError) return { verdict: 'skipped', reason: message };
  if (error instanceof BlockedError) {
    const by = completeId(error.by, item.id);
    return { verdict: 'blocked', reason: `blocked by ${by}: ${message}`, blockedBy: by, failure };
  }
  if (isFaultOfTarget(error)) return { verdict: 'fail', failure };
  const reason = redact(describeError(error));
  return { verdict: 'error', reason, failure: { message: reason, exchanges: [...exchanges] } };
}

function isMismatched(error: unknown): error is ExpectationError | BlockedError | NoAnswerError {
  return error instanceof ExpectationError || error instanceof BlockedError || error instanceof NoAnswerError;
}

/** Whether the target is at fault: by its answer, or by giving none. Anything else is a fault of the suite. */
function isFaultOfTarget(error: unknown): boolean {
  if (isMismatched(error)) return true;
  return isTrtcCallError(error) && error.kind !== 'argument';
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.name}: ${error.message}${cause}`;
}
