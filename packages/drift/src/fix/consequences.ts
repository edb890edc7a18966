import { isObject } from '../contract/json-type.ts';

/** How far a version is raised. */
export type Bump = 'none' | 'patch' | 'minor' | 'major';

/** What a change of the contract asks of a release. The repository knows the rules, in scripts/release. */
export interface Consequences {
  readonly bump: Bump;
  /** By published package. */
  readonly bumps: ReadonlyMap<string, Bump>;
  /** What `info.version` was raised to, where the last release demanded it. */
  readonly contractVersion: string | undefined;
}

/** Reads what scripts/release/follow-contract-main.ts prints; undefined when that is something else. */
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
  const [version] = Object.values(said.versions);
  return {
    bump: said.bump,
    bumps: new Map(bumps),
    contractVersion: typeof version === 'string' ? version : undefined,
  };
}

function isBump(word: unknown): word is Bump {
  return word === 'none' || word === 'patch' || word === 'minor' || word === 'major';
}
