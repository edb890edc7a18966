/**
 * Every kind of fact that a page may state, by the first part of its key. `section` is `request`, `answer` or `webhook`,
 * or `parameter` for what goes into the query.
 *
 * - `host/<host>`, `path/<path>` (without its first slash), `parameter/<name>`, `identifier/<account>`, `command/<word>`, `code/<number>`
 * - `version`: `v1`
 * - `field/<section>/<name>`: type as JSON Schema names it, or the page's own word for it in lower case; then `required`
 *   or `optional` where the page says so; one for each row, joined by `|`. A name that is printed with its
 *   parents has slashes: `data/region`.
 * - `word/<section>/<name>/<word>`: a value that the field may have
 * - `default/<section>/<name>`: `10`, `7 days`, `now`, `all` or a word
 * - `bound/<section>/<name>`: `10000..600000`, `..1000 bytes`
 * - `sample/<side><pointer>`: types of a member, joined by `|`; the side is `body`, `answer` or `webhook`
 * - `rate`, `rate/trial` (of trial apps), `rate/other` (a second one): requests a second, or within some
 *   seconds: `600/60`
 * - `limit/<name>`: one of `x-limits`, such as `7 days`
 * - `retry`: the waits before another attempt in seconds, such as `0 1 1 2 3 5`
 * - `client/<platform>`: the first version of a client, `1.7.1`
 * - `end`: the day on which the interface of the page ends, or nothing where no day is given
 * - `updated`: the day of the page
 * - `unreadable/<part>/<text>`: something that should be a fact and cannot be read
 */
const factKinds: ReadonlyMap<string, FactKind> = new Map<string, FactKind>(
  Object.entries({
    host: { noun: 'the host' },
    path: { noun: 'the path' },
    version: { noun: 'the version', isAlone: true },
    parameter: { noun: 'the query parameter', group: () => 'a table of query parameters' },
    identifier: { noun: 'the account', owner: () => 'parameter/identifier' },
    command: { noun: 'the command word', group: () => 'a list of command words' },
    code: { noun: 'the error code', group: () => 'a table of error codes' },
    field: { noun: 'the field', depth: 2, group: (section) => `a table of ${section} fields` },
    sample: { noun: 'the field', depth: 2, group: () => 'a sample' },
    word: { noun: 'the word', depth: 3, owner: (section, names) => nameField(section, names.slice(0, -1)) },
    default: { noun: 'the default', isValued: true, owner: nameField },
    bound: { noun: 'the bounds', isValued: true, owner: nameField },
    rate: { noun: 'the rate limit', group: () => 'a rate limit', isValued: true, isAlone: true },
    limit: { noun: 'the limit', isValued: true },
    retry: { noun: 'the waits before another attempt', isValued: true, isAlone: true },
    client: { noun: 'the first version of the client', isValued: true },
    end: { noun: 'that its interface ends', isValued: true, isAlone: true },
    updated: { noun: 'the day of its last change', isAlone: true },
    unreadable: { noun: 'the fact' },
  } satisfies Record<string, FactKind>),
);

interface FactKind {
  readonly noun: string;
  /** The name of a group of facts of the kind; other kinds have one or few facts on a page. */
  readonly group?: (section: string) => string;
  /** How many parts of a key tell which facts are found together. Default: 1. */
  readonly depth?: number;
  /** The key of the field or parameter that it is said of. */
  readonly owner?: (section: string, names: readonly string[]) => string;
  /** Whether it is news by its value, not by being there. */
  readonly isValued?: boolean;
  /** Whether it has no name of its own. */
  readonly isAlone?: boolean;
}

function nameField(section: string, names: readonly string[]): string {
  return [...(section === 'parameter' ? [] : ['field']), section, ...names].join('/');
}

/** What is known of the kind of a fact; one that is not known comes from a file of another version. */
export function readFactKind(key: string): FactKind {
  const kind = readKind(key);
  return factKinds.get(kind) ?? { noun: 'the fact', group: () => kind };
}

/** The kind of a fact: what stands before the first slash of its key. */
export function readKind(key: string): string {
  return key.split('/', 1)[0] ?? '';
}

/** A key, taken apart. */
interface FactKey {
  readonly kind: string;
  /** The second part; a section only where the kind has one. */
  readonly section: string;
  /** What follows: a field behind the names of its parents, or a word behind its field. */
  readonly names: readonly string[];
  /** Of a part of a field or parameter: the key of the whole. */
  readonly owner: string | undefined;
}

export function parseKey(key: string): FactKey {
  const [kind = '', section = '', ...names] = key.split('/');
  return { kind, section, names, owner: factKinds.get(kind)?.owner?.(section, names) };
}

/** The first parts of a key, which facts that are found together share. */
export function readGroup(key: string): string {
  return key
    .split('/')
    .slice(0, readFactKind(key).depth ?? 1)
    .join('/');
}

/** Such as `a table of answer fields`. */
export function nameGroup(group: string): string {
  const { kind, section } = parseKey(group);
  return readFactKind(group).group?.(section) ?? kind;
}
