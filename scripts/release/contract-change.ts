import { type Bump, greatest } from './bump.ts';
import { changedFlows } from './changed-flows.ts';
import { changedMistakes } from './changed-mistakes.ts';
import { changedCodes, changedLimits } from './changed-tables.ts';
import { bumpOf, type ConsumerChange, levels } from './consumer-change.ts';
import { isRecord, recordOf } from './is-record.ts';
import { spellAlike } from './one-spelling.ts';
import { rateChange } from './rate-change.ts';
import { redoclyDiff, type SpecChange } from './redocly-diff.ts';
import type { Repository } from './repository.ts';
import { usesOf } from './uses.ts';

/** How much the contract changed, and which changes say so. */
export interface ContractChange {
  impact: Bump;
  /** Every change, worst first. */
  changes: ConsumerChange[];
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
  if (before === undefined) {
    const meaning = 'It may be used beside the others; nothing has to change.';
    return summed([{ level: 'addition', pointer: '#', what: `generation ${generation} is new`, meaning }]);
  }
  if (after === undefined) {
    const meaning = 'Code that uses it does not compile.';
    return summed([{ level: 'breaking', pointer: '#', what: `generation ${generation} is gone`, meaning }]);
  }
  const table = `spec/${generation}/errors.yaml`;
  const tables = [repository.read(table, revision), repository.read(table)] as const;
  const list = `spec/${generation}/mistakes.yaml`;
  // Before there was a file of their own, mistakes stood in the table of codes.
  const mistakes = [repository.read(list, revision) ?? tables[0], repository.read(list)] as const;
  const flows = `spec/${generation}/call-flows.yaml`;
  const ids = operationIdsOf(before, after);
  return {
    ...summed([
      ...changesOfDescription(before, after),
      ...changedCodes(...tables, ids),
      ...changedMistakes(...mistakes, ids),
      ...changedFlows(repository.read(flows, revision), repository.read(flows)),
    ]),
    versions: { before: versionOf(before), after: versionOf(after) },
  };
}

function changesOfDescription(before: string, after: string): ConsumerChange[] {
  if (before === after) return [];
  const [earlier, later]: unknown[] = [JSON.parse(before), JSON.parse(after)];
  const uses = usesOf(earlier, later);
  return [
    ...redoclyDiff(before, JSON.stringify(spellAlike(earlier, later)))
      .filter(isNotTheVersion)
      .flatMap((change) => rateChange(change, uses)),
    ...changedLimits(earlier, later),
  ];
}

function operationIdsOf(...descriptions: readonly string[]): string[] {
  const ids = descriptions
    .flatMap((description) => Object.values(recordOf(recordOf(JSON.parse(description)).paths)))
    .flatMap((item) => Object.values(recordOf(item)))
    .flatMap((operation) => recordOf(operation).operationId ?? [])
    .map(String);
  return [...new Set(ids)];
}

function summed(unsorted: readonly ConsumerChange[]): ContractChange {
  const changes = unsorted.toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
  const impact = greatest(changes.map(({ level }) => bumpOf(level)));
  return {
    impact,
    changes,
    reasons: changes.filter(({ level }) => bumpOf(level) === impact).map(({ what }) => what),
  };
}

function isNotTheVersion({ path, property }: SpecChange): boolean {
  return !(path === '#/info' && property === 'version');
}

function versionOf(description: string): string {
  const { info } = recordOf(JSON.parse(description));
  return isRecord(info) ? String(info.version) : '';
}
