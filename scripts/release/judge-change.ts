// `node scripts/release/judge-change.ts [base]`: fails when the changesets propose less than what changed needs.
// Without a base it is the branch that a pull request goes to, or else what releaseBase finds.
import { join, matchesGlob } from 'node:path';
import { parseChangesetFile } from '@changesets/parse';
import { parse } from 'yaml';
import { type Bump, bumpBetween, greatest, neededAfter, reaches } from './bump.ts';
import {
  type PublishedPackage,
  publishedPackages,
  type ReleaseBase,
  type Repository,
  readManifest,
  releaseBase,
  repositoryAt,
} from './checkout.ts';
import { type ContractChange, contractChanges } from './contract-change.ts';

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
export function judgeChange(repository: Repository, named?: string): Judgement {
  const base = releaseBase(repository, named);
  const packages = publishedPackages(repository);
  const judgement: Judgement = { base, notes: [], faults: [] };
  const proposed = readProposals(repository, packages, base.revision, judgement.faults);
  for (const published of packages) judgeFiles(repository, published, proposed, judgement);
  judgeContract(repository, proposed, judgement);
  return judgement;
}

/** The bump that is proposed for a package, and the changesets that name it. */
interface Proposal {
  readonly bump: Bump;
  readonly files: readonly string[];
}

/**
 * Reads the changesets that are new or different since a revision; without one, all of them. A version that was
 * raised since then counts as its bump: the commit that releases has taken its changesets away.
 */
function readProposals(
  repository: Repository,
  packages: readonly PublishedPackage[],
  revision: string | undefined,
  faults: string[],
): Map<string, Proposal> {
  const proposals = new Map<string, Proposal>();
  const propose = (name: string, bump: Bump, ...files: string[]) => {
    const known = proposals.get(name) ?? { bump: 'none', files: [] };
    proposals.set(name, { bump: greatest([known.bump, bump]), files: [...known.files, ...files] });
  };
  for (const file of repository.list('.changeset').filter((name) => name.endsWith('.md'))) {
    const path = `.changeset/${file}`;
    const text = repository.read(path) ?? '';
    if (file === 'README.md' || (revision !== undefined && repository.read(path, revision) === text))
      continue;
    try {
      for (const { name, type } of parseChangesetFile(text).releases) {
        if (packages.some((published) => published.name === name)) propose(name, type, path);
        else faults.push(`${path} names '${name}', which is not a published package: correct the name.`);
      }
    } catch (error) {
      const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
      faults.push(`${path} cannot be read (${reason}): make it with npx changeset.`);
    }
  }
  for (const { name, folder, version } of packages) {
    const bump = bumpBetween(versionAt(repository, folder, revision), version);
    if (bump !== 'none') propose(name, bump);
  }
  return proposals;
}

function versionAt(repository: Repository, folder: string, revision: string | undefined): string {
  const { version } = revision === undefined ? {} : readManifest(repository, folder, revision);
  return typeof version === 'string' ? version : '0.0.0';
}

function judgeFiles(
  repository: Repository,
  { name, folder }: PublishedPackage,
  proposals: ReadonlyMap<string, Proposal>,
  { base: { revision }, notes, faults }: Judgement,
): void {
  const bump = proposals.get(name)?.bump;
  const isNew = revision === undefined || repository.read(`${folder}/package.json`, revision) === undefined;
  const files = isNew ? [] : changedFiles(repository, folder, revision);
  const what = isNew ? 'new' : `${files.length} files changed`;
  notes.push(`${name}: ${what}, ${bump === undefined ? 'no changeset' : `${bump} proposed`}`);
  if (bump !== undefined || (!isNew && files.length === 0)) return;
  const some = files.slice(0, 3).join(', ');
  const more = files.length > 3 ? ` and ${files.length - 3} more` : '';
  faults.push(
    `${name} ${isNew ? 'is new' : `changed (${some}${more})`}, and no changeset of this change names it: ` +
      'run npx changeset and choose it.',
  );
}

/**
 * The files of a package that changed since a revision and that its users get: those of `changedFilePatterns` in
 * .changeset/config.json. Of the manifest only what npm shows counts.
 */
function changedFiles(repository: Repository, folder: string, revision: string): string[] {
  const { changedFilePatterns = ['**'] }: { changedFilePatterns?: string[] } = JSON.parse(
    repository.read('.changeset/config.json') ?? '{}',
  );
  const isPublished = (path: string) =>
    changedFilePatterns.reduce(
      (counts, pattern) =>
        pattern.startsWith('!')
          ? counts && !matchesGlob(path, pattern.slice(1))
          : counts || matchesGlob(path, pattern),
      false,
    );
  const files = repository
    .changedSince(revision)
    .filter((path) => path.startsWith(`${folder}/`))
    .map((path) => path.slice(folder.length + 1))
    .filter((path) => path !== 'package.json' && isPublished(path));
  const shown = [revision, undefined].map((when) => shownManifest(repository, folder, when));
  return shown[0] === shown[1] ? files : ['package.json', ...files];
}

/** A manifest as npm shows it: a version from the workspace's catalog counts as if it stood there. */
function shownManifest(repository: Repository, folder: string, revision: string | undefined): string {
  const { devDependencies, scripts, version, ...shown } = readManifest(repository, folder, revision);
  const { catalog } = parse(repository.read('pnpm-workspace.yaml', revision) ?? '{}');
  return JSON.stringify(shown, (key, value: unknown) => (value === 'catalog:' ? catalog?.[key] : value));
}

function judgeContract(
  repository: Repository,
  proposals: ReadonlyMap<string, Proposal>,
  { base: { revision, release }, notes, faults }: Judgement,
): void {
  const changes =
    revision === undefined ? new Map<string, ContractChange>() : contractChanges(repository, revision);
  const released = versionAt(repository, 'spec', revision);
  const { bump = 'none', files = ['a changeset (npx changeset)'] } = proposals.get(contractPackage) ?? {};
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
  if (release === undefined) return;
  // `info.version` names the contract in every report, so two published contracts that differ may not share one.
  for (const [generation, change] of release === revision ? changes : contractChanges(repository, release)) {
    if (!change.versions) continue;
    const { before, after } = change.versions;
    const needed = neededAfter(before, change.impact);
    if (reaches(bumpBetween(before, after), needed)) continue;
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
  const target = process.env.GITHUB_BASE_REF;
  const named = process.argv[2] ?? (target ? `origin/${target}` : undefined);
  try {
    const { base, notes, faults } = judgeChange(repositoryAt(join(import.meta.dirname, '../..')), named);
    console.log(`Compared with ${base.description}.`);
    for (const note of notes) console.log(`  ${note}`);
    for (const fault of faults) console.error(fault);
    process.exitCode = faults.length > 0 ? 1 : 0;
  } catch (error) {
    console.error(`changesets: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 2;
  }
}
