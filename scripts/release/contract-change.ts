import { parse } from 'yaml';
import { type Bump, greatest } from './bump.ts';
import { isRecord, recordOf, recordsOf } from './is-record.ts';
import { redoclyDiff, type SpecChange } from './redocly-diff.ts';
import type { Repository } from './repository.ts';

/** How much the contract changed, and which changes say so. */
export interface ContractChange {
  impact: Bump;
  /** A line for each change of that impact. */
  reasons: string[];
  /** `info.version` of the earlier contract and of the one on disk; absent where either has none. */
  versions?: { before: string; after: string };
}

const generated = 'spec/src/generated';

/** Compares each generation of the contract on disk with the one at the revision. */
export function contractChanges(repository: Repository, revision: string): Map<string, ContractChange> {
  const names = [...repository.list(generated), ...repository.list(generated, revision)].flatMap(
    (file) => /^(\w+)-openapi\.gen\.json$/.exec(file)?.[1] ?? [],
  );
  return new Map([...new Set(names)].map((name) => [name, changeOf(repository, revision, name)]));
}

function changeOf(repository: Repository, revision: string, generation: string): ContractChange {
  const file = `${generated}/${generation}-openapi.gen.json`;
  const before = repository.read(file, revision);
  const after = repository.read(file);
  if (before === undefined) return { impact: 'minor', reasons: [`generation ${generation} is new`] };
  if (after === undefined) return { impact: 'major', reasons: [`generation ${generation} is gone`] };

  const table = `spec/${generation}/errors.yaml`;
  const rated = [
    ...(before === after ? [] : redoclyDiff(before, after).filter(isNotTheVersion).map(rate)),
    ...changedCodes(repository.read(table, revision), repository.read(table)),
  ];
  const impact = greatest(rated.map((change) => change.impact));
  return {
    impact,
    reasons: rated.filter((change) => change.impact === impact).map(({ reason }) => reason),
    versions: { before: versionOf(before), after: versionOf(after) },
  };
}

interface Rated {
  impact: Bump;
  reason: string;
}

/**
 * Redocly looks at what crosses the wire under a path. It calls a patch what breaks here all the same: a webhook's
 * name is the command word that a receiver switches on, a schema's name is the name of a type, and how often and
 * whether a call may be repeated is what the client acts on.
 */
function rate(change: SpecChange): Rated {
  const [, part, within] = /^#\/(webhooks|components\/schemas)\/[^/]+(\/.*)?$/.exec(change.path) ?? [];
  const isNamed = part !== undefined && within === undefined;
  const isGone = change.kind === 'removed' || change.property === 'key';
  const isActedOn = /\bx-(rate-limit|idempotent|limits)\b/.test(`${change.path} ${change.property ?? ''}`);
  const least: Bump = isNamed && isGone ? 'major' : isActedOn ? 'minor' : 'none';
  const what =
    change.property === 'key' ? 'renamed' : [change.kind, change.property].filter(Boolean).join(' ');
  return {
    impact: greatest([change.impact, least]),
    reason: change.message?.replace(/\.$/, '') ?? `${change.path} ${what}`,
  };
}

function isNotTheVersion({ path, property }: SpecChange): boolean {
  return !(path === '#/info' && property === 'version');
}

/** The error codes stand in a table of their own, beside the description that Redocly compares. */
function changedCodes(before: string | undefined, after: string | undefined): Rated[] {
  const were = codesOf(before);
  const are = codesOf(after);
  const gone = [...were.keys()].filter((code) => !are.has(code));
  return [
    ...gone.map((code): Rated => ({ impact: 'major', reason: `error code ${code} is gone` })),
    ...[...are].flatMap(([code, entry]): Rated[] => {
      const was = were.get(code);
      if (!was) return [{ impact: 'minor', reason: `error code ${code} is new` }];
      const differs = (key: string) => JSON.stringify(was[key]) !== JSON.stringify(entry[key]);
      if (differs('name')) return [{ impact: 'major', reason: `error code ${code} has another name` }];
      if (differs('retryable'))
        return [{ impact: 'minor', reason: `error code ${code} has another 'retryable'` }];
      return Object.keys({ ...was, ...entry }).some(differs)
        ? [{ impact: 'patch', reason: `error code ${code} reads otherwise` }]
        : [];
    }),
  ];
}

function codesOf(table: string | undefined): Map<string, Record<string, unknown>> {
  const { codes } = recordOf(table === undefined ? undefined : parse(table));
  return new Map(recordsOf(codes).map((entry) => [String(entry.code), entry]));
}

function versionOf(description: string): string {
  const { info } = recordOf(JSON.parse(description));
  return isRecord(info) ? String(info.version) : '';
}
