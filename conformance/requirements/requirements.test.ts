import { existsSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createMutations, type Mutate, readFields } from '../mutants/mutations.ts';
import { runMutant } from '../mutants/run-mutant.ts';
import { createTestContext } from '../testing/test-context.ts';
import type { Requirement } from './define.ts';
import { InconclusiveError } from './expect.ts';
import { type ApiGeneration, apiGenerations } from './suites.ts';
import {
  findChangedMeanings,
  findDecisionFaults,
  findGapFaults,
  findIdFaults,
  findLevelFaults,
  findOperationFaults,
  findPageFaults,
  findSentenceFaults,
  findUnaskedOperations,
  listDecisions,
  listGaps,
  uncovered,
} from './testing/guards.ts';
import { suite } from './v1/index.ts';
import { unanswerable as ofV1 } from './v1/statements.ts';
import { unanswerable as ofV4 } from './v4/statements.ts';

const unanswerable: Readonly<Record<string, typeof ofV1>> = { v1: ofV1, v4: ofV4 };

/** Checks that the mock fails, and operations that a check names and does not ask, although it asks others. */
async function findFaults(
  { generation }: ApiGeneration,
  requirements: readonly Requirement[],
): Promise<string[]> {
  const { isFor } = createMutations(generation);
  const faults: string[] = [];
  for (const requirement of requirements) {
    if (requirement.check === undefined) continue;
    const asked = new Set<string>();
    const note: Mutate = (request, forward) => {
      for (const name of Object.keys(generation.contract.operations))
        if (isFor(request, name)) asked.add(name);
      return forward(request);
    };
    const [result] = await runMutant(generation, note, [requirement]);
    if (result?.outcome !== 'survived') faults.push(`${requirement.id}: ${result?.message}`);
    // A check of a path or a host speaks of every operation and asks none.
    const unasked = asked.size === 0 ? [] : requirement.operations.filter((name) => !asked.has(name));
    faults.push(...unasked.map((name) => `${requirement.id} does not ask ${name}`));
  }
  return faults;
}

describe.each(apiGenerations)('the requirements of $suite.generation', (each) => {
  const { generation, suite } = each;
  const { requirements, observations } = suite;
  const name = suite.generation;
  const prefix = name.toUpperCase();
  const subjects = [...requirements, ...observations];
  const operationIds = Object.keys(generation.contract.operations);
  // A code that was only seen has no mistake that provokes it, so nothing can ask for it.
  const codes = generation.contract.errorCodes.flatMap(({ code, mistakes }) =>
    code === 0 || mistakes.length > 0 ? [code] : [],
  );
  const markdown = readFileSync(new URL(`../../spec/${name}/decisions.md`, import.meta.url), 'utf8');
  const decisions = listDecisions(markdown);

  test('keep the meaning of each id: renewing the snapshot adds lines, and changes none', async () => {
    const file = `./__snapshots__/meanings-${name}.txt`;
    const lines = [
      ...requirements.map(({ id, level, sentence }) => `${id} ${level} ${sentence}`),
      ...observations.map(({ id, question }) => `${id} ${question}`),
    ].toSorted();
    const url = new URL(file, import.meta.url);
    const changed = findChangedMeanings(existsSync(url) ? readFileSync(url, 'utf8') : '', lines);
    const remedy = `a new meaning takes the next number; where only words change, or an id is given up, edit its line in ${file}`;
    expect(changed, remedy).toEqual([]);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(file);
  });

  test('have ids of one form, none twice, and no two of them say the same', () => {
    expect(findIdFaults(subjects.map(({ id }) => id))).toEqual([]);
    expect(subjects.filter(({ id }) => !id.startsWith(`${prefix}-`))).toEqual([]);
    expect(findSentenceFaults(requirements.map(({ sentence }) => sentence))).toEqual([]);
    expect(findSentenceFaults(observations.map(({ question }) => question))).toEqual([]);
  });

  test('cover every operation and every error code that can be provoked', () => {
    expect(uncovered(requirements, { operations: operationIds, codes })).toEqual([]);
  });

  test('try the rate of each operation, and make its mistakes in one group', () => {
    expect(findUnaskedOperations(suite, operationIds)).toEqual([]);
  });

  test('name operations of the contract, ask each that they name, and are met by the mock', async () => {
    expect(findOperationFaults(subjects, operationIds)).toEqual([]);
    expect(await findFaults(each, requirements)).toEqual([]);
  });

  test('state a page, and decisions that have an entry', () => {
    expect(findPageFaults(name, subjects)).toEqual([]);
    expect(decisions).toContain(`${prefix}-U-04`);
    expect(findDecisionFaults(subjects, decisions)).toEqual([]);
  });

  test('have the levels that decisions.md gives them', () => {
    expect(findLevelFaults(requirements, markdown)).toEqual([]);
    expect(markdown.match(/conformance requires/g) ?? [], 'name the level and the id').toEqual([]);
  });

  test('ask about every gap and contradiction of the documents, or say why no run can', () => {
    expect(findGapFaults(subjects, listGaps(markdown), unanswerable[name] ?? {})).toEqual([]);
  });

  test('have a check or the reason why there is none', () => {
    const reasons = requirements.filter(({ check }) => check === undefined).map(({ excluded }) => excluded);
    expect(reasons.filter((reason) => !reason || reason.length < 20)).toEqual([]);
  });
});

const [v1] = apiGenerations;
if (!v1) throw new Error('There are no generations.');
const [first, ...others] = v1.suite.requirements;
if (!first) throw new Error('There are no requirements.');

test('what is wrong with requirements is found, each by its name', () => {
  expect(findIdFaults(['V1-TRN-001', 'V1-TRN-1', 'V1-TRN-001'])).toEqual([
    'V1-TRN-1 is not of the form V1-ABC-001',
    'V1-TRN-001 is used twice: take the next number',
  ]);
  expect(findSentenceFaults(['It works.', 'It works.', 'broken'])).toEqual([
    '"It works." is said twice: say what is different',
    '"broken" is not a whole sentence',
  ]);
  expect(uncovered([first], { operations: ['getCallback'], codes: [70003] })).toEqual([
    'no requirement names getCallback',
    'no requirement covers 70003',
  ]);
  const { groups, rates } = v1.suite;
  expect(
    findUnaskedOperations({ groups: [...groups, ...groups], rates }, ['getCallback', 'getUserCalls']),
  ).toEqual([
    'getCallback is in 2 groups: add it to one, such as callGroup of v4',
    'getUserCalls has no rate: add it to rates in statements.ts',
    'getUserCalls is in 0 groups: add it to one, such as callGroup of v4',
  ]);
  expect(
    findChangedMeanings('V1-RAT-001 MUST One.\nV1-RAT-002 MUST Two.\nV1-RAT-003 MUST Three.\n', [
      'V1-RAT-001 MUST One.',
      'V1-RAT-002 MUST Three.',
      'V1-RAT-004 MUST Four.',
    ]),
  ).toEqual([
    '"V1-RAT-002 MUST Two." is now "V1-RAT-002 MUST Three."',
    '"V1-RAT-003 MUST Three." is now "nothing"',
  ]);
  expect(findOperationFaults([{ ...first, operations: [] }, first], ['getCallback'])).toEqual([
    `${first.id} names no operation`,
    `${first.id}: there is no operation ${first.operations[0]}`,
  ]);
  const [silent, mistyped] = [
    { ...first, source: [] },
    { ...first, source: [60138, 60318] },
  ];
  expect(findPageFaults('v1', [silent, mistyped, first])).toEqual([
    `${first.id} states no page`,
    `${first.id}: sources.yaml lists no page 60318`,
  ]);
  expect(findDecisionFaults([{ ...first, decision: ['V1-U-99'] }, ...others], [])).toContain(
    `${first.id}: decisions.md has no V1-U-99`,
  );
  const wrong = 'conformance holds it as a MAY (V1-TRN-001 to V1-TRN-002, V1-XYZ-001), and more.';
  expect(findLevelFaults(v1.suite.requirements, wrong)).toEqual([
    'decisions.md has V1-TRN-001 as a MAY, it is MUST',
    'decisions.md has V1-TRN-002 as a MAY, it is MUST',
    'decisions.md has V1-XYZ-001 as a MAY, it is nowhere',
  ]);
  const asked = [{ ...first, decision: ['V1-U-01'] }];
  const excuses = { none: ['V1-U-01', 'V1-U-03', 'V1-U-99'] };
  expect(findGapFaults(asked, ['V1-U-01', 'V1-U-02', 'V1-U-03'], excuses)).toEqual([
    'V1-U-02: ask it by an observation, or say in statements.ts why no run can',
    'V1-U-01: take it out of unanswerable, it is asked',
    'V1-U-99: take it out of unanswerable, it is not a gap',
  ]);
});

test('only contradictions that a live run would settle are gaps', () => {
  const entry = (id: string, live: string) => `## ${id} title\n- **Live run:** ${live}\n`;
  const markdown = [
    '# Head',
    entry('V1-01', 'both.'),
    entry('V1-02', 'nothing.'),
    entry('V1-U-03', 'nothing.'),
  ];
  expect(listGaps(markdown.join('\n'))).toEqual(['V1-01', 'V1-U-03']);
});

test('a check that the mock fails, and an operation that one names and does not ask, are found', async () => {
  const broken = { ...first, operations: ['getRecordsByFilter', 'setCallback'] };
  expect(await findFaults(v1, [broken])).toEqual(['V1-TRN-001 does not ask setCallback']);
  const check = () => Promise.reject(new Error('no success'));
  const failing = suite.checked.slice(0, 1).map((requirement) => ({ ...requirement, check }));
  expect(await findFaults(v1, failing)).toEqual(['V1-TRN-001: no success']);
});

test('a filter that leaves a call out fails, also where a page behind the last one is refused', async () => {
  const { isFor, changeRecords, refuseWhere } = createMutations(v1.generation);
  const mutate: Mutate = (request, ...rest) => {
    const { startTimestamp, endTimestamp, page } = readFields(request);
    const isAround = Number(endTimestamp) - Number(startTimestamp) === 2;
    if (!isFor(request, 'getRecordsByFilter') || !isAround) return rest[0](request);
    const answer = page === 1 ? changeRecords(() => ({ callId: 'another' })) : refuseWhere(70001, () => true);
    return answer(request, ...rest);
  };
  const around = suite.checked.filter(({ id }) => id === 'V1-FLT-008');
  expect(await runMutant(v1.generation, mutate, around)).toMatchObject([
    { outcome: 'killed', message: expect.stringMatching(/within a second of its start, got \d+ others/) },
  ]);
});

/** The first requirement of rates against a target that lets everything through, and takes so long for each request. */
function run(millisecondsEach: number): Promise<void> {
  let time = Date.UTC(2026, 0, 1);
  let turn = Promise.resolve();
  const fetch = async () => {
    turn = turn.then(async () => {
      await setImmediate();
      time += millisecondsEach;
    });
    await turn;
    return Response.json({ errorCode: 0, errorMessage: 'Success', requestId: 'x', data: {} });
  };
  const clock = () => time;
  const context = createTestContext({ fetch, now: clock, clock });
  return (
    suite.checked.find(({ id }) => id === 'V1-RAT-001')?.check(context) ??
    Promise.reject(new Error('the requirement is gone'))
  );
}

test('a target that lets more through than its rate at one moment fails', async () => {
  await expect(run(0)).rejects.toThrow('to be refused by 70005, got all of 25 let through');
});

test('where requests were answered over more than the span of the rate, the question stays open', async () => {
  await expect(run(100)).rejects.toThrow(InconclusiveError);
});
