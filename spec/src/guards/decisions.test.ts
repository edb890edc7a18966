import { expect, test } from 'vitest';
import { contracts } from './each-contract.ts';

const [v1] = contracts.map((contract) => ({ ...contract, used: usedDecisions(contract) }));
if (!v1) throw new Error('there is no generation v1');
const { decisions: markdown, used } = v1;
const problemsOf = (text: string, ids = used) => decisionsComplete('v1', parseDecisions(text), ids);

test.each(contracts)(
  '$generation: every contradiction and gap has a complete entry, and every entry is used or explained',
  ({ generation, decisions, ...contract }) => {
    expect(decisionsComplete(generation, parseDecisions(decisions), usedDecisions(contract))).toEqual([]);
  },
);

test.each(contracts)(
  '$generation: the contract names decisions at more than a hundred places',
  (contract) => {
    expect(usedDecisions(contract).length).toBeGreaterThan(100);
  },
);

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

/** How many contradictions the vendor's pages were found to hold; a fixed set for each generation. */
const contradictionCounts: Readonly<Record<string, number>> = { v1: 44, v4: 38 };

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
function decisionsComplete(
  generation: string,
  decisions: readonly Decision[],
  usedIds: readonly string[],
): string[] {
  const prefix = generation.toUpperCase();
  const number = (length: number, before: string) =>
    Array.from({ length }, (_, index) => `${before}-${String(index + 1).padStart(2, '0')}`);
  const contradictions = number(contradictionCounts[generation] ?? 0, prefix);
  const ids = decisions.map(({ id }) => id);
  const gaps = ids.filter((id) => id.startsWith(`${prefix}-U-`));
  const expectedGaps = number(gaps.length, `${prefix}-U`);
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
