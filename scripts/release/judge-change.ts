// `node scripts/release/judge-change.ts [base]`: fails when the changesets propose less than what changed needs.
// Without a base it is the branch that a pull request goes to, or else what releaseBase finds.
import { join, matchesGlob } from 'node:path';
import { parseChangesetFile } from '@changesets/parse';
import { parse } from 'yaml';
import { type Bump, bumpBetween, greatest, neededAfter, reaches } from './bump.ts';
import {
  diskTree,
  listChanged,
  type PublishedPackage,
  publishedPackages,
  type ReleaseBase,
  readManifest,
  releaseBase,
  revisionTree,
  type Tree,
} from './checkout.ts';
import { type ContractChange, contractChanges, findLowVersions } from './contract-change.ts';

/** The package that carries the contract. */
const contractPackage = '@trtc-call/spec';

/** What is said of a change before it may be released. */
export interface Judgement {
  readonly base: ReleaseBase;
  /** A line for each package: what changed, what is proposed. */
  readonly notes: string[];
  /** What must be mended, a sentence each with its remedy. Empty when the changesets are right. */
  readonly faults: string[];
}

/**
 * Holds the changesets of the checkout against what changed in it.
 *
 * @param named - the revision or branch to compare with, see {@link releaseBase}
 * @throws Error when `named` is not in the checkout
 */
export function judgeChange(root: string, named?: string): Judgement {
  const base = releaseBase(root, named);
  const now = diskTree(root);
  const before = base.revision === undefined ? undefined : revisionTree(root, base.revision);
  const judgement: Judgement = { base, notes: [], faults: [] };
  const packages = publishedPackages(root);
  const changed = base.revision === undefined ? [] : listChanged(root, base.revision);
  const proposed = readProposals(now, before, packages, judgement.faults);
  for (const published of packages) {
    const isNew = before?.read(`${published.folder}/package.json`) === undefined;
    const files = isNew ? undefined : filterPublished(now, before, published.folder, changed);
    judgeFiles(published, files, proposed.get(published.name)?.bump, judgement);
  }
  const changes = before ? contractChanges(before, now) : new Map<string, ContractChange>();
  judgeContract(changes, readVersion(before, 'spec'), proposed.get(contractPackage), judgement);
  if (base.release !== undefined) {
    const isSame = base.release === base.revision;
    judgeVersions(isSame ? changes : contractChanges(revisionTree(root, base.release), now), judgement);
  }
  return judgement;
}

/** The bump that is proposed for a package, and the changesets that name it. */
interface Proposal {
  readonly bump: Bump;
  readonly files: readonly string[];
}

/**
 * Reads the changesets that are new or different. A version that was raised counts as its bump: the commit that releases
 * has taken its changesets away.
 */
function readProposals(
  now: Tree,
  before: Tree | undefined,
  packages: readonly PublishedPackage[],
  faults: string[],
): Map<string, Proposal> {
  const proposals = new Map<string, Proposal>();
  const propose = (name: string, bump: Bump, ...files: string[]) => {
    const known = proposals.get(name) ?? { bump: 'none', files: [] };
    proposals.set(name, { bump: greatest([known.bump, bump]), files: [...known.files, ...files] });
  };
  for (const file of now.list('.changeset').filter((name) => name.endsWith('.md') && name !== 'README.md')) {
    const path = `.changeset/${file}`;
    const text = now.read(path) ?? '';
    if (before?.read(path) === text) continue;
    for (const { name, type } of readReleases(path, text, faults)) {
      if (packages.some((published) => published.name === name)) propose(name, type, path);
      else faults.push(`${path} names '${name}', which is not a published package: correct the name.`);
    }
  }
  for (const { name, folder, version } of packages) {
    const bump = bumpBetween(readVersion(before, folder), version);
    if (bump !== 'none') propose(name, bump);
  }
  return proposals;
}

function readReleases(path: string, text: string, faults: string[]) {
  try {
    return parseChangesetFile(text).releases;
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    faults.push(`${path} cannot be read (${reason}): make it with npx changeset.`);
    return [];
  }
}

function readVersion(tree: Tree | undefined, folder: string): string {
  const { version } = tree ? readManifest(tree, folder) : {};
  return typeof version === 'string' ? version : '0.0.0';
}

/** @param files - those that changed; none for a new package */
function judgeFiles(
  { name }: PublishedPackage,
  files: readonly string[] | undefined,
  bump: Bump | undefined,
  { notes, faults }: Judgement,
): void {
  const what = files ? `${files.length} files changed` : 'new';
  notes.push(`${name}: ${what}, ${bump === undefined ? 'no changeset' : `${bump} proposed`}`);
  if (bump !== undefined || files?.length === 0) return;
  const some = files?.slice(0, 3).join(', ');
  const more = files && files.length > 3 ? ` and ${files.length - 3} more` : '';
  faults.push(
    `${name} ${files ? `changed (${some}${more})` : 'is new'}, and no changeset of this change names it: ` +
      'run npx changeset and choose it.',
  );
}

/**
 * Of the files that changed those of a package that its users get: `changedFilePatterns` in .changeset/config.json. Of the
 * manifest only what npm shows counts.
 */
function filterPublished(now: Tree, before: Tree, folder: string, changed: readonly string[]): string[] {
  const { changedFilePatterns = ['**'] }: { changedFilePatterns?: string[] } = JSON.parse(
    now.read('.changeset/config.json') ?? '{}',
  );
  const isPublished = (path: string) =>
    changedFilePatterns.reduce(
      (counts, pattern) =>
        pattern.startsWith('!')
          ? counts && !matchesGlob(path, pattern.slice(1))
          : counts || matchesGlob(path, pattern),
      false,
    );
  const files = changed
    .filter((path) => path.startsWith(`${folder}/`))
    .map((path) => path.slice(folder.length + 1))
    .filter((path) => path !== 'package.json' && isPublished(path));
  const isSame = readShownManifest(before, folder) === readShownManifest(now, folder);
  return isSame ? files : ['package.json', ...files];
}

/** A manifest as npm shows it: a version from the workspace's catalog counts as if it stood there. */
function readShownManifest(tree: Tree, folder: string): string {
  const { devDependencies, scripts, version, ...shown } = readManifest(tree, folder);
  const { catalog } = parse(tree.read('pnpm-workspace.yaml') ?? '{}');
  return JSON.stringify(shown, (key, value: unknown) => (value === 'catalog:' ? catalog?.[key] : value));
}

function judgeContract(
  changes: ReadonlyMap<string, ContractChange>,
  released: string,
  { bump, files }: Proposal = { bump: 'none', files: ['a changeset (npx changeset)'] },
  { notes, faults }: Judgement,
): void {
  for (const [generation, change] of changes) {
    notes.push(
      `contract ${generation}: ${change.impact === 'none' ? 'as before' : `${change.impact} change`}`,
    );
    const needed = neededAfter(released, change.impact);
    if (reaches(bump, needed)) continue;
    faults.push(
      `${contractPackage} needs at least a ${needed} after ${released}, since ${because(change)}; ` +
        `${bump === 'none' ? 'nothing' : `a ${bump}`} is proposed: write ${needed} in ${files.join(', ')}.`,
    );
  }
}

function judgeVersions(
  sinceRelease: ReadonlyMap<string, ContractChange>,
  { base: { release }, faults }: Judgement,
): void {
  for (const { generation, before, after, needed, change } of findLowVersions(sinceRelease)) {
    faults.push(
      `info.version of contract ${generation} is ${after}, and was ${before} in ${release}; ` +
        `it needs at least a ${needed}, since ${because(change)}: raise it in spec/${generation}/openapi.yaml.`,
    );
  }
}

function because({ changes }: ContractChange): string {
  const worst = changes.filter(({ level }) => level === changes[0]?.level);
  const [first] = worst;
  return `${first?.what ?? 'it differs'}${worst.length > 1 ? ` (and ${worst.length - 1} more)` : ''}`;
}

if (import.meta.main) {
  const { GITHUB_BASE_REF: target } = process.env;
  try {
    const named = process.argv[2] ?? (target ? `origin/${target}` : undefined);
    const { base, notes, faults } = judgeChange(join(import.meta.dirname, '../..'), named);
    console.log(`Compared with ${base.description}.`);
    for (const note of notes) console.log(`  ${note}`);
    for (const fault of faults) console.error(fault);
    process.exitCode = faults.length > 0 ? 1 : 0;
  } catch (error) {
    console.error(`changesets: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 2;
  }
}
