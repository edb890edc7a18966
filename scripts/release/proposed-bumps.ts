import { parseChangesetFile } from '@changesets/parse';
import { type Bump, bumpBetween, greatest } from './bump.ts';
import { manifestOf, type PublishedPackage } from './published-packages.ts';
import type { Repository } from './repository.ts';

/** What the changesets of a change propose. */
export interface Proposals {
  /** By package. A package that no changeset names and whose version stands is absent. */
  bumps: Map<string, Bump>;
  /** The files that name each package, for a message that says where to write. */
  files: Map<string, string[]>;
  /** Changesets that say something wrong, one sentence each. */
  faults: string[];
}

/**
 * Reads the changesets that are new or different since a revision; without one, all of them. A version that was
 * raised since then counts as its bump: the commit that releases has taken its changesets away.
 */
export function proposedBumps(
  repository: Repository,
  packages: readonly PublishedPackage[],
  revision: string | undefined,
): Proposals {
  const proposals: Proposals = { bumps: new Map(), files: new Map(), faults: [] };
  const propose = (name: string, bump: Bump) =>
    proposals.bumps.set(name, greatest([proposals.bumps.get(name) ?? 'none', bump]));

  for (const file of repository.list('.changeset')) {
    const path = `.changeset/${file}`;
    const text = repository.read(path) ?? '';
    if (!file.endsWith('.md') || file === 'README.md') continue;
    if (revision !== undefined && repository.read(path, revision) === text) continue;
    for (const { name, type } of releasesOf(path, text, proposals.faults)) {
      if (!packages.some((published) => published.name === name)) {
        proposals.faults.push(`${path} names '${name}', which is not a published package: correct the name.`);
      }
      propose(name, type);
      proposals.files.set(name, [...(proposals.files.get(name) ?? []), path]);
    }
  }
  for (const { name, folder, version } of packages) {
    const before = revision === undefined ? '0.0.0' : manifestOf(repository, folder, revision).version;
    const bump = bumpBetween(typeof before === 'string' ? before : '0.0.0', version);
    if (bump !== 'none') propose(name, bump);
  }
  return proposals;
}

function releasesOf(path: string, text: string, faults: string[]): { name: string; type: Bump }[] {
  try {
    return parseChangesetFile(text).releases;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    faults.push(`${path} cannot be read (${reason}): make it with npx changeset.`);
    return [];
  }
}
