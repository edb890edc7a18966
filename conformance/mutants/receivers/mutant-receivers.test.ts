import { describe, expect, test } from 'vitest';
import { receiverRequirements } from '../../requirements/suites.ts';
import { findClaimed, mutantReceivers } from '../list-mutants.ts';
import { runMutantReceiver } from './open-mutant-receiver.ts';

// A busy machine may be late: tests by time get another try.
describe.concurrent('a right receiver', { retry: 2 }, () => {
  test.for(receiverRequirements)('does not fail $id', async (requirement, { expect }) => {
    const results = await runMutantReceiver(undefined, [requirement]);
    expect(results).toEqual([{ id: requirement.id, outcome: 'survived', message: '' }]);
  });
});

test('mutants have different ids, and claim requirements that are there', () => {
  const ids = mutantReceivers.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const idle = mutantReceivers.flatMap(({ breaks }) =>
    breaks.filter((key) => findClaimed(receiverRequirements, { breaks: [key] }).length === 0),
  );
  expect(idle).toEqual([]);
});

test('every requirement is killed by a mutant', () => {
  const claimed = new Set(mutantReceivers.flatMap((mutant) => findClaimed(receiverRequirements, mutant)));
  const idle = receiverRequirements.filter((requirement) => !claimed.has(requirement)).map(({ id }) => id);
  expect(idle, 'write a mutant for each, in the file of its area').toEqual([]);
});

describe.concurrent('each mutant is found by an assertion of each requirement that it claims', () => {
  test.for(mutantReceivers)('$id', { timeout: 60_000 }, async (mutant, { expect }) => {
    const claimed = findClaimed(receiverRequirements, mutant);
    const results = await runMutantReceiver(mutant.broken, claimed);
    expect(results.filter(({ outcome }) => outcome !== 'killed')).toEqual([]);
  });
});
