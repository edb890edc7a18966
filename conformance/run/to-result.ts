import type { Result } from '../report/run-report.ts';
import type { Target } from '../targets/target.ts';
import { type Divergences, settle } from './divergences.ts';
import { type Ledger, verifiedOf } from './ledger.ts';
import { describeItem } from './list-requirements.ts';
import { type Item, reasonToSkip } from './plan.ts';
import type { TimedOutcome } from './run-requirement.ts';

/** What results are made with. */
export interface ResultParts {
  readonly target: Target;
  readonly divergences: Divergences;
  readonly ledger: Ledger;
  /** The day of the run (`YYYY-MM-DD`). */
  readonly day: string;
}

/** Makes the result of an item that was run. */
export function toResult(item: Item, outcome: TimedOutcome, parts: ResultParts): Result {
  const { verdict, durationMilliseconds } = outcome;
  const settled = settle(verdict, parts.divergences.get(item.id), parts.day);
  return completed(item, parts, {
    ...settled,
    ...((verdict === 'error' || verdict === 'skipped') && { reason: outcome.message }),
    ...(verdict === 'blocked' && {
      reason: `blocked by ${outcome.by}: ${outcome.message}`,
      blockedBy: outcome.by,
    }),
    ...(verdict === 'observed' && { observed: outcome.observed }),
    ...('exchanges' in outcome && {
      failure: { message: outcome.message, exchanges: [...outcome.exchanges] },
    }),
    durationMilliseconds,
  });
}

/** The result of an item that cannot be run against this target, or undefined where it can. */
export function resultWithoutRun(item: Item, parts: ResultParts): Result | undefined {
  const unmade = { durationMilliseconds: 0 };
  if ('excluded' in item && item.excluded !== undefined) {
    return completed(item, parts, { verdict: 'excluded', reason: item.excluded, ...unmade });
  }
  try {
    const reason = reasonToSkip(item, parts.target);
    return reason === undefined
      ? undefined
      : completed(item, parts, { verdict: 'skipped', reason, ...unmade });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return completed(item, parts, { verdict: 'error', reason, ...unmade });
  }
}

type Judged = Pick<
  Result,
  'verdict' | 'reason' | 'blockedBy' | 'observed' | 'failure' | 'divergence' | 'durationMilliseconds'
>;

function completed(item: Item, { target, ledger, day }: ResultParts, judged: Judged): Result {
  const { id, area, level, sentence, source, operations } = describeItem(item);
  const stated = { id, area, level, sentence, source: [...source], operations: [...operations] };
  const documents = level !== 'OBSERVE' && source.length > 0;
  const verified = verifiedOf(ledger.requirements[id], judged.verdict, { kind: target.kind, day });
  return { ...stated, ...judged, verified: { documents, ...verified } };
}
