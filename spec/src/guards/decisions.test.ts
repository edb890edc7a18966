import { expect, test } from 'vitest';
import type { Citation } from '../contract.ts';
import { type OpenApiDocument, toPointer } from '../open-api-document.ts';
import { contracts, valueAt } from './each-contract.ts';

const [v1] = contracts.map((contract) => ({ ...contract, used: usedDecisions(contract) }));
if (!v1) throw new Error('there is no generation v1');
const { decisions: markdown, used } = v1;
const findProblems = (text: string, ids = used) => decisionsComplete('v1', parseDecisions(text), ids);

test.each(contracts)(
  '$generation: every contradiction and gap has a complete entry, and every entry is used or explained',
  ({ generation, decisions, ...contract }) => {
    expect(decisionsComplete(generation, parseDecisions(decisions), usedDecisions(contract))).toEqual([]);
  },
);

test.each(contracts)(
  '$generation: a decision stands once, at the narrowest place that it is about',
  ({ openapi, citations }) => {
    expect(repeatedDecisions(openapi, citations)).toEqual([]);
  },
);

const schema = '#/components/schemas';
test.each([
  ['a schema', `${schema}/CallRecord`, 'V1-14', `${schema}/CallRecord/properties/caller`],
  ['a reference', `${schema}/CallRecord/properties/callResult`, 'V1-10', `${schema}/CallResult`],
  ['an operation', '#/paths/~1v1~1callback~1set/post', 'V1-U-16', `${schema}/CallbackActions`],
  ['a place of its own', `${schema}/UserId`, 'V1-U-05', '#/info'],
])('one that is repeated on %s is found', (_, at, id, narrower) => {
  const stated = { source: [], decision: [id] };
  expect(repeatedDecisions(v1.openapi, { ...v1.citations, [at]: stated })).toContain(
    `${id}: ${at}, ${narrower}`,
  );
});

test('one that every operation repeats is found', () => {
  const posts = Object.keys(v1.openapi.paths).map((path) => `#${toPointer(['paths', path, 'post'])}`);
  const citations = Object.fromEntries(posts.map((at) => [at, { source: [], decision: ['V1-U-99'] }]));
  expect(repeatedDecisions(v1.openapi, citations)).toEqual(['V1-U-99: every operation, #/info']);
});

const count = (ids: RegExp) => markdown.match(ids)?.length ?? 0;
const nextContradiction = `V1-${count(/^## V1-\d/gm) + 1}`;
const nextGap = `V1-U-${count(/^## V1-U-/gm) + 1}`;

const broken = [
  {
    name: 'a removed contradiction',
    from: /## V1-17 [\s\S]*?(?=## )/,
    to: '',
    says: 'V1-18 stands where V1-17 has to',
  },
  {
    name: 'a removed gap',
    from: /## V1-U-17 [\s\S]*?(?=## )/,
    to: '',
    says: 'V1-U-18 stands where V1-U-17 has to',
  },
  {
    name: 'an entry that stands twice',
    from: /(## V1-17 [\s\S]*?)(?=## )/,
    to: '$1$1',
    says: 'V1-17 stands where V1-18 has to',
  },
  {
    name: 'a contradiction behind the gaps',
    from: /$/,
    to: '## V1-99 another\n',
    says: `V1-U-01 stands where ${nextContradiction} has to`,
  },
  {
    name: 'an entry of another generation',
    from: '## V1-03 ',
    to: '## V4-03 ',
    says: 'V4-03 stands where V1-03 has to',
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
    says: 'V1-U-42 is cited nowhere',
  },
];

test.each(broken)('$name is found', ({ from, to, says }) => {
  expect(findProblems(markdown.replace(from, to))).toContainEqual(expect.stringContaining(says));
});

test('the next contradiction and the next gap need no other place', () => {
  const [, first = ''] = /(## V1-01 [\s\S]*?)(?=## )/.exec(markdown) ?? [];
  const [contradiction, gap] = [nextContradiction, nextGap].map((id) => first.replace('V1-01', id));
  const added = `${markdown.replace('## V1-U-01 ', `${contradiction}$&`)}\n${gap}`;
  expect(findProblems(added, [...used, nextContradiction, nextGap])).toEqual([]);
});

test('a used id without an entry is found', () => {
  expect(findProblems(markdown, [...used, 'V1-U-99'])).toEqual(['V1-U-99 is used but has no entry']);
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
  const ids = decisions.map(({ id }) => id);
  return [
    ...findMisnumbered(generation, ids),
    ...[...new Set(usedIds)].filter((id) => !ids.includes(id)).map((id) => `${id} is used but has no entry`),
    ...decisions.flatMap(({ id, title, lines }) => [
      ...(title === '' ? [`${id} has no title`] : []),
      ...labels.filter((label) => !lines[label]).map((label) => `${id} lacks the line "${label}"`),
      ...parties
        .filter((party) => !lines['Other readings']?.toLowerCase().includes(party))
        .map((party) => `${id} does not say what the ${party} does`),
      ...(usedIds.includes(id) || lines.Contract?.startsWith('Nothing')
        ? []
        : [`${id} is cited nowhere; cite it, or let its contract line begin with "Nothing"`]),
    ]),
  ];
}

/** The first entry that does not have the next number: contradictions are counted from 1, and behind them gaps. */
function findMisnumbered(generation: string, ids: readonly string[]): string[] {
  const prefix = generation.toUpperCase();
  const isGap = (id: string) => id.startsWith(`${prefix}-U-`);
  const gaps = ids.filter(isGap).length;
  const count = (length: number, before: string) =>
    Array.from({ length }, (_, index) => `${before}-${String(index + 1).padStart(2, '0')}`);
  const expected = [...count(ids.length - gaps, prefix), ...count(gaps, `${prefix}-U`)];
  const at = ids.findIndex((id, index) => id !== expected[index]);
  return at < 0 ? [] : [`${ids[at]} stands where ${expected[at]} has to: number the entries on`];
}

/** Decisions of a place that stand again inside of it or of what it refers to, or on every operation. */
function repeatedDecisions(
  document: OpenApiDocument,
  citations: Readonly<Record<string, Citation>>,
): string[] {
  const stated = Object.entries(citations).flatMap(([at, { decision }]) =>
    decision.map((id) => ({ at, id })),
  );
  const isExample = (at: string) => at.includes('/examples/');
  const ofWhole = /^#\/(?:info|x-envelope|tags\/\d+)$/;
  const nested = stated.flatMap(({ at, id }) => {
    const inside = ofWhole.test(at)
      ? (other: string) => other !== at && !isExample(other)
      : isWithin(referencesFrom(document, at), at);
    return stated
      .filter((other) => other.id === id && inside(other.at))
      .map((other) => (ofWhole.test(at) ? `${id}: ${other.at}, ${at}` : `${id}: ${at}, ${other.at}`));
  });
  const operations = Object.keys(document.paths).map((path) => `#${toPointer(['paths', path, 'post'])}`);
  const ids = new Set(operations.flatMap((at) => citations[at]?.decision ?? []));
  const everywhere = [...ids].filter((id) => operations.every((at) => citations[at]?.decision.includes(id)));
  return [...nested, ...everywhere.map((id) => `${id}: every operation, #/info`)];
}

function isWithin(references: ReadonlySet<string>, at: string): (other: string) => boolean {
  return (other) =>
    other.startsWith(`${at}/`) ||
    [...references].some((reference) => other === reference || other.startsWith(`${reference}/`));
}

/** Everything that the value at a pointer refers to, and what that refers to. */
function referencesFrom(document: OpenApiDocument, pointer: string, found = new Set<string>()): Set<string> {
  for (const [, reference = ''] of JSON.stringify(valueAt(document, pointer) ?? {}).matchAll(
    /"\$ref":"([^"]+)"/g,
  )) {
    if (found.has(reference)) continue;
    found.add(reference);
    referencesFrom(document, reference, found);
  }
  return found;
}

/** Every id under `decision` anywhere in the data. */
function usedDecisions(data: unknown): string[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) =>
    key === 'decision' && Array.isArray(value) ? value.map(String) : usedDecisions(value),
  );
}
