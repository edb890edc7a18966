import { sources as ofV1, type Sources } from '@trtc-call/spec/v1/sources';
import { sources as ofV4 } from '@trtc-call/spec/v4/sources';
import type { Observation, Requirement } from '../define.ts';
import type { ApiSuite } from '../shared/suite.ts';

/** A requirement or a question. */
type Subject = Pick<Requirement | Observation, 'id' | 'operations' | 'decision'>;

const form = /^V\d+-[A-Z]{3}-\d{3}$/;

/** Ids that occur twice or are not of the form V<N>-<AREA>-<NNN>. */
export function findIdFaults(ids: readonly string[]): string[] {
  const malformed = ids.filter((id) => !form.test(id)).map((id) => `${id} is not of the form V1-ABC-001`);
  return [...malformed, ...repeated(ids).map((id) => `${id} is used twice: take the next number`)];
}

/** Sentences or questions that occur twice, or do not end as one. */
export function findSentenceFaults(sentences: readonly string[]): string[] {
  const open = sentences.filter((sentence) => !/^[A-Za-z].*[.?]$/.test(sentence));
  return [
    ...repeated(sentences).map((sentence) => `"${sentence}" is said twice: say what is different`),
    ...open.map((sentence) => `"${sentence}" is not a whole sentence`),
  ];
}

/** Operations and error codes of the contract that no requirement speaks of. */
export function uncovered(
  requirements: readonly Requirement[],
  contract: { readonly operations: readonly string[]; readonly codes: readonly number[] },
): string[] {
  const operations: ReadonlySet<string> = new Set(
    requirements.flatMap((requirement) => requirement.operations),
  );
  const codes: ReadonlySet<number> = new Set(requirements.flatMap((requirement) => requirement.covers ?? []));
  return [
    ...contract.operations
      .filter((name) => !operations.has(name))
      .map((name) => `no requirement names ${name}`),
    ...contract.codes.filter((code) => !codes.has(code)).map((code) => `no requirement covers ${code}`),
  ];
}

/** Operations whose rate is not tried, or whose mistakes are not made: in no group, or in several. */
export function findUnaskedOperations(
  { groups, rates }: Pick<ApiSuite, 'groups' | 'rates'>,
  operations: readonly string[],
): string[] {
  const limited = Object.values(rates).map(({ operation }) => operation);
  return operations.flatMap((name) => {
    const inGroups = groups.filter((group) => group.operations.includes(name)).length;
    return [
      ...(limited.includes(name) ? [] : [`${name} has no rate: add it to rates in statements.ts`]),
      ...(inGroups === 1 ? [] : [`${name} is in ${inGroups} groups: add it to one, such as callGroup of v4`]),
    ];
  });
}

/** Ids of a snapshot that now mean something else, or nothing. */
export function findChangedMeanings(snapshot: string, lines: readonly string[]): string[] {
  const readId = (line: string) => line.split(' ', 1)[0] ?? '';
  const meanings = new Map(lines.map((line) => [readId(line), line]));
  return snapshot
    .split('\n')
    .filter((line) => line !== '' && meanings.get(readId(line)) !== line)
    .map((line) => `"${line}" is now "${meanings.get(readId(line)) ?? 'nothing'}"`);
}

/** Subjects that name no operation, or one that the contract does not have. */
export function findOperationFaults(subjects: readonly Subject[], operations: readonly string[]): string[] {
  return subjects.flatMap(({ id, operations: named }) => {
    if (named.length === 0) return [`${id} names no operation`];
    return named
      .filter((name) => !operations.includes(name))
      .map((name) => `${id}: there is no operation ${name}`);
  });
}

const sources: Readonly<Record<string, Sources>> = { v1: ofV1, v4: ofV4 };

/** Subjects that state no page, or one that sources.yaml of their generation does not list. */
export function findPageFaults(
  generation: string,
  subjects: readonly Pick<Requirement, 'id' | 'source'>[],
): string[] {
  const { pages = [], excluded = [] }: Partial<Sources> = sources[generation] ?? {};
  const listed: ReadonlySet<unknown> = new Set([
    ...pages.map(({ id }) => id),
    ...excluded.flatMap(({ ids }): readonly unknown[] => ids),
  ]);
  return subjects.flatMap(({ id, source }) =>
    source.length === 0
      ? [`${id} states no page`]
      : source.filter((page) => !listed.has(page)).map((page) => `${id}: sources.yaml lists no page ${page}`),
  );
}

/** Subjects that name an entry which decisions.md does not have. */
export function findDecisionFaults(subjects: readonly Subject[], decisions: readonly string[]): string[] {
  return subjects.flatMap(({ id, decision = [] }) =>
    decision
      .filter((entry) => !decisions.includes(entry))
      .map((entry) => `${id}: decisions.md has no ${entry}`),
  );
}

/** What documents leave open and neither a run nor a reason says anything about; and reasons that are out of date. */
export function findGapFaults(
  subjects: readonly Subject[],
  gaps: readonly string[],
  unanswerable: Readonly<Record<string, readonly string[]>>,
): string[] {
  const named = new Set(subjects.flatMap(({ decision = [] }) => decision));
  const excused = new Set(Object.values(unanswerable).flat());
  return [
    ...gaps
      .filter((gap) => !named.has(gap) && !excused.has(gap))
      .map((gap) => `${gap}: ask it by an observation, or say in statements.ts why no run can`),
    ...[...excused]
      .filter((id) => named.has(id) || !gaps.includes(id))
      .map((id) => `${id}: take it out of unanswerable, it is ${named.has(id) ? 'asked' : 'not a gap'}`),
  ];
}

/** The ids of the entries of decisions.md. */
export function listDecisions(markdown: string): string[] {
  return [...markdown.matchAll(/^## (V\d+-(?:U-)?\d{2}) /gm)].map(([, id = '']) => id);
}

/** The ids of the gaps of the documents, and of contradictions that a live run would settle. */
export function listGaps(markdown: string): string[] {
  return markdown.split('\n## ').flatMap((entry) => {
    const [, id = '', isGap] = /^(V\d+-(U-)?\d{2}) /.exec(entry) ?? [];
    const [, live = 'nothing'] = /\*\*Live run:\*\* (.*)/.exec(entry) ?? [];
    return id !== '' && (isGap || !live.startsWith('nothing')) ? [id] : [];
  });
}

/** Sentences of decisions.md that give a requirement another level than it has, or name one that is not there. */
export function findLevelFaults(
  requirements: readonly Pick<Requirement, 'id' | 'level'>[],
  markdown: string,
): string[] {
  const levels = new Map<string, string>(requirements.map(({ id, level }) => [id, level]));
  const stated = markdown.matchAll(/ as an? (MUST|SHOULD|MAY)\b[^().;]*\((V\d+-[A-Z]{3}-[^)]*)\)/g);
  return [...stated].flatMap(([, level, list = '']) =>
    listIdsOfRange(list)
      .filter((id) => levels.get(id) !== level)
      .map((id) => `decisions.md has ${id} as a ${level}, it is ${levels.get(id) ?? 'nowhere'}`),
  );
}

/** The ids of a list such as `V1-FLT-001 to V1-FLT-004, V1-REC-005`. */
function listIdsOfRange(list: string): string[] {
  return list.split(/, | and /).flatMap((part) => {
    const [, area, first, last = first] =
      /^(V\d+-[A-Z]{3}-)(\d{3})(?: to V\d+-[A-Z]{3}-(\d{3}))?$/.exec(part) ?? [];
    const count = Number(last) - Number(first) + 1;
    if (!area || !(count > 0)) return [part];
    return Array.from({ length: count }, (_, at) => area + String(Number(first) + at).padStart(3, '0'));
  });
}

function repeated(texts: readonly string[]): string[] {
  return texts.filter((text, at) => texts.indexOf(text) !== at);
}
