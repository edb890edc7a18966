import { isObject } from '@trtc-call/reporting/values';
import { describeValue, type Issue, type IssueRule } from './issue.ts';

/** The part of JSON Schema that a contract uses, and two keywords of our own. `readSchema` makes it of OpenAPI. */
export interface Schema {
  readonly type?: TypeName | readonly TypeName[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly pattern?: string;
  readonly items?: this;
  readonly properties?: Readonly<Record<string, this>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly this[];
  /** The words of `enum` are those that the documents list; another one may come. */
  readonly open?: boolean;
  /** The `properties` are those that the documents list; another one may come. */
  readonly closed?: boolean;
}

export type TypeName = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'null';

/** An issue with the keyword of the schema that the value does not keep. */
export interface SchemaIssue extends Issue {
  readonly keyword: keyof Schema;
}

/** A schema, ready to be held against values. */
export interface Validator<Node extends Schema = Schema> {
  /**
   * Lists the places where a value differs from the schema: at most 100 that break it, and 100 others.
   *
   * @param pointer where the value stands. Default: it is the whole.
   */
  check(value: unknown, pointer?: string): SchemaIssue[];
  /** Tells a visitor of each place where a value differs, however many they are. */
  visit(value: unknown, visitor: SchemaVisitor<Node>): void;
}

/** Takes what comes of holding a value against a schema. */
export interface SchemaVisitor<Node extends Schema> {
  /**
   * A value differs. For a member that is missing or undocumented, `schema` is that of the object.
   *
   * @param parent JSON Pointer of what holds the value, which stands in it by `name`; it is the whole without a name
   */
  readonly differ: (
    rule: IssueRule,
    keyword: keyof Schema,
    schema: Node,
    value: unknown,
    parent: string,
    name: Name,
  ) => void;
  /** Comes to an object or a list, whose members and items follow. */
  enter?(schema: Node, value: object): void;
  /** Holds a value against one of several forms. */
  choose?(schema: Node, option: Node): void;
}

/** Prepares a schema. */
export function compile<Node extends Schema>(schema: Node): Validator<Node> {
  const visit = compileNode(schema);
  return {
    check(value, pointer = '') {
      const issues: SchemaIssue[] = [];
      const left = { breaking: mostIssues, others: mostIssues };
      visit(value, pointer, undefined, {
        differ(rule, ...difference) {
          const kind = breaks({ rule }) ? 'breaking' : 'others';
          if (left[kind] === 0) return;
          left[kind] -= 1;
          issues.push(describeIssue(rule, ...difference));
        },
      });
      return issues;
    },
    visit: (value, visitor) => visit(value, '', undefined, visitor),
  };
}

/** Whether the value is not what the types promise. */
export function breaks({ rule }: Pick<Issue, 'rule'>): boolean {
  return rule !== 'unlisted-word' && rule !== 'undocumented-field';
}

/** Says in words what a schema asks for, such as `an integer of at least 1`. */
export function describeSchema(schema: Schema): string {
  if (schema.anyOf) return [...new Set(schema.anyOf.map(describeSchema))].join(' or ');
  if (schema.enum) return `one of ${schema.enum.map((member) => JSON.stringify(member)).join(', ')}`;
  const names = listTypes(schema).map((name) => types[name].words);
  const ranges = readRanges(schema).map(({ from, to, unit }) => {
    const end = `${to ?? from}${(to ?? from) === 1 ? unit.replace(/s$/, '') : unit}`;
    if (from === undefined) return `of at most ${end}`;
    return to === undefined ? `of at least ${end}` : `from ${from} to ${end}`;
  });
  const form = schema.pattern === undefined ? [] : [describePattern(schema.pattern)];
  return [names.join(' or ') || 'any value', ...ranges, ...form].join(' ');
}

function describePattern(pattern: string): string {
  const isOfUrl = pattern.replaceAll(/\[[A-Z]([a-z])\]/g, '$1') === '^https?://.+$';
  return isOfUrl ? 'that begins with http:// or https://' : `that matches ${pattern}`;
}

/** The place of a member by its parent's: nearly all values have no issue, and need no pointer. */
type Name = string | number | undefined;
type Visit<Node extends Schema> = (
  value: unknown,
  parent: string,
  name: Name,
  visitor: SchemaVisitor<Node>,
) => void;

function joinPointer(parent: string, name: Name): string {
  return name === undefined ? parent : `${parent}/${name}`;
}

/** What has more is of another form altogether; an answer of some megabytes may differ in millions of places. */
const mostIssues = 100;

function compileNode<Node extends Schema>(schema: Node): Visit<Node> {
  const { anyOf, items, properties, open } = schema;
  if (anyOf) return compileOptions(schema, anyOf);
  const names = listTypes(schema);
  const findBrokenBound = compileBounds(schema);
  const visitItem = items && compileNode<Node>(items);
  const visitMembers = properties && compileMembers<Node>(properties, schema);
  return (value, parent, name, visitor) => {
    const hasType = names.length === 0 || isOfSomeType(value, names);
    if (!hasType) return visitor.differ('type', 'type', schema, value, parent, name);
    const keyword = findBrokenBound(value);
    if (keyword) visitor.differ(open ? 'unlisted-word' : 'range', keyword, schema, value, parent, name);
    else if (Array.isArray(value)) {
      visitor.enter?.(schema, value);
      const pointer = joinPointer(parent, name);
      if (visitItem) for (let at = 0; at < value.length; at += 1) visitItem(value[at], pointer, at, visitor);
    } else if (visitMembers && isObject(value)) {
      visitor.enter?.(schema, value);
      visitMembers(value, joinPointer(parent, name), visitor);
    }
  };
}

function compileOptions<Node extends Schema>(schema: Node, anyOf: readonly Node[]): Visit<Node> {
  const options = anyOf.map((option) => ({ option, visit: compileNode<Node>(option) }));
  const objects = options.filter(({ option }) => {
    const names = listTypes(option);
    return names.length === 0 || names.includes('object');
  });
  return (value, parent, name, visitor) => {
    const possible = isObject(value)
      ? objects.filter(({ option }) => option.maxProperties !== 0 || Object.keys(value).length === 0)
      : options;
    // What can be one form only needs no trial.
    const isSole = possible.length === 1 && possible[0]?.option.properties;
    let meant = isSole ? possible[0] : undefined;
    for (const option of isSole ? [] : possible) {
      const broken = { anywhere: false, here: false };
      option.visit(value, parent, name, {
        differ(rule, _keyword, _schema, _value, at, member) {
          if (!breaks({ rule })) return;
          broken.anywhere = true;
          broken.here ||= at === parent && member === name;
        },
      });
      // An option that only fails further in is the one that was meant.
      if (!broken.anywhere) meant = option;
      else if (!broken.here) meant ??= option;
      if (!broken.anywhere) break;
    }
    if (!meant) return visitor.differ('type', 'anyOf', schema, value, parent, name);
    visitor.choose?.(schema, meant.option);
    meant.visit(value, parent, name, visitor);
  };
}

function compileMembers<Node extends Schema>(
  properties: Readonly<Record<string, Node>>,
  holder: Node,
): (value: Record<string, unknown>, pointer: string, visitor: SchemaVisitor<Node>) => void {
  const { required = [], closed } = holder;
  const members = Object.entries(properties).map(([name, schema]) => ({
    name,
    visit: compileNode<Node>(schema),
    isRequired: required.includes(name),
  }));
  return (value, pointer, visitor) => {
    let present = 0;
    for (const { name, visit, isRequired } of members) {
      const read = value[name];
      const member = read !== undefined && Object.hasOwn(value, name) ? read : undefined;
      if (member !== undefined) {
        present += 1;
        visit(member, pointer, name, visitor);
      } else if (isRequired) visitor.differ('required', 'required', holder, undefined, pointer, name);
    }
    if (!closed) return;
    const names = Object.keys(value);
    if (names.length === present) return;
    for (const name of names) {
      if (Object.hasOwn(properties, name)) continue;
      visitor.differ('undocumented-field', 'closed', holder, value[name], pointer, name);
    }
  };
}

/** The keywords that bound what has a size. */
const bounds = [
  { kind: 'number', least: 'minimum', most: 'maximum', unit: '' },
  { kind: 'string', least: 'minLength', most: 'maxLength', unit: ' characters' },
  { kind: 'array', least: 'minItems', most: 'maxItems', unit: ' items' },
  { kind: 'object', least: undefined, most: 'maxProperties', unit: ' members' },
] as const;

function measure(value: unknown, kind: (typeof bounds)[number]['kind']): number | undefined {
  if (typeof value === 'number') return kind === 'number' ? value : undefined;
  if (typeof value === 'string') return kind === 'string' ? value.length : undefined;
  if (Array.isArray(value)) return kind === 'array' ? value.length : undefined;
  return kind === 'object' && isObject(value) ? Object.keys(value).length : undefined;
}

/** The bounds that a schema sets. */
function readRanges(schema: Schema) {
  return bounds
    .map((bound) => ({ ...bound, from: bound.least && schema[bound.least], to: schema[bound.most] }))
    .filter(({ from, to }) => from !== undefined || to !== undefined);
}

/** Finds the first keyword, beside `type`, that a value does not keep. */
function compileBounds(schema: Schema): (value: unknown) => keyof Schema | undefined {
  const words = schema.enum;
  const pattern = schema.pattern === undefined ? undefined : new RegExp(schema.pattern, 'u');
  const ranges = readRanges(schema);
  return (value) => {
    if (words && !words.includes(value)) return 'enum';
    for (const { kind, least, most, from, to } of ranges) {
      const size = measure(value, kind);
      if (size === undefined) continue;
      if (from !== undefined && !(size >= from)) return least;
      if (to !== undefined && !(size <= to)) return most;
    }
    return pattern && typeof value === 'string' && !pattern.test(value) ? 'pattern' : undefined;
  };
}

function isOfSomeType(value: unknown, names: readonly TypeName[]): boolean {
  for (const name of names) if (types[name].has(value)) return true;
  return false;
}

const types: Readonly<Record<TypeName, { readonly words: string; has(value: unknown): boolean }>> = {
  string: { words: 'a string', has: (value) => typeof value === 'string' },
  integer: { words: 'an integer', has: Number.isInteger },
  number: { words: 'a number', has: Number.isFinite },
  boolean: { words: 'a boolean', has: (value) => typeof value === 'boolean' },
  object: { words: 'an object', has: isObject },
  array: { words: 'an array', has: Array.isArray },
  null: { words: 'null', has: (value) => value === null },
};

// A word may be shown; anything longer could be text that a user wrote.
const plainWord = /^[\w.-]{1,40}$/;

function describeIssue(...difference: Parameters<SchemaVisitor<Schema>['differ']>): SchemaIssue {
  const [rule, keyword, schema, value, parent, name] = difference;
  if (rule === 'undocumented-field') {
    const pointer = `${parent}/${plainWord.test(String(name)) ? name : '(a long name)'}`;
    return { rule, keyword, pointer, expected: 'no such field', got: describeValue(value) };
  }
  const isWord = rule === 'unlisted-word' && typeof value === 'string' && plainWord.test(value);
  const got = isWord ? JSON.stringify(value) : describeValue(value);
  const isOther = isOfSomeType(value, listTypes(schema));
  const asked = rule === 'required' ? (schema.properties?.[String(name)] ?? {}) : schema;
  const pointer = joinPointer(parent, name);
  const shown = isOther ? got.replace(/^an? (?!empty)/, 'another ') : got;
  return { rule, keyword, pointer, expected: describeSchema(asked), got: shown };
}

function listTypes({ type }: Schema): readonly TypeName[] {
  if (type === undefined) return [];
  return typeof type === 'string' ? [type] : type;
}
