import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findDecisionFaults, findIdFaults, findSentenceFaults, listDecisions } from '../guards.ts';
import { receiverRequirements } from './index.ts';

const markdown = readFileSync(new URL('../../../spec/v1/decisions.md', import.meta.url), 'utf8');
const subjects = receiverRequirements.map((one) => ({ ...one, operations: [] }));

test('the meaning of each id stays what it was', async () => {
  const lines = receiverRequirements.map(({ id, level, sentence }) => `${id} ${level} ${sentence}`);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./__snapshots__/receiver-meanings.txt');
});

test('ids are of one form and none is used twice, and no two sentences say the same', () => {
  expect(findIdFaults(receiverRequirements.map(({ id }) => id))).toEqual([]);
  expect(findSentenceFaults(receiverRequirements.map(({ sentence }) => sentence))).toEqual([]);
});

test('every decision that is named has an entry, and every sentence a page', () => {
  expect(findDecisionFaults(subjects, listDecisions(markdown))).toEqual([]);
  expect(receiverRequirements.filter(({ source }) => source.length === 0)).toEqual([]);
});
