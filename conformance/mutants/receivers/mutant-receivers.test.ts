import { describe, expect, test } from 'vitest';
import { receiverRequirements } from '../../requirements/receiver/index.ts';
import { mutantReceivers } from './index.ts';
import { runMutantReceiver } from './run-mutant-receiver.ts';

test.for(receiverRequirements)('$id is not failed by a right receiver', async (requirement) => {
  const results = await runMutantReceiver(undefined, [requirement]);
  expect(results).toEqual([{ id: requirement.id, outcome: 'survived', message: '' }]);
});

test('mutants have different ids, and claim requirements that are there', () => {
  const ids = mutantReceivers.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const known: ReadonlySet<string> = new Set(receiverRequirements.map(({ id }) => id));
  expect(mutantReceivers.flatMap(({ breaks }) => breaks).filter((id) => !known.has(id))).toEqual([]);
});

test('every requirement is killed by a mutant', () => {
  const claimed: ReadonlySet<string> = new Set(mutantReceivers.flatMap(({ breaks }) => breaks));
  const idle = receiverRequirements.filter(({ id }) => !claimed.has(id)).map(({ id }) => id);
  expect(idle, 'write a mutant for each, in the file of its area').toEqual([]);
});

describe.concurrent('each mutant is found by an assertion of each requirement that it claims', () => {
  test.for(mutantReceivers)('$id', { timeout: 60_000 }, async (mutant, { expect }) => {
    const claimed = receiverRequirements.filter(({ id }) => mutant.breaks.some((one) => one === id));
    const results = await runMutantReceiver(mutant, claimed);
    expect(results.filter(({ outcome }) => outcome !== 'killed')).toEqual([]);
  });
});
