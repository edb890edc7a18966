// `node scripts/release/judge-change.ts [base]`: fails when the changesets propose less than what changed needs.
// Without a base it is the branch that a pull request goes to, or else what releaseBase finds.
import { join } from 'node:path';
import { type Bump, bumpBetween, neededAfter, reaches } from './bump.ts';
import { type ContractChange, contractChanges } from './contract-change.ts';
import { type Proposals, proposedBumps } from './proposed-bumps.ts';
import { changedFiles, manifestOf, type PublishedPackage, publishedPackages } from './published-packages.ts';
import { type ReleaseBase, releaseBase } from './release-base.ts';
import { type Repository, repositoryAt } from './repository.ts';

/** The package that carries the contract. */
const contractPackage = '@trtc-call/spec';

/** What is said of a change before it may be released. */
export interface Judgement {
  base: ReleaseBase;
  /** A line for each package: what changed, what is proposed. */
  notes: string[];
  /** What must be mended, a sentence each with its remedy. Empty when the changesets are right. */
  faults: string[];
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
  const proposals = proposedBumps(repository, packages, base.revision);
  const judgement: Judgement = { base, notes: [], faults: [...proposals.faults] };
  const changed = base.revision === undefined ? [] : repository.changedSince(base.revision);
  for (const published of packages) {
    judgeFiles(repository, published, base.revision, changed, proposals, judgement);
  }
  if (base.revision !== undefined) judgeContract(repository, base.revision, packages, proposals, judgement);
  if (base.release !== undefined) judgeContractVersion(repository, base.release, judgement);
  return judgement;
}

function judgeFiles(
  repository: Repository,
  published: PublishedPackage,
  revision: string | undefined,
  changed: readonly string[],
  { bumps }: Proposals,
  { notes, faults }: Judgement,
): void {
  const { name, folder } = published;
  const proposed = bumps.get(name);
  const isNew = revision === undefined || Object.keys(manifestOf(repository, folder, revision)).length === 0;
  const files = isNew ? [] : changedFiles(repository, published, revision, changed);
  const what = isNew ? 'new' : `${files.length} files changed`;
  notes.push(`${name}: ${what}, ${proposed === undefined ? 'no changeset' : `${proposed} proposed`}`);
  if (proposed !== undefined || (!isNew && files.length === 0)) return;
  const some = files.slice(0, 3).join(', ');
  const more = files.length > 3 ? ` and ${files.length - 3} more` : '';
  faults.push(
    `${name} ${isNew ? 'is new' : `changed (${some}${more})`}, and no changeset of this change names it: ` +
      'run npx changeset and choose it.',
  );
}

function judgeContract(
  repository: Repository,
  revision: string,
  packages: readonly PublishedPackage[],
  { bumps, files }: Proposals,
  { notes, faults }: Judgement,
): void {
  const carrier = packages.find(({ name }) => name === contractPackage);
  if (!carrier) return;
  const { version } = manifestOf(repository, carrier.folder, revision);
  const released = typeof version === 'string' ? version : '0.0.0';
  const proposed = bumps.get(contractPackage) ?? 'none';
  for (const [generation, change] of contractChanges(repository, revision)) {
    notes.push(
      `contract ${generation}: ${change.impact === 'none' ? 'as before' : `${change.impact} change`}`,
    );
    const needed = neededAfter(released, change.impact);
    if (reaches(proposed, needed)) continue;
    const where = files.get(contractPackage)?.join(', ') ?? 'a changeset (npx changeset)';
    faults.push(
      `${contractPackage} needs at least a ${needed} after ${released}, since ${because(change)}; ` +
        `${proposed === 'none' ? 'nothing' : `a ${proposed}`} is proposed: write ${needed} in ${where}.`,
    );
  }
}

/** `info.version` names the contract in every report, so two published contracts that differ may not share one. */
function judgeContractVersion(repository: Repository, release: string, { faults }: Judgement): void {
  for (const [generation, change] of contractChanges(repository, release)) {
    if (!change.versions) continue;
    const { before, after } = change.versions;
    const needed: Bump = neededAfter(before, change.impact);
    if (reaches(bumpBetween(before, after), needed)) continue;
    faults.push(
      `info.version of contract ${generation} is ${after}, and was ${before} in ${release}; ` +
        `it needs at least a ${needed}, since ${because(change)}: raise it in spec/${generation}/openapi.yaml.`,
    );
  }
}

function because({ reasons }: ContractChange): string {
  const [first = 'it differs', ...others] = reasons;
  return others.length === 0 ? first : `${first} (and ${others.length} more)`;
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
