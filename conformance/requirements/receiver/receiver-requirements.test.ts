import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findDecisionFaults, findIdFaults, findSentenceFaults, listDecisions } from '../testing/guards.ts';
import { receiverRequirements, suites } from './index.ts';

const readDecisions = (generation: string) =>
  readFileSync(new URL(`../../../spec/${generation}/decisions.md`, import.meta.url), 'utf8');

test('the meaning of each id stays what it was', async () => {
  const lines = receiverRequirements.map(({ id, level, sentence }) => `${id} ${level} ${sentence}`);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./__snapshots__/receiver-meanings.txt');
});

test('ids are of one form and none is used twice, and no two sentences say the same', () => {
  expect(findIdFaults(receiverRequirements.map(({ id }) => id))).toEqual([]);
  for (const { requirements } of suites) {
    expect(findSentenceFaults(requirements.map(({ sentence }) => sentence))).toEqual([]);
  }
});

test('every decision that is named has an entry, and every sentence a page', () => {
  for (const { generation, requirements } of suites) {
    const subjects = requirements.map((one) => ({ ...one, operations: [] }));
    expect(findDecisionFaults(subjects, listDecisions(readDecisions(generation)))).toEqual([]);
  }
  expect(receiverRequirements.filter(({ source }) => source.length === 0)).toEqual([]);
});
