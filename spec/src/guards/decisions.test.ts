import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { callFlows } from '../generated/v1-call-flows.gen.ts';
import { errorCodes, mistakes } from '../generated/v1-errors.gen.ts';
import { openapi } from '../v1/openapi.ts';
import { decisionsComplete, parseDecisions, usedDecisions } from './decisions.ts';

const markdown = readFileSync(join(import.meta.dirname, '..', '..', 'v1', 'decisions.md'), 'utf8');
const used = usedDecisions([openapi, errorCodes, mistakes, callFlows]);
const problemsOf = (text: string, ids = used) => decisionsComplete(parseDecisions(text), ids);

test('every contradiction and gap has a complete entry, and every entry is used or explained', () => {
  expect(problemsOf(markdown)).toEqual([]);
});

test('the contract names decisions at hundreds of places', () => {
  expect(used.length).toBeGreaterThan(200);
});

const broken = [
  { name: 'a removed contradiction', from: /## V1-17 [\s\S]*?(?=## )/, to: '', says: 'V1-17 has no entry' },
  {
    name: 'a removed gap',
    from: /## V1-U-17 [\s\S]*?(?=## )/,
    to: '',
    says: 'V1-U-18 stands twice, out of order',
  },
  {
    name: 'an entry without a title',
    from: '## V1-03 data has no row in the envelope table',
    to: '## V1-03',
    says: 'V1-03 has no title',
  },
  {
    name: 'a missing line',
    from: /(## V1-09 [\s\S]*?)- \*\*Live run:.*\n/,
    to: '$1',
    says: 'V1-09 lacks the line "Live run"',
  },
  {
    name: 'an empty line',
    from: /(## V1-09 [\s\S]*?- \*\*Contract:\*\*).*\n/,
    to: '$1\n',
    says: 'V1-09 lacks the line "Contract"',
  },
  {
    name: 'a party left out',
    from: /(## V1-09 [\s\S]*?)mock keeps/,
    to: '$1it keeps',
    says: 'V1-09 does not say what the mock does',
  },
  {
    name: 'an entry that nothing uses',
    from: 'Nothing is promised.',
    to: 'No order is promised.',
    says: 'V1-U-42 is used by no x-decision',
  },
];

test.each(broken)('$name is found', ({ from, to, says }) => {
  expect(problemsOf(markdown.replace(from, to))).toContainEqual(expect.stringContaining(says));
});

test('a used id without an entry is found', () => {
  expect(problemsOf(markdown, [...used, 'V1-U-99'])).toEqual(['V1-U-99 is used but has no entry']);
});
