import type { Capability, Result } from '../report/run-report.ts';
import { type Item, readArea, readGeneration } from '../requirements/requirement.ts';

/** What is known of a requirement or an observation before it is run. */
export interface ListedRequirement {
  readonly id: string;
  /** The generation of the API, such as `v1`. */
  readonly generation: string;
  readonly area: string;
  /** `OBSERVE` marks an observation. */
  readonly level: Result['level'];
  /** The sentence of a requirement, or the question of an observation. */
  readonly sentence: string;
  readonly source: readonly (number | string)[];
  readonly operations: readonly string[];
  /** Entries of the contract's decisions on which it rests. */
  readonly decision: readonly string[];
  readonly needs: readonly Capability[];
  /** Why it is not checked, when it is not. */
  readonly excluded?: string;
}

/** What is listed and reported of an item, whatever it comes to. */
export function describeItem(item: Item<never>): ListedRequirement {
  const { id, source, operations = [], decision = [], needs = [] } = item;
  const isQuestion = 'question' in item;
  return {
    id,
    generation: readGeneration(id),
    area: readArea(id),
    level: isQuestion ? 'OBSERVE' : item.level,
    sentence: isQuestion ? item.question : item.sentence,
    source,
    operations,
    decision,
    needs,
    ...(!isQuestion && item.excluded !== undefined && { excluded: item.excluded }),
  };
}
