// `node scripts/release/contract-change.ts [base]`: what changed in the contract, as Markdown, worst first. Without a base
// it is the branch that a pull request goes to, or else what releaseBase finds.
import { join } from 'node:path';
import { escapeMarkdown, sanitizeForTerminal } from '@trtc-call/reporting';
import { parse } from 'yaml';
import { type Bump, greatest } from './bump.ts';
import { type Repository, releaseBase, repositoryAt } from './checkout.ts';
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

/** Compares each generation of the contract on disk with the one at the revision. */
export function contractChanges(repository: Repository, revision: string): Map<string, ContractChange> {
  const names = [...repository.list(generated), ...repository.list(generated, revision)].flatMap(
    (file) => /^(\w+)-openapi\.gen\.json$/.exec(file)?.[1] ?? [],
  );
  return new Map([...new Set(names)].map((name) => [name, compare(repository, revision, name)]));
}

function compare(repository: Repository, revision: string, generation: string): ContractChange {
  const both = (file: string): [string | undefined, string | undefined] => [
    repository.read(file, revision),
    repository.read(file),
  ];
  const [before, after] = both(`${generated}/${generation}-openapi.gen.json`);
  if (before === undefined || after === undefined) {
    const isNew = before === undefined;
    const what = `generation ${generation} is ${isNew ? 'new' : 'gone'}`;
    return sum([{ level: isNew ? 'addition' : 'breaking', pointer: '#', what }]);
  }
  const [earlier, later] = [JSON.parse(before), JSON.parse(after)];
  const operations = [earlier, later]
    .flatMap(({ paths }) => Object.values<{ post: Row }>(paths))
    .map(({ post }) => String(post.operationId));
  const findUsesAt = findUses(earlier, later);
  const differences = before === after ? [] : redoclyDiff(earlier, later);
  const [codes, codesNow] = both(`spec/${generation}/errors.yaml`).map(read);
  const [mistakes, mistakesNow] = both(`spec/${generation}/mistakes.yaml`).map(read);
  const [flows, flowsNow] = both(`spec/${generation}/call-flows.yaml`).map(read);
  const [citations, citationsNow] = both(`${generated}/${generation}-citations.gen.json`);
  return {
    ...sum([
      ...differences
        .filter(({ path, property }) => !(path === '#/info' && property === 'version'))
        .flatMap((change) => classifyChange(change, findUsesAt)),
      ...compareRows('limit', keyed(earlier['x-limits']), keyed(later['x-limits']), operations),
      ...compareRows('error code', rows(codes?.codes, 'code'), rows(codesNow?.codes, 'code'), operations),
      ...compareRows(
        'error code',
        keyed({ 'of no list': codes?.otherCodes }),
        keyed({ 'of no list': codesNow?.otherCodes }),
        operations,
      ),
      ...compareRows('mistake', rows(mistakes, 'id'), rows(mistakesNow, 'id'), operations),
      ...compareRows(
        'flow',
        rows(flows?.flows, 'callType', 'result'),
        rows(flowsNow?.flows, 'callType', 'result'),
        operations,
      ),
      ...compareRows('moment', words(flows?.moments), words(flowsNow?.moments), operations),
      ...changedWords('the pages and decisions', citations, citationsNow),
      ...changedWords(
        'the notes on flows',
        JSON.stringify({ ...flows, flows: [] }),
        JSON.stringify({ ...flowsNow, flows: [] }),
      ),
    ]),
    versions: { before: String(earlier.info.version), after: String(later.info.version) },
  };
}

type Row = Readonly<Record<string, unknown>>;

/** What only people read. */
const prose = /^(?:cause|remedy|sentence|inChat|description|source|decision|unprovoked|hidden|place)$/;

/** Tables of the contract that OpenAPI does not know, and so neither does Redocly. */
function compareRows(
  table: string,
  before: ReadonlyMap<string, Row>,
  after: ReadonlyMap<string, Row>,
  operations: readonly string[],
): ConsumerChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key): ConsumerChange[] => {
    const [was, is] = [before.get(key), after.get(key)];
    const row = { pointer: `#/${table.replace(' ', '-')}s/${key}`, what: `${table} ${key}` };
    if (!is) return [{ ...row, level: 'breaking', what: `${row.what} is gone` }];
    if (!was) return [{ ...row, level: levelOfNew(table, is), what: `${row.what} is new` }];
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    return keys.flatMap((name): ConsumerChange[] => {
      const [from, to] = [was, is].map((one) => say(one[name], operations));
      if (from === to) return [];
      const isProse = prose.test(name) || from?.split(', ').sort().join() === to?.split(', ').sort().join();
      if (isProse && table !== 'flow')
        return [{ ...row, level: 'documentation', what: `${row.what} was reworded` }];
      const isBreaking = name === 'name' || (name === 'answer' && is.level === 'MUST');
      const what = `${row.what}: \`${name}\` was ${from} and is ${to}`;
      return [{ ...row, level: isBreaking ? 'breaking' : 'warning', what }];
    });
  });
}

function levelOfNew(table: string, row: Row): Level {
  if (table === 'mistake') return row.level === 'MUST' ? 'breaking' : 'warning';
  return table === 'flow' || table === 'moment' ? 'addition' : 'warning';
}

/** A value as text; all operations by name are `all`, and the order of a list of them is none. */
function say(value: unknown, operations: readonly string[]): string {
  if (!Array.isArray(value)) return JSON.stringify(value) ?? 'absent';
  if (value.some((item) => typeof item === 'object')) return JSON.stringify(value);
  const isAll =
    value.includes('all') || (operations.length > 0 && operations.every((id) => value.includes(id)));
  return isAll ? 'all' : value.join(', ') || 'nothing';
}

function changedWords(what: string, before: string | undefined, after: string | undefined): ConsumerChange[] {
  return before === after ? [] : [{ level: 'documentation', pointer: '#', what: `${what} were reworded` }];
}

function read(text: string | undefined) {
  return text === undefined ? undefined : parse(text);
}

function rows(list: readonly Row[] = [], ...keys: readonly string[]): Map<string, Row> {
  return new Map(list.map((row) => [keys.map((key) => String(row[key])).join(' '), row]));
}

function words(list: readonly string[] = []): Map<string, Row> {
  return new Map(list.map((word) => [word, {}]));
}

function keyed(record: Readonly<Record<string, Row | undefined>> = {}): Map<string, Row> {
  return new Map(Object.entries(record).flatMap(([key, row]) => (row ? [[key, row] as const] : [])));
}

function sum(unsorted: readonly ConsumerChange[]): ContractChange {
  const changes = unsorted.toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
  return { impact: greatest(changes.map(({ level }) => bumpByLevel[level])), changes };
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
  const target = process.env.GITHUB_BASE_REF;
  try {
    const repository = repositoryAt(join(import.meta.dirname, '../..'));
    const named = process.argv[2] ?? (target ? `origin/${target}` : undefined);
    const { revision, description } = releaseBase(repository, named);
    console.error(`Compared with ${description}.`);
    const none = 'There is no earlier contract to compare this one with.\n';
    process.stdout.write(
      revision === undefined ? none : renderContractChange(contractChanges(repository, revision)),
    );
  } catch (error) {
    console.error(sanitizeForTerminal(`contract change: ${error instanceof Error ? error.message : error}`));
    process.exitCode = 2;
  }
}
