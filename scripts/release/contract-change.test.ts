import { describe, expect, test } from 'vitest';
import { citations, errors, flows, mistakes, readChange, real, swap } from '../testing/contract.ts';
import { renderContractChange } from './contract-change.ts';
import type { ConsumerChange, Level } from './rate-change.ts';

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
  const file = change(real[errors] ?? '') === real[errors] ? mistakes : errors;
  const { changes } = readChange(file, change);
  expect(changes[0]?.level, JSON.stringify(changes, null, 2)).toBe(level);
});

test('every change of a mistake is listed, the worst first', () => {
  const change = inRow(
    'usersig-expired',
    /allowed: .*\n.*answer: 70003/,
    'allowed: [70002]\n  answer: 70002',
  );
  expect(readChange(mistakes, change).changes.map(({ level, what }) => `${level}: ${what}`)).toEqual([
    'breaking: mistake usersig-expired: `answer` was 70003 and is 70002',
    'warning: mistake usersig-expired: `allowed` was 70003 and is 70002',
  ]);
});

test('all operations by name are all operations', () => {
  const everyOperation =
    'getRecordsByFilter, getRecordByCallId, setCallback, getCallback, updateCallback, deleteCallback';
  const change = swap('operations: [all]', `operations: [${everyOperation}]`);
  expect(readChange(errors, change).changes).toEqual([]);
});

describe('which webhooks a call causes', () => {
  const firstStep = '      - {at: start, by: caller, command: caller_start_call}\n';
  test.each<[what: string, levels: Level[], change: (text: string) => string]>([
    [
      'a kind of call gone, and another one new',
      ['breaking', 'addition'],
      swap(/(callType: single\n {4}result: )normal_end/, '$1done'),
    ],
    ['a webhook less', ['warning'], swap(firstStep, '')],
    ['another order', ['warning'], swap(/(flows:[\s\S]*?steps:\n)(.*\n)(.*\n)/, '$1$3$2')],
    [
      'another side',
      ['warning'],
      swap('by: caller, command: caller_start', 'by: callees, command: caller_start'),
    ],
    ['a moment gone', ['breaking', 'documentation'], swap('answer, talk', 'talk')],
    ['another page', ['documentation'], swap('source: [60129, ', 'source: [')],
    ['a comment', [], swap('# Which webhooks', '# What')],
  ])('%s: %s', (_what, expected, change) => {
    expect(readChange(flows, change).changes.map(({ level }) => level)).toEqual(expected);
  });
});

test('another page of a statement is a change of words', () => {
  expect(readChange(citations, swap('60137', '60117'))).toMatchObject({
    impact: 'patch',
    changes: [{ level: 'documentation', what: 'the pages and decisions were reworded' }],
  });
});

describe('as Markdown', () => {
  const change = (overrides: Partial<ConsumerChange> = {}): ConsumerChange => ({
    level: 'breaking',
    pointer: '#/webhooks/a',
    what: 'Webhook `a` was removed',
    ...overrides,
  });
  const render = (...changes: ConsumerChange[]) =>
    renderContractChange(
      new Map([['v1', { impact: 'major', changes, versions: { before: '1.0.0', after: '1.1.0' } }]]),
    );

  test('what stayed as it was takes one line', () => {
    expect(render()).toBe('The contract says what it said before: nothing changes for users.\n');
  });

  test('each change has its row under the release that it needs', () => {
    const text = render(change(), change({ level: 'addition', what: 'operation `b` is new' }));
    expect(text).toContain(
      '## Contract v1: from 1.0.0 on a major release; its version was 1.0.0 and is 1.1.0',
    );
    expect(text).toContain("| Breaks users | Webhook 'a' was removed | ");
    expect(text).toContain("| New | operation 'b' is new | ");
  });

  test('words of the contract cannot leave their cell, mention people, or fill the page', () => {
    const text = render(change({ what: 'a|b\n@all <b>' }), ...Array.from({ length: 1000 }, () => change()));
    expect(text).not.toMatch(/a\|b|@all|<b>/);
    expect(text).toContain('901 more are not shown.');
    expect(Buffer.byteLength(text)).toBeLessThan(60_000);
  });
});
