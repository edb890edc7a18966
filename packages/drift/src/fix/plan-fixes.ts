import { createHash } from 'node:crypto';
import { oneLine } from '@trtc-call/reporting';
import { isObject } from '@trtc-call/reporting/values';
import type { Generation } from '../contract/generations.ts';
import type { SpecChange } from '../findings/difference.ts';
import type { Finding } from '../findings/finding.ts';
import { applyChange } from './apply-change.ts';
import { contractFolder } from './checkout.ts';
import { type ContractFiles, NeedsReviewError } from './contract-files.ts';

export interface PlannedFix {
  readonly finding: Finding;
  readonly generation: Generation;
  readonly change: SpecChange;
  /** The files of the contract that it changes, from the root of the checkout; none where the change was there already. */
  readonly files: readonly string[];
}

/** A finding that a person has to decide about. */
export interface Undecided {
  readonly id: string;
  readonly title: string;
  /** Where the contract speaks of it, such as `spec/v1/errors.yaml:12`; undefined where it does nowhere. */
  readonly place?: string | undefined;
  /** What may be done, or why the proposed change could not be made. */
  readonly why: string;
}

export interface FixPlan {
  readonly changed: ReadonlyMap<string, string>;
  readonly fixes: readonly PlannedFix[];
  readonly undecided: readonly Undecided[];
}

/** Makes the safe changes one after the other, in memory: each in the contract of its generation. */
export function planFixes(
  findings: readonly Finding[],
  open: (generation: Generation) => ContractFiles,
  now: number,
): FixPlan {
  const drafts = new Map<Generation, ContractFiles>();
  const fixes: PlannedFix[] = [];
  const undecided: Undecided[] = [];
  for (const finding of findings) {
    const { id, title, proposal, location } = finding;
    const place = location && `spec/${location.file}:${location.line}`;
    if (!proposal?.safe || !proposal.change) {
      undecided.push({ id, title, place, why: proposal?.text ?? 'There is no proposal for it.' });
      continue;
    }
    const { generation = 'v1' } = finding;
    const files = drafts.get(generation) ?? open(generation);
    const draft = files.copy();
    const inCheckout = (file: string) => `${contractFolder(generation)}/${file}`;
    try {
      applyChange(draft, proposal.change, firstSeen(finding, now));
      const changed = differing(files, draft).map(inCheckout);
      fixes.push({ finding, generation, change: proposal.change, files: changed });
      drafts.set(generation, draft);
    } catch (error) {
      if (!(error instanceof NeedsReviewError)) throw error;
      undecided.push({ id, title, place, why: `${proposal.text} It is not done for you: ${error.message}.` });
    }
  }
  const changed = [...drafts].flatMap(([generation, files]) =>
    [...files.changed].map(([file, text]) => [`${contractFolder(generation)}/${file}`, text] as const),
  );
  return { changed: new Map(changed), fixes, undecided };
}

function differing(before: ContractFiles, after: ContractFiles): string[] {
  return [...after.changed].filter(([file, text]) => before.changed.get(file) !== text).map(([file]) => file);
}

function firstSeen({ sightings }: Finding, now: number): string {
  const times = sightings.flatMap(({ first }) => (first === undefined ? [] : [Date.parse(first)]));
  const known = times.filter((time) => !Number.isNaN(time));
  return new Date(known.length > 0 ? Math.min(...known) : now).toISOString().slice(0, 10);
}

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
