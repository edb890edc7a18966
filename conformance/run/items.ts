import type { Capability, CapabilityState, Result } from '../report/run-report.ts';
import { type Item, readArea, readGeneration, type Suite } from '../requirements/requirement.ts';
import { CannotRunError, type CommonRunOptions } from './options.ts';

/** What is known of a requirement or an observation before it is run. */
export interface ListedRequirement
  extends Readonly<Pick<Result, 'id' | 'generation' | 'area' | 'level' | 'sentence'>> {
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

/**
 * The items that were asked for. Observations have no level: they are left out when levels are chosen.
 *
 * @throws CannotRunError when an id or an area is unknown
 */
export function selectItems<Context>(
  suites: readonly Suite<Context>[],
  { levels, only }: Pick<CommonRunOptions, 'levels' | 'only'>,
): Item<Context>[] {
  const items = listItems(suites);
  const unknown = (only ?? []).filter(
    (name) => !/^V\d+-[A-Z]+/.test(name) || !items.some(({ id }) => isChosen(id, [name])),
  );
  if (unknown.length > 0) {
    const where = suites.map(({ generation }) => generation).join(' or ');
    const message = `there is no requirement or area ${unknown.join(', ')} in ${where}: see them all with --list`;
    throw new CannotRunError('unknown-requirement', message);
  }
  return items.filter(
    (item) => isChosen(item.id, only) && (!levels || ('level' in item && levels.includes(item.level))),
  );
}

export function listItems<Context>(suites: readonly Suite<Context>[]): Item<Context>[] {
  return [
    ...suites.flatMap(({ requirements }) => requirements),
    ...suites.flatMap(({ observations }) => observations),
  ];
}

/** Whether an id is among those that were asked for, by itself or by its area, such as `V1-FLT`. */
export function isChosen(id: string, only: readonly string[] | undefined): boolean {
  return only?.some((name) => id === name || id.startsWith(`${name}-`)) ?? true;
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
