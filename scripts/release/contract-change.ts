// `node scripts/release/contract-change.ts [base]`: what changed in the contract, as Markdown, worst first. Without a base
// it is the branch that a pull request goes to, or else what releaseBase finds.
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { escapeMarkdown, sanitizeForTerminal } from '@trtc-call/reporting';
import { parse } from 'yaml';
import { type Bump, bumpBetween, greatest, neededAfter, reaches } from './bump.ts';
import { diskTree, releaseBase, revisionTree, type Tree } from './checkout.ts';
import { type ConsumerChange, classifyChange, findUses, type Level, levels } from './rate-change.ts';
import { redoclyDiff } from './redocly-diff.ts';

/** How much the contract changed, and which changes say so. */
export interface ContractChange {
  /** From 1.0.0 on. A warning counts as a minor: a patch must be safe to take unread. */
  readonly impact: Bump;
  /** Every change, worst first. */
  readonly changes: readonly ConsumerChange[];
  /** `info.version` of the earlier contract and of the one on disk; absent where either has none. */
  readonly versions?: { readonly before: string; readonly after: string };
}

const bumpByLevel: Readonly<Record<Level, Bump>> = {
  breaking: 'major',
  warning: 'minor',
  addition: 'minor',
  documentation: 'patch',
};
const generated = 'spec/src/generated';

/** Compares each generation of the contract, as it was and as it is. */
export function contractChanges(was: Tree, is: Tree): Map<string, ContractChange> {
  const names = [...is.list(generated), ...was.list(generated)].flatMap(
    (file) => /^(\w+)-openapi\.gen\.json$/.exec(file)?.[1] ?? [],
  );
  return new Map([...new Set(names)].map((name) => [name, compare(was, is, name)]));
}

function compare(was: Tree, is: Tree, generation: string): ContractChange {
  const [before, after] = [was, is].map((tree) => readGeneration(tree, generation));
  if (!before || !after) {
    const isNew = before === undefined;
    const what = `generation ${generation} is ${isNew ? 'new' : 'gone'}`;
    return sum([{ level: isNew ? 'addition' : 'breaking', pointer: '#', what }]);
  }
  const documents = [before.document, after.document] as const;
  const operations = documents
    .flatMap(({ paths }) => Object.values(paths))
    .map(({ post }) => post.operationId);
  const differences = isDeepStrictEqual(...documents) ? [] : redoclyDiff(...documents);
  const findUsesAt = findUses(...documents);
  const reworded = Object.keys(after.prose).filter((name) => before.prose[name] !== after.prose[name]);
  return {
    ...sum([
      ...differences
        .filter(({ path, property }) => !(path === '#/info' && property === 'version'))
        .flatMap((change) => classifyChange(change, findUsesAt)),
      ...compareRows(before.rows, after.rows, operations),
      ...reworded.map((name) => ({
        level: 'documentation' as const,
        pointer: '#',
        what: `${name} were reworded`,
      })),
    ]),
    versions: { before: before.document.info.version, after: after.document.info.version },
  };
}

type Row = Readonly<Record<string, unknown>>;

/** A generation of the contract at a revision. */
interface Generation {
  readonly document: {
    readonly info: { readonly version: string };
    readonly paths: Readonly<Record<string, { readonly post: { readonly operationId: string } }>>;
    readonly 'x-limits'?: Readonly<Record<string, Row>>;
  };
  /** Rows of the tables that OpenAPI does not know, and so neither does Redocly, by names such as `error code 70005`. */
  readonly rows: ReadonlyMap<string, Row>;
  /** What only people read, by its name. */
  readonly prose: Readonly<Record<string, string | undefined>>;
}

function readGeneration(tree: Tree, generation: string): Generation | undefined {
  const text = tree.read(`${generated}/${generation}-openapi.gen.json`);
  if (text === undefined) return undefined;
  const document: Generation['document'] = JSON.parse(text);
  const readTable = (name: string) => parse(tree.read(`spec/${generation}/${name}.yaml`) ?? 'null');
  const { codes = [], otherCodes }: { codes?: Row[]; otherCodes?: Row } = readTable('errors') ?? {};
  const mistakes: Row[] = readTable('mistakes') ?? [];
  const notes: { flows?: Row[]; moments?: string[] } = readTable('call-flows') ?? {};
  const { flows = [], moments = [] } = notes;
  return {
    document,
    rows: new Map<string, Row>([
      ...Object.entries(document['x-limits'] ?? {}).map(([name, row]) => [`limit ${name}`, row] as const),
      ...codes.map((row) => [`error code ${row.code}`, row] as const),
      ...(otherCodes ? [['error code of no list', otherCodes] as const] : []),
      ...mistakes.map((row) => [`mistake ${row.id}`, row] as const),
      ...flows.map((row) => [`flow ${row.callType} ${row.result}`, row] as const),
      ...moments.map((word) => [`moment ${word}`, {}] as const),
    ]),
    prose: {
      'the pages and decisions': tree.read(`${generated}/${generation}-citations.gen.json`),
      'the notes on flows': JSON.stringify({ ...notes, flows: [] }),
    },
  };
}

/** What only people read of a row. */
const prose = /^(?:cause|remedy|sentence|inChat|description|source|decision|unprovoked|hidden|place)$/;

function compareRows(
  before: ReadonlyMap<string, Row>,
  after: ReadonlyMap<string, Row>,
  operations: readonly string[],
): ConsumerChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name): ConsumerChange[] => {
    const [was, is] = [before.get(name), after.get(name)];
    const pointer = `#/${name.replaceAll(' ', '/')}`;
    if (!is) return [{ pointer, level: 'breaking', what: `${name} is gone` }];
    if (!was) return [{ pointer, level: rateNewRow(name, is), what: `${name} is new` }];
    return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key): ConsumerChange[] => {
      const [from, to] = [was, is].map((row) => say(row[key], operations));
      if (from === to) return [];
      const isProse = prose.test(key) || from?.split(', ').sort().join() === to?.split(', ').sort().join();
      if (isProse && !name.startsWith('flow '))
        return [{ pointer, level: 'documentation', what: `${name} was reworded` }];
      const isBreaking = key === 'name' || (key === 'answer' && is.level === 'MUST');
      const what = `${name}: \`${key}\` was ${from} and is ${to}`;
      return [{ pointer, level: isBreaking ? 'breaking' : 'warning', what }];
    });
  });
}

function rateNewRow(name: string, row: Row): Level {
  if (name.startsWith('mistake ') && row.level === 'MUST') return 'breaking';
  return /^(?:flow|moment) /.test(name) ? 'addition' : 'warning';
}

/** A value as text; all operations by name are `all`, and the order of a list of them is none. */
function say(value: unknown, operations: readonly string[]): string {
  if (!Array.isArray(value)) return JSON.stringify(value) ?? 'absent';
  if (value.some((item) => typeof item === 'object')) return JSON.stringify(value);
  const isAll =
    value.includes('all') || (operations.length > 0 && operations.every((id) => value.includes(id)));
  return isAll ? 'all' : value.join(', ') || 'nothing';
}

function sum(unsorted: readonly ConsumerChange[]): ContractChange {
  const changes = unsorted.toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
  return { impact: greatest(changes.map(({ level }) => bumpByLevel[level])), changes };
}

/** A generation whose `info.version` was raised less since a release than its change needs. */
export interface LowVersion {
  readonly generation: string;
  readonly before: string;
  readonly after: string;
  readonly needed: Bump;
  readonly change: ContractChange;
}

/**
 * Finds them among the changes since the last release. `info.version` names the contract in every report, so two
 * published contracts that differ may not share one.
 */
export function findLowVersions(sinceRelease: ReadonlyMap<string, ContractChange>): LowVersion[] {
  return [...sinceRelease].flatMap(([generation, change]) => {
    if (!change.versions) return [];
    const { before, after } = change.versions;
    const needed = neededAfter(before, change.impact);
    return reaches(bumpBetween(before, after), needed) ? [] : [{ generation, before, after, needed, change }];
  });
}

const titles: Readonly<Record<Level, string>> = {
  breaking: 'Breaks users',
  warning: 'Users should look',
  addition: 'New',
  documentation: 'Only words',
};
const mostRows = 100;

/** What changed in the contract, as Markdown; one line where nothing did. */
export function renderContractChange(found: ReadonlyMap<string, ContractChange>): string {
  const changed = [...found].filter(([, { changes }]) => changes.length > 0);
  if (changed.length === 0) return 'The contract says what it said before: nothing changes for users.\n';
  const blocks = changed.flatMap(([generation, { impact, changes, versions }]) => {
    const version = versions ? `; its version was ${versions.before} and is ${versions.after}` : '';
    const shown = changes.slice(0, mostRows).map(({ level, what, pointer }) => {
      const cells = [titles[level], what, pointer].map((text) =>
        escapeMarkdown(text.replaceAll('`', "'").slice(0, 300)),
      );
      return `| ${cells.join(' | ')} |`;
    });
    const left = changes.length - shown.length;
    return [
      `## Contract ${generation}: from 1.0.0 on a ${impact} release${version}\n`,
      ...['| | what | where |', '| --- | --- | --- |', ...shown],
      ...(left > 0 ? [`\n${left} more are not shown.`] : []),
    ];
  });
  return `${blocks.join('\n')}\n`;
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '../..');
  const { GITHUB_BASE_REF: target } = process.env;
  try {
    const named = process.argv[2] ?? (target ? `origin/${target}` : undefined);
    const { revision, description } = releaseBase(root, named);
    console.error(`Compared with ${description}.`);
    process.stdout.write(
      revision === undefined
        ? 'There is no earlier contract to compare this one with.\n'
        : renderContractChange(contractChanges(revisionTree(root, revision), diskTree(root))),
    );
  } catch (error) {
    console.error(sanitizeForTerminal(`contract change: ${error instanceof Error ? error.message : error}`));
    process.exitCode = 2;
  }
}
