import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { callFlows } from '../generated/v1-call-flows.gen.ts';
import { errorCodes, mistakes } from '../generated/v1-errors.gen.ts';
import { openapi } from '../v1/openapi.ts';

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

/** One entry of decisions.md. */
interface Decision {
  readonly id: string;
  readonly title: string;
  /** Label to text, for the four lines that each entry has. */
  readonly lines: Readonly<Record<string, string>>;
}

const labels = ['Documents', 'Contract', 'Other readings', 'Live run'];
const parties = ['client', 'mock', 'conformance'];

/** The contradictions that the vendor's pages of v1 were found to hold; a fixed set. */
const contradictions = Array.from({ length: 44 }, (_, index) => `V1-${String(index + 1).padStart(2, '0')}`);

/** The entries of decisions.md in their order. */
function parseDecisions(markdown: string): Decision[] {
  return markdown
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...rest] = section.split('\n');
      const [id = '', ...title] = heading.split(' ');
      const lines = rest.flatMap((line) => {
        const match = /^- \*\*(?<label>[^*]+):\*\* (?<text>\S.*)$/.exec(line);
        return match?.groups ? [[match.groups.label ?? '', match.groups.text ?? '']] : [];
      });
      return { id, title: title.join(' '), lines: Object.fromEntries(lines) };
    });
}

/** What is wrong with the entries: missing, out of order, incomplete, unknown, or neither used nor explained. */
function decisionsComplete(decisions: readonly Decision[], usedIds: readonly string[]): string[] {
  const ids = decisions.map(({ id }) => id);
  const gaps = ids.filter((id) => id.startsWith('V1-U-'));
  const expectedGaps = gaps.map((_, index) => `V1-U-${String(index + 1).padStart(2, '0')}`);
  return [
    ...contradictions.filter((id) => !ids.includes(id)).map((id) => `${id} has no entry in decisions.md`),
    ...ids
      .filter((id, index) => [...contradictions, ...expectedGaps][index] !== id)
      .map((id) => `${id} stands twice, out of order, or after a number that is left out`),
    ...[...new Set(usedIds)].filter((id) => !ids.includes(id)).map((id) => `${id} is used but has no entry`),
    ...decisions.flatMap(({ id, title, lines }) => [
      ...(title === '' ? [`${id} has no title`] : []),
      ...labels.filter((label) => !lines[label]).map((label) => `${id} lacks the line "${label}"`),
      ...parties
        .filter((party) => !lines['Other readings']?.toLowerCase().includes(party))
        .map((party) => `${id} does not say what the ${party} does`),
      ...(usedIds.includes(id) || lines.Contract?.startsWith('Nothing')
        ? []
        : [`${id} is used by no x-decision; use it, or let its contract line begin with "Nothing"`]),
    ]),
  ];
}

/** Every id under `x-decision` or `decision` anywhere in the data. */
function usedDecisions(data: unknown): string[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) =>
    ['x-decision', 'decision'].includes(key) && Array.isArray(value)
      ? value.map(String)
      : usedDecisions(value),
  );
}
