import type { Level } from '../report/run-report.ts';
import type { CheckedRequirement, Observation, Requirement } from '../requirements/requirement.ts';
import { observations, requirements } from '../requirements/v1/index.ts';
import type { Target } from '../targets/target.ts';
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
 * @throws CannotRunError when an id or an area is unknown
 */
export function select({ levels, only }: Selection): Item[] {
  refuseUnknown(only, allItems, 'see them all with --list');
  return allItems.filter((item) => {
    if (!isChosen(item.id, only)) return false;
    return !levels || ('level' in item && levels.includes(item.level));
  });
}

/** Whether an id is among those that were asked for, by itself or by its area, such as `V1-FLT`. */
export function isChosen(id: string, only: readonly string[] | undefined): boolean {
  return only?.some((one) => id === one || id.startsWith(`${one}-`)) ?? true;
}

/** @throws CannotRunError when something was asked for that is neither an id nor an area */
export function refuseUnknown(
  only: readonly string[] | undefined,
  items: readonly { readonly id: string }[],
  remedy: string,
): void {
  const unknown = (only ?? []).filter(
    (one) => !/^V1-[A-Z]+/.test(one) || !items.some(({ id }) => isChosen(id, [one])),
  );
  if (unknown.length === 0) return;
  const message = `there is no requirement or area ${unknown.join(', ')}: ${remedy}`;
  throw new CannotRunError('unknown-requirement', message);
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
