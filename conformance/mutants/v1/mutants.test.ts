import { describe, expect, test } from 'vitest';
import { checkedRequirements } from '../../requirements/v1/index.ts';
import { mutants } from './index.ts';
import { runMutant, unmutated } from './run-mutant.ts';

test.each(['quiet', 'busy'] as const)(
  'no requirement is failed by the mock as it is in a %s app',
  async (app) => {
    const results = await runMutant(unmutated, checkedRequirements, app);
    expect(results.filter(({ outcome }) => outcome !== 'survived')).toEqual([]);
  },
);

test('mutants have different ids in kebab-case and different descriptions', () => {
  const ids = mutants.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  expect(new Set(mutants.map(({ description }) => description)).size).toBe(mutants.length);
});

test('every mutant claims requirements that are there and have a check', () => {
  const ids: ReadonlySet<string> = new Set(checkedRequirements.map(({ id }) => id));
  for (const { id, breaks } of mutants) {
    expect(breaks, `${id} breaks nothing: name what must find it`).not.toEqual([]);
    expect(
      breaks.filter((one) => !ids.has(one)),
      `${id} claims what has no check`,
    ).toEqual([]);
  }
});

test('every checked requirement is killed by a mutant', () => {
  const claimed: ReadonlySet<string> = new Set(mutants.flatMap(({ breaks }) => breaks));
  const idle = checkedRequirements.filter(({ id }) => !claimed.has(id)).map(({ id }) => id);
  expect(idle, 'write a mutant for each, in the file of its area').toEqual([]);
});

describe('each mutant is found by an assertion of each requirement that it claims', () => {
  test.for(mutants)('$id', async ({ mutate, breaks }) => {
    const claimed = checkedRequirements.filter(({ id }) => breaks.some((one) => one === id));
    const results = [
      ...(await runMutant(mutate, claimed, 'quiet')),
      ...(await runMutant(mutate, claimed, 'busy')),
    ];
    expect(results.filter(({ outcome }) => outcome !== 'killed')).toEqual([]);
  });
});
