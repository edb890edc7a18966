import { existsSync, globSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bump, bumpBetween, greatest, neededAfter, raised, reaches } from './bump.ts';
import { contractChanges } from './contract-change.ts';
import { publishedPackages } from './published-packages.ts';
import { releaseBase } from './release-base.ts';
import type { Repository } from './repository.ts';

/** What follows for a release from a change of the contract. */
export interface Consequences {
  /** The greatest of `bumps`. */
  bump: Bump;
  /** What each published package needs of whose files some differ from the copy. */
  bumps: Record<string, Bump>;
  /** What `info.version` of a generation was raised to, by generation; it is written, the generated files are not. */
  versions: Record<string, string>;
}

/**
 * Says which bumps the change of the contract needs since a copy of it was made, and raises `info.version` where the
 * last release demands it.
 *
 * @param copy - a folder with what `spec/v1` and the generated files were, under the same paths
 */
export function followContract(repository: Repository, copy: string): Consequences {
  const sinceCopy = contractChanges(withCopy(repository, copy), 'copy');
  const impact = greatest(['patch', ...[...sinceCopy.values()].map((change) => change.impact)]);
  const differing = filesIn(copy).filter(
    (file) => repository.read(file) !== readFileSync(join(copy, file), 'utf8'),
  );
  const bumps = publishedPackages(repository)
    .filter(({ folder }) => differing.some((file) => file.startsWith(`${folder}/`)))
    .map(({ name, version }): [string, Bump] => [name, neededAfter(version, impact)]);
  return {
    bump: greatest(bumps.map(([, bump]) => bump)),
    bumps: Object.fromEntries(bumps),
    versions: raiseVersions(repository),
  };
}

function raiseVersions(repository: Repository): Record<string, string> {
  const { release } = releaseBase(repository);
  if (release === undefined) return {};
  const versions: Record<string, string> = {};
  for (const [generation, { impact, versions: contract }] of contractChanges(repository, release)) {
    if (!contract) continue;
    const needed = neededAfter(contract.before, impact);
    if (reaches(bumpBetween(contract.before, contract.after), needed)) continue;
    const version = raised(contract.before, needed);
    const file = `spec/${generation}/openapi.yaml`;
    const text = repository.read(file) ?? '';
    const written = text.replace(/^( +version: ).*$/m, (_, key: string) => `${key}${version}`);
    if (written === text) throw new Error(`${file} has no line 'version:' to raise to ${version}`);
    writeFileSync(join(repository.root, file), written);
    versions[generation] = version;
  }
  return versions;
}

/** The checkout, with the copy as one of its revisions. */
function withCopy(repository: Repository, copy: string): Repository {
  return {
    ...repository,
    read: (path, revision) =>
      revision === undefined ? repository.read(path) : readIfThere(join(copy, path)),
    list: (folder, revision) =>
      revision === undefined ? repository.list(folder) : readdirSync(join(copy, folder)),
  };
}

function filesIn(folder: string): string[] {
  return globSync('**', { cwd: folder })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => statSync(join(folder, file)).isFile());
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
