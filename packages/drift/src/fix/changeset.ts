import { createHash } from 'node:crypto';
import { oneLine } from '@trtc-call/reporting';
import { isObject } from '@trtc-call/reporting/values';
import type { Generation } from '../contract/generations.ts';
import type { SpecChange } from '../findings/difference.ts';
import type { PlannedFix } from './plan-fixes.ts';

export type Bump = 'none' | 'patch' | 'minor' | 'major';

/** What a change of the contract asks of a release. The repository knows the rules, in scripts/release. */
export interface Consequences {
  readonly bump: Bump;
  readonly bumps: ReadonlyMap<string, Bump>;
  /** What `info.version` was raised to, where the last release demanded it. */
  readonly contractVersion: string | undefined;
}

/** Reads what scripts/release/follow-contract.ts prints; undefined when that is something else. */
export function readConsequences(stdout: string): Consequences | undefined {
  let said: unknown;
  try {
    said = JSON.parse(stdout);
  } catch {
    return undefined;
  }
  if (!isObject(said) || !isBump(said.bump) || !isObject(said.bumps) || !isObject(said.versions))
    return undefined;
  const bumps = Object.entries(said.bumps).flatMap(([name, bump]): [string, Bump][] =>
    isBump(bump) ? [[name, bump]] : [],
  );
  const versions = Object.entries(said.versions).map(([generation, version]) => `${generation} ${version}`);
  return {
    bump: said.bump,
    bumps: new Map(bumps),
    contractVersion: versions.length === 0 ? undefined : versions.join(', '),
  };
}

function isBump(word: unknown): word is Bump {
  return word === 'none' || word === 'patch' || word === 'minor' || word === 'major';
}

export interface Changeset {
  /** From the root of the checkout. The same fixes have the same name. */
  readonly path: string;
  readonly text: string;
}

/** One for each generation whose contract changed: a reader has to see of which one it tells. */
export function createChangesets(fixes: readonly PlannedFix[], consequences: Consequences): Changeset[] {
  const byGeneration = Map.groupBy(fixes, ({ generation }) => generation);
  return [...byGeneration].map(([generation, own]) => createChangeset(generation, own, consequences));
}

function createChangeset(
  generation: Generation,
  fixes: readonly PlannedFix[],
  { bumps }: Consequences,
): Changeset {
  const ids = fixes.map(({ finding }) => finding.id).toSorted();
  const hash = createHash('sha256').update(ids.join()).digest('hex').slice(0, 8);
  const packages = [...bumps].map(([name, bump]) => `"${name}": ${bump}\n`);
  const [stated = [], seen = []] = [true, false].map((isStated) => [
    ...new Set(
      fixes
        .flatMap(({ change }) => listChanges(change))
        .filter((change) => isStated === ('page' in change && change.page !== undefined))
        .map(describeChange),
    ),
  ]);
  const news = [
    ...(seen.length > 0
      ? [
          `The contract of ${generation} follows what the service answers: ${seen.join('; ')}. No page of the vendor says so.`,
        ]
      : []),
    ...(stated.length > 0
      ? [`The contract of ${generation} follows the vendor's pages: ${stated.join('; ')}.`]
      : []),
  ];
  return {
    path: `.changeset/drift-${generation}-${hash}.md`,
    text: `---\n${packages.join('')}---\n\n${news.join(' ')}\n`,
  };
}

/** Which promises are taken back, such as `callType` of `CallRecord` of v1: code that relies on them does not compile any more. */
export function listRemovedPromises(fixes: readonly PlannedFix[]): string[] {
  const promises = fixes.flatMap(({ change, generation }) =>
    listChanges(change)
      .filter(isPromise)
      .map((promise) => `${describePromise(promise)} of ${generation}`),
  );
  return [...new Set(promises)];
}

type OneChange = Exclude<SpecChange, { kind: 'several' }>;
type PromiseChange = Extract<SpecChange, { kind: 'make-optional' }>;

function listChanges(change: SpecChange): OneChange[] {
  return change.kind === 'several' ? change.changes.flatMap(listChanges) : [change];
}

function isPromise(change: OneChange): change is PromiseChange {
  return change.kind === 'make-optional';
}

function describePromise({ name, schema }: PromiseChange): string {
  return `${code(name)} of ${code(nameField(schema))}`;
}

function describeChange(change: OneChange): string {
  switch (change.kind) {
    case 'add-field':
      return `${code(nameField(change.schema))} has the field ${code(change.name)}`;
    case 'make-optional':
      return `${describePromise(change)} may be absent`;
    case 'add-word':
      return `${code(nameField(change.site))} may be ${code(change.word)}`;
    case 'add-code': {
      const who = change.operationId === 'all' ? 'every operation' : code(change.operationId);
      return `${who} may refuse with code ${change.code}`;
    }
    case 'add-host':
      return `there is the server ${code(change.host)}`;
  }
}

/** `CallRecord.callees` for `#/components/schemas/CallRecord/properties/callees/items`. */
function nameField(pointer: string): string {
  const [schema = '', ...rest] = pointer.split('/').slice(3);
  const fields = rest.flatMap((segment, at) => (rest[at - 1] === 'properties' ? [segment] : []));
  return [schema, ...fields].join('.');
}

function code(text: string): string {
  return `\`${oneLine(text).replaceAll('`', "'")}\``;
}
