import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changedFlows } from './changed-flows.ts';
import { changedMistakes } from './changed-mistakes.ts';
import { changedCodes } from './changed-tables.ts';
import { type ConsumerChange, type Level, levels } from './consumer-change.ts';

const read = (file: string) => readFileSync(join(import.meta.dirname, '../../spec/v1', file), 'utf8');
const errors = read('errors.yaml');
const mistakes = read('mistakes.yaml');
const everyOperation =
  'getRecordsByFilter, getRecordByCallId, setCallback, getCallback, updateCallback, deleteCallback';

function changesOf(change: (text: string) => string): ConsumerChange[] {
  const [codesAfter, mistakesAfter] = [change(errors), change(mistakes)];
  expect([codesAfter, mistakesAfter], 'the case changed nothing').not.toEqual([errors, mistakes]);
  const operations = everyOperation.split(', ');
  return [
    ...changedCodes(errors, codesAfter, operations),
    ...changedMistakes(mistakes, mistakesAfter, operations),
  ];
}

const swap = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to);
/** A replacement within the row of one mistake. */
const inRow = (id: string, from: string | RegExp, to: string) => (text: string) => {
  const start = text.indexOf(`- id: ${id}\n`);
  return start < 0 ? text : text.slice(0, start) + text.slice(start).replace(from, to);
};

test.each<[what: string, level: Level, change: (text: string) => string]>([
  ['a new error code', 'warning', swap(/^codes:/m, 'codes:\n  - { code: 70010, name: Odd }')],
  ['an error code gone', 'breaking', swap(/code: 70005$/m, 'code: 70006')],
  ['an error code renamed', 'breaking', swap('name: Success', 'name: Fine')],
  ['an error code that may be retried', 'warning', swap('retryable: false', 'retryable: true')],
  ['an error code of one more operation', 'warning', swap('[getCallback, ', '[getCallback, setCallback, ')],
  ['the remedy of an error code', 'documentation', swap(/remedy: .*/, 'remedy: None.')],
  [
    'an error code of one operation less',
    'warning',
    swap('[getCallback, updateCallback, ', '[updateCallback, '),
  ],
  [
    'an error code that stands for more',
    'warning',
    swap('mistakes: [rate-exceeded]', 'mistakes: [rate-exceeded, random-invalid]'),
  ],
  ['what an unknown code is called', 'breaking', swap('name: Unknown', 'name: Other')],
  [
    'another answer to a mistake that must be refused',
    'breaking',
    inRow('usersig-expired', 'answer: 70003', 'answer: 70002'),
  ],
  [
    'another answer to a mistake that may be refused',
    'warning',
    inRow('usersig-not-yet-valid', 'answer: 70003', 'answer: 70002'),
  ],
  ['one more code for a mistake', 'warning', inRow('usersig-expired', '[70003]', '[70002, 70003]')],
  ['one code less for a mistake', 'warning', inRow('sdkappid-missing', '[70001, 70002]', '[70001]')],
  ['any code for a mistake', 'warning', inRow('usersig-expired', '[70003]', 'any')],
  ['a mistake of another level', 'warning', inRow('usersig-expired', 'level: MUST', 'level: MAY')],
  [
    'a mistake of another level for one parameter',
    'warning',
    inRow('parameter-wrong-case', 'random: SHOULD', 'random: MAY'),
  ],
  [
    'a mistake of another level for one parameter less',
    'warning',
    inRow('parameter-wrong-case', 'random: SHOULD, ', ''),
  ],
  [
    'a mistake of one operation less',
    'warning',
    inRow('callback-absent', '[getCallback, deleteCallback]', '[getCallback]'),
  ],
  ['a mistake gone', 'breaking', swap('id: usersig-expired', 'id: usersig-old')],
  [
    'a new mistake that must be refused',
    'breaking',
    inRow(
      'usersig-expired',
      'id: usersig-expired',
      'id: new\n  operations: [all]\n  level: MUST\n- id: usersig-expired',
    ),
  ],
  ['the sentence of a mistake', 'documentation', inRow('usersig-expired', /sentence: .*/, 'sentence: Old.')],
  [
    'the order of codes of a mistake',
    'documentation',
    inRow('sdkappid-missing', '[70001, 70002]', '[70002, 70001]'),
  ],
])('%s: %s', (_what, level, change) => {
  const changes = changesOf(change).toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
  expect(changes[0]?.level, JSON.stringify(changes, null, 2)).toBe(level);
});

test('every change of a mistake is told, the worst first', () => {
  const changes = changesOf(
    inRow('usersig-expired', /allowed: .*\n.*answer: 70003/, 'allowed: [70002]\n  answer: 70002'),
  );
  expect(changes.map(({ level, what, pointer }) => [level, what, pointer])).toEqual([
    [
      'breaking',
      'mistake `usersig-expired` is answered by 70002 instead of 70003',
      '#/mistakes/usersig-expired',
    ],
    ['warning', 'mistake `usersig-expired` is not refused by 70003 any more', '#/mistakes/usersig-expired'],
    ['warning', 'mistake `usersig-expired` may be refused by 70002', '#/mistakes/usersig-expired'],
  ]);
});

test('all operations by name are all operations', () => {
  expect(changesOf(swap('operations: [all]', `operations: [${everyOperation}]`))).toEqual([]);
});

describe('which webhooks a call causes', () => {
  const flows = readFileSync(join(import.meta.dirname, '../../spec/v1/call-flows.yaml'), 'utf8');
  const normalEnd = /(callType: single\n {4}result: )normal_end/;
  const firstStep = '      - {at: start, by: caller, command: caller_start_call}\n';

  test.each<[what: string, levels: Level[], change: (text: string) => string]>([
    ['a kind of call gone, and another one new', ['breaking', 'addition'], swap(normalEnd, '$1done')],
    ['a webhook less', ['warning'], swap(firstStep, '')],
    [
      'a webhook more',
      ['warning'],
      swap(firstStep, `${firstStep}${firstStep.replace('caller_start', 'more')}`),
    ],
    ['another order', ['warning'], swap(/(flows:[\s\S]*?steps:\n)(.*\n)(.*\n)/, '$1$3$2')],
    [
      'another side',
      ['warning', 'warning'],
      swap('by: caller, command: caller_start', 'by: callees, command: caller_start'),
    ],
    ['a moment gone', ['breaking'], swap('answer, talk', 'talk')],
    ['another page', ['documentation'], swap('source: [60129, ', 'source: [')],
    ['a comment', [], swap('# Which webhooks', '# What')],
  ])('%s: %s', (_what, expected, change) => {
    const after = change(flows);
    expect(after, 'the case changed nothing').not.toBe(flows);
    expect(changedFlows(flows, after).map(({ level }) => level)).toEqual(expected);
  });
});
