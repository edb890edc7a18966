/** How far a version is raised, least first. `none` is what a changeset says of a change that needs no release. */
const bumps = ['none', 'patch', 'minor', 'major'] as const;

/** One of {@link bumps}. */
export type Bump = (typeof bumps)[number];

/** The greatest of the given bumps; `none` for an empty list. */
export function greatest(given: readonly Bump[]): Bump {
  return bumps[Math.max(0, ...given.map((bump) => bumps.indexOf(bump)))] ?? 'none';
}

/** True when `bump` reaches `least`. */
export function reaches(bump: Bump, least: Bump): boolean {
  return bumps.indexOf(bump) >= bumps.indexOf(least);
}

/**
 * The bump that a change of this impact needs after `version`. Below 1.0.0 a caret range stops at the next minor, so
 * there a minor is what tells a user of a break, and 1.0.0 stays a decision of its own.
 */
export function neededAfter(version: string, impact: Bump): Bump {
  return impact === 'major' && version.startsWith('0.') ? 'minor' : impact;
}

/** How far `to` is above `from`; `none` when it is not. @throws Error when a text is not a version */
export function bumpBetween(from: string, to: string): Bump {
  const [before, after] = [parseVersion(from), parseVersion(to)];
  const at = after.findIndex((number, index) => number !== before[index]);
  return at >= 0 && Number(after[at]) > Number(before[at]) ? (bumps[3 - at] ?? 'none') : 'none';
}

/** The version that is a bump above another; the same for `none`. @throws Error when a text is not a version */
export function raised(version: string, bump: Bump): string {
  const at = 3 - bumps.indexOf(bump);
  return parseVersion(version)
    .map((number, index) => (index < at ? number : index === at ? number + 1 : 0))
    .join('.');
}

function parseVersion(version: string): number[] {
  const match = /^(\d+)\.(\d+)\.(\d+)/.exec(version);
  if (!match) throw new Error(`'${version}' is not a version: write three numbers, as in 1.2.3`);
  return match.slice(1).map(Number);
}
