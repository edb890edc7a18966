import type { CapabilityState, Level } from '../report/run-report.ts';
import { type Item, readGeneration, type Suite } from '../requirements/requirement.ts';
import { CannotRunError } from './cannot-run-error.ts';

/** What is chosen from the suite. */
export interface Selection {
  readonly levels?: readonly Level[] | undefined;
  readonly only?: readonly string[] | undefined;
}

/**
 * The items that were asked for. Observations have no level: they are left out when levels are chosen.
 *
 * @throws CannotRunError when an id or an area is unknown
 */
export function selectItems<Context>(
  suites: readonly Suite<Context>[],
  { levels, only }: Selection,
): Item<Context>[] {
  const items = listItems(suites);
  const unknown = (only ?? []).filter(
    (one) => !/^V\d+-[A-Z]+/.test(one) || !items.some(({ id }) => isChosen(id, [one])),
  );
  if (unknown.length > 0) {
    const message = `there is no requirement or area ${unknown.join(', ')}: see them all with --list`;
    throw new CannotRunError('unknown-requirement', message);
  }
  return items.filter(
    (item) => isChosen(item.id, only) && (!levels || ('level' in item && levels.includes(item.level))),
  );
}

/** Everything that suites check or ask, the requirements of all first. */
export function listItems<Context>(suites: readonly Suite<Context>[]): Item<Context>[] {
  return [
    ...suites.flatMap(({ requirements }) => requirements),
    ...suites.flatMap(({ observations }) => observations),
  ];
}

/** Whether an id is among those that were asked for, by itself or by its area, such as `V1-FLT`. */
export function isChosen(id: string, only: readonly string[] | undefined): boolean {
  return only?.some((one) => id === one || id.startsWith(`${one}-`)) ?? true;
}

/** Why the target cannot be asked this, or undefined where it can. A capability that is missing without a reason throws. */
export function findReasonToSkip(
  { id, needs = [] }: Pick<Item<never>, 'id' | 'needs'>,
  capabilities: readonly CapabilityState[],
): string | undefined {
  for (const need of needs) {
    const state = capabilities.find(
      ({ name, generation = readGeneration(id) }) => name === need && generation === readGeneration(id),
    );
    if (state?.available) continue;
    if (!state?.reason) throw new TypeError(`the target lacks ${need} and does not say why`);
    return state.reason;
  }
  return undefined;
}
