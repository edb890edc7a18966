// `node scripts/release/follow-contract.ts <folder>`: what follows from the contract's change since the copy in the
// folder, as one line of JSON. Raises info.version where the last release demands it.
import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bump, greatest, neededAfter, raised } from './bump.ts';
import { diskTree, publishedPackages, releaseBase, revisionTree } from './checkout.ts';
import { contractChanges, findLowVersions } from './contract-change.ts';

/** What follows for a release from a change of the contract. */
export interface Consequences {
  /** The greatest of `bumps`. */
  readonly bump: Bump;
  /** What each published package needs of whose files some differ from the copy. */
  readonly bumps: Readonly<Record<string, Bump>>;
  /** What `info.version` of a generation was raised to, by generation; it is written, the generated files are not. */
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * Says which bumps the change of the contract needs since a copy of it was made, and raises `info.version` where the
 * last release demands it.
 *
 * @param copy - a folder with what `spec/v1` and the generated files were, under the same paths
 */
export function followContract(root: string, copy: string): Consequences {
  const [before, now] = [diskTree(copy), diskTree(root)];
  const impacts = [...contractChanges(before, now).values()].map(({ impact }) => impact);
  const impact = greatest(['patch', ...impacts]);
  const differing = globSync('**', { cwd: copy })
    .filter((file) => statSync(join(copy, file)).isFile())
    .filter((file) => now.read(file) !== before.read(file));
  const bumps = publishedPackages(root)
    .filter(({ folder }) => differing.some((file) => file.startsWith(`${folder}/`)))
    .map(({ name, version }) => [name, neededAfter(version, impact)] as const);
  return {
    bump: greatest(bumps.map(([, bump]) => bump)),
    bumps: Object.fromEntries(bumps),
    versions: raiseVersions(root),
  };
}

function raiseVersions(root: string): Record<string, string> {
  const { release } = releaseBase(root);
  if (release === undefined) return {};
  const low = findLowVersions(contractChanges(revisionTree(root, release), diskTree(root)));
  return Object.fromEntries(
    low.map(({ generation, before, needed }) => {
      const version = raised(before, needed);
      const file = join(root, 'spec', generation, 'openapi.yaml');
      const text = readFileSync(file, 'utf8');
      const written = text.replace(/^( +version: ).*$/m, (_, key: string) => `${key}${version}`);
      if (written === text) throw new Error(`${file} has no line 'version:' to raise to ${version}`);
      writeFileSync(file, written);
      return [generation, version];
    }),
  );
}

if (import.meta.main) {
  const [copy] = process.argv.slice(2);
  if (copy === undefined) {
    console.error('usage: node scripts/release/follow-contract.ts <folder with the contract as it was>');
    process.exitCode = 2;
  } else {
    console.log(JSON.stringify(followContract(join(import.meta.dirname, '../..'), copy)));
  }
}
