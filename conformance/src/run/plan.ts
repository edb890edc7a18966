import { observations, requirements } from '../../requirements/v1/index.ts';
import type { Target } from '../../targets/target.ts';
import type { Level } from '../report/run-report.ts';
import type { CheckedRequirement, Observation, Requirement } from '../requirement.ts';
import { CannotRunError } from './cannot-run-error.ts';

/** A requirement or an observation. */
export type Item = Requirement | Observation;

/** An item that asks the target. */
export type RunnableItem = CheckedRequirement | Observation;

/** What is chosen from the suite. */
export interface Selection {
  readonly levels?: readonly Level[] | undefined;
  readonly only?: readonly string[] | undefined;
}

/** Everything the suite has, requirements first. */
export const allItems: readonly Item[] = [...requirements, ...observations];

/**
 * The items that were asked for. Observations have no level: they are left out when levels are chosen.
 *
 * @throws CannotRunError when an id is unknown
 */
export function select({ levels, only }: Selection): Item[] {
  const unknown = (only ?? []).filter((id) => !allItems.some((item) => item.id === id));
  if (unknown.length > 0) {
    throw new CannotRunError(
      'unknown-requirement',
      `there is no requirement ${unknown.join(', ')}: see them all with --list`,
    );
  }
  return allItems.filter((item) => {
    if (only && !only.includes(item.id)) return false;
    return !levels || ('level' in item && levels.includes(item.level));
  });
}

/** Whether the item can be run at all. */
export function isRunnable(item: Item): item is RunnableItem {
  return 'observe' in item || item.check !== undefined;
}

/** Why the target cannot be asked this, or undefined where it can. A capability that is missing without a reason throws. */
export function reasonToSkip(item: Item, target: Target): string | undefined {
  for (const need of item.needs ?? []) {
    const state = target.capabilities.find(({ name }) => name === need);
    if (state?.available) continue;
    if (!state?.reason) throw new TypeError(`the target ${target.name} lacks ${need} and does not say why`);
    return state.reason;
  }
  return undefined;
}
