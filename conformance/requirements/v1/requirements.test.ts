import { readFileSync } from 'node:fs';
import { errorCodes, operations } from '@trtc-call/spec/v1';
import { expect, test } from 'vitest';
import type { Mutate } from '../../mutants/v1/mutant.ts';
import { isFor } from '../../mutants/v1/request.ts';
import { runMutant } from '../../mutants/v1/run-mutant.ts';
import type { Requirement } from './check/requirement.ts';
import {
  findDecisionFaults,
  findGapFaults,
  findIdFaults,
  findLevelFaults,
  findOperationFaults,
  findSentenceFaults,
  listDecisions,
  uncovered,
} from './guards.ts';
import { checkedRequirements, observations, requirements } from './index.ts';
import { unanswerable } from './unanswerable.ts';

const subjects = [...requirements, ...observations];
const operationIds = Object.values(operations).map(({ operationId }) => operationId);
// A code that was only seen has no mistake that provokes it, so nothing can ask for it.
const rows: readonly { code: number; mistakes: readonly string[] }[] = errorCodes;
const codes = rows.flatMap(({ code, mistakes }) => (code === 0 || mistakes.length > 0 ? [code] : []));
const markdown = readFileSync(new URL('../../../spec/v1/decisions.md', import.meta.url), 'utf8');
const decisions = listDecisions(markdown);
const [first, ...others] = requirements;
if (!first) throw new Error('There are no requirements.');

test('the meaning of each id stays what it was', async () => {
  const lines = [
    ...requirements.map(({ id, level, sentence }) => `${id} ${level} ${sentence}`),
    ...observations.map(({ id, question }) => `${id} ${question}`),
  ].toSorted();
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./__snapshots__/meanings.txt');
});

test('ids are of one form, and none is used twice', () => {
  expect(findIdFaults(subjects.map(({ id }) => id))).toEqual([]);
  expect(findIdFaults(['V1-TRN-001', 'V1-TRN-1', 'V1-TRN-001'])).toEqual([
    'V1-TRN-1 is not of the form V1-ABC-001',
    'V1-TRN-001 is used twice: take the next number',
  ]);
});

test('no two requirements and no two observations say the same', () => {
  expect(findSentenceFaults(requirements.map(({ sentence }) => sentence))).toEqual([]);
  expect(findSentenceFaults(observations.map(({ question }) => question))).toEqual([]);
  expect(findSentenceFaults(['It works.', 'It works.', 'broken'])).toEqual([
    '"It works." is said twice: say what is different',
    '"broken" is not a whole sentence',
  ]);
});

test('every operation and every error code of the contract is covered', () => {
  expect(uncovered(requirements, { operations: operationIds, codes })).toEqual([]);
  expect(uncovered([first], { operations: ['getCallback'], codes: [70003] })).toEqual([
    'no requirement names getCallback',
    'no requirement covers 70003',
  ]);
});

test('every operation that is named is one of the contract', () => {
  expect(findOperationFaults(subjects, operationIds)).toEqual([]);
  const broken = [{ ...first, operations: [] }, first];
  expect(findOperationFaults(broken, ['getCallback'])).toEqual([
    `${first.id} names no operation`,
    `${first.id}: there is no operation ${first.operations[0]}`,
  ]);
});

test('every decision that is named has an entry', () => {
  expect(decisions).toContain('V1-01');
  expect(findDecisionFaults(subjects, decisions)).toEqual([]);
  expect(findDecisionFaults([{ ...first, decision: ['V1-U-99'] }, ...others], decisions)).toEqual([
    `${first.id}: decisions.md has no V1-U-99`,
  ]);
});

test('decisions.md gives each requirement that it names the level that it has', () => {
  expect(findLevelFaults(requirements, markdown)).toEqual([]);
  const wrong = 'conformance holds it as a MAY (V1-TRN-001 to V1-TRN-002, V1-XYZ-001), and more.';
  expect(findLevelFaults(requirements, wrong)).toEqual([
    'decisions.md has V1-TRN-001 as a MAY, it is MUST',
    'decisions.md has V1-TRN-002 as a MAY, it is MUST',
    'decisions.md has V1-XYZ-001 as a MAY, it is nowhere',
  ]);
  expect(markdown.match(/conformance requires/g) ?? [], 'name the level and the id').toEqual([]);
});

test('every gap of the documents is asked about, or said to be out of reach', () => {
  expect(decisions).toContain('V1-U-43');
  expect(findGapFaults(subjects, decisions, unanswerable)).toEqual([]);
  const asked = [{ ...first, decision: ['V1-U-01'] }];
  const excuses = ['V1-U-01', 'V1-U-03', 'V1-U-99'].map((decision) => ({ decision, reason: 'none' }));
  expect(findGapFaults(asked, ['V1-U-01', 'V1-U-02', 'V1-U-03'], excuses)).toEqual([
    'V1-U-02: ask it by an observation, or say in unanswerable.ts why no run can',
    'V1-U-01: take it out of unanswerable.ts, it is asked',
    'V1-U-99: take it out of unanswerable.ts, it is not a gap',
  ]);
});

test('a requirement has a check or the reason why it has none', () => {
  const reasons = requirements.filter(({ check }) => check === undefined).map(({ excluded }) => excluded);
  expect(reasons.filter((reason) => !reason || reason.length < 20)).toEqual([]);
});

/** Operations that a check names and does not ask, although it asks others. */
async function unasked(requirement: Requirement): Promise<string[]> {
  if (requirement.check === undefined) return [];
  const asked = new Set<string>();
  const note: Mutate = (request, forward) => {
    for (const operation of operationIds) if (isFor(request, operation)) asked.add(operation);
    return forward(request);
  };
  await runMutant(note, [requirement]);
  // A check of a path or a host speaks of every operation and asks none.
  if (asked.size === 0) return [];
  return requirement.operations.filter((name) => !asked.has(name)).map((name) => `${requirement.id} ${name}`);
}

test('every operation that a check names is asked by it', async () => {
  const missing: string[] = [];
  for (const requirement of checkedRequirements) missing.push(...(await unasked(requirement)));
  expect(missing, 'take the operation out of `operations`, or ask it').toEqual([]);
});

test('an operation that a check names and does not ask is found', async () => {
  const asking = checkedRequirements.find(({ id }) => id === 'V1-TRN-001');
  if (!asking) throw new Error('V1-TRN-001 is gone: take another requirement of one operation.');
  expect(await unasked({ ...asking, operations: ['getRecordsByFilter', 'setCallback'] })).toEqual([
    'V1-TRN-001 setCallback',
  ]);
});
