import type { OperationId, Source } from '@trtc-call/spec/v1';
import type { Capability, Result } from '../report/run-report.ts';
import { areaOf } from '../requirements/requirement.ts';
import { receiverRequirements } from '../requirements/v1/receiver/index.ts';
import { allItems, type Item } from './plan.ts';

/** What is known of a requirement or an observation before it is run. */
export interface ListedRequirement {
  readonly id: string;
  readonly area: string;
  /** `OBSERVE` marks an observation. */
  readonly level: Result['level'];
  /** The sentence of a requirement, or the question of an observation. */
  readonly sentence: string;
  readonly source: readonly Source[];
  readonly operations: readonly OperationId[];
  /** Entries of the contract's decisions on which it rests. */
  readonly decision: readonly string[];
  readonly needs: readonly Capability[];
  /** Why it is not checked, when it is not. */
  readonly excluded?: string;
}

/** Everything that a run can check or ask, requirements first. Needs no target. */
export function listRequirements(): ListedRequirement[] {
  return allItems.map(describeItem);
}

/** Everything that a run of a receiver can check. */
export function listReceiverRequirements(): ListedRequirement[] {
  return receiverRequirements.map(({ id, level, sentence, source, decision = [], needs = [] }) => ({
    id,
    area: areaOf(id),
    level,
    sentence,
    source,
    operations: [],
    decision,
    needs,
  }));
}

/** What is listed and reported of an item, whatever it comes to. */
export function describeItem(item: Item): ListedRequirement {
  const { id, source, operations, decision = [], needs = [] } = item;
  const common = { id, area: areaOf(id), source, operations, decision, needs };
  if ('question' in item) return { ...common, level: 'OBSERVE', sentence: item.question };
  const { level, sentence, excluded } = item;
  return { ...common, level, sentence, ...(excluded !== undefined && { excluded }) };
}
