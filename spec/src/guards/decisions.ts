/** One entry of decisions.md. */
export interface Decision {
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
export function parseDecisions(markdown: string): Decision[] {
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
export function decisionsComplete(decisions: readonly Decision[], usedIds: readonly string[]): string[] {
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
export function usedDecisions(data: unknown): string[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) =>
    ['x-decision', 'decision'].includes(key) && Array.isArray(value)
      ? value.map(String)
      : usedDecisions(value),
  );
}
