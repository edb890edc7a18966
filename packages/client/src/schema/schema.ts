import { describeValue, isObject } from '../describe-value.ts';

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
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  /** The words of `enum` are those that the documents list; another one may come. */
  readonly open?: boolean;
  /** The `properties` are those that the documents list; another one may come. */
  readonly closed?: boolean;
}

export type TypeName = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'null';

/**
 * What differs; a `mismatch` is the answer to something else than was asked. The last two do not break the contract: the
 * vendor may list more tomorrow, and nothing that the types promise is missing.
 */
export type IssueRule = 'type' | 'required' | 'range' | 'mismatch' | 'unlisted-word' | 'undocumented-field';

/** One place where a value is not what the contract says. It never holds the value, but for an unlisted word. */
export interface Issue {
  readonly rule: IssueRule;
  /** JSON Pointer (RFC 6901) of the place, empty for the whole. */
  readonly pointer: string;
  readonly expected: string;
  readonly got: string;
}

/** An issue with the keyword of the schema that the value does not keep. */
export interface SchemaIssue extends Issue {
  readonly keyword: keyof Schema;
}

/** A schema, ready to be held against values. */
export interface Validator {
  /**
   * Lists the places where a value differs from the schema: at most 100 that break it, and 100 others.
   *
   * @param pointer where the value stands. Default: it is the whole.
   */
  check(value: unknown, pointer?: string): SchemaIssue[];
}

/** Prepares a schema. */
export function compile(schema: Schema): Validator {
  const visit = compileNode(schema);
  return {
    check(value, pointer = '') {
      const issues = new IssueList();
      visit(value, pointer, undefined, issues);
      return issues.all;
    },
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
  const names = listTypes(schema).map((name) => articles[name]);
  return [names.join(' or ') || 'any value', ...describeBounds(schema)].join(' ');
}

/** The place of a member by its parent's: nearly all values have no issue, and need no pointer. */
type Name = string | number | undefined;

type Visit = (value: unknown, parent: string, name: Name, issues: IssueList) => void;

function joinPointer(parent: string, name: Name): string {
  return name === undefined ? parent : `${parent}/${name}`;
}

/** What has more is of another form altogether; an answer of some megabytes may differ in millions of places. */
const mostIssues = 100;

class IssueList {
  readonly all: SchemaIssue[] = [];
  #breaking = 0;
  #others = 0;

  add(rule: IssueRule, make: () => SchemaIssue): void {
    const isBreaking = breaks({ rule });
    if ((isBreaking ? this.#breaking : this.#others) >= mostIssues) return;
    if (isBreaking) this.#breaking += 1;
    else this.#others += 1;
    this.all.push(make());
  }
}

function compileNode(schema: Schema): Visit {
  const { anyOf, items, properties, open } = schema;
  if (anyOf) return compileOptions(anyOf);
  const types = listTypes(schema);
  const findBrokenBound = compileBounds(schema);
  const visitItem = items && compileNode(items);
  const visitMembers = properties && compileMembers(properties, schema);
  return (value, parent, name, issues) => {
    if (types.length > 0 && !isOfSomeType(value, types)) {
      issues.add('type', () => describeIssue('type', 'type', value, schema, joinPointer(parent, name)));
      return;
    }
    const keyword = findBrokenBound(value);
    if (keyword) {
      const rule = open ? 'unlisted-word' : 'range';
      issues.add(rule, () => describeIssue(rule, keyword, value, schema, joinPointer(parent, name)));
    } else if (Array.isArray(value)) {
      const pointer = joinPointer(parent, name);
      if (visitItem) for (let at = 0; at < value.length; at += 1) visitItem(value[at], pointer, at, issues);
    } else if (visitMembers && isObject(value)) visitMembers(value, joinPointer(parent, name), issues);
  };
}

function compileOptions(options: readonly Schema[]): Visit {
  const visits = options.map(compileNode);
  return (value, parent, name, issues) => {
    let nearest: readonly SchemaIssue[] | undefined;
    for (const visit of visits) {
      const own = new IssueList();
      visit(value, parent, name, own);
      if (!own.all.some(breaks)) {
        for (const issue of own.all) issues.add(issue.rule, () => issue);
        return;
      }
      // An option that only fails further in is the one that was meant.
      const pointer = joinPointer(parent, name);
      if (own.all.every((issue) => issue.pointer !== pointer)) nearest ??= own.all;
    }
    if (!nearest) {
      issues.add('type', () =>
        describeIssue('type', 'anyOf', value, { anyOf: options }, joinPointer(parent, name)),
      );
    }
    for (const issue of nearest ?? []) issues.add(issue.rule, () => issue);
  };
}

function compileMembers(
  properties: Readonly<Record<string, Schema>>,
  { required = [], closed }: Schema,
): (value: Record<string, unknown>, pointer: string, issues: IssueList) => void {
  const members = Object.entries(properties).map(([name, schema]) => ({
    name,
    schema,
    visit: compileNode(schema),
    isRequired: required.includes(name),
  }));
  return (value, pointer, issues) => {
    for (const { name, schema, visit, isRequired } of members) {
      const member = Object.hasOwn(value, name) ? value[name] : undefined;
      if (member !== undefined) visit(member, pointer, name, issues);
      else if (isRequired) {
        issues.add('required', () =>
          describeIssue('required', 'required', undefined, schema, joinPointer(pointer, name)),
        );
      }
    }
    if (!closed) return;
    for (const name in value) {
      if (Object.hasOwn(properties, name) || !Object.hasOwn(value, name)) continue;
      issues.add('undocumented-field', () => ({
        rule: 'undocumented-field',
        keyword: 'closed',
        pointer: `${pointer}/${plainWord.test(name) ? name : '(a long name)'}`,
        expected: 'no such field',
        got: describeValue(value[name]),
      }));
    }
  };
}

/** Finds the first keyword, beside `type`, that a value does not keep. */
function compileBounds(schema: Schema): (value: unknown) => keyof Schema | undefined {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, maxProperties } = schema;
  const words = schema.enum;
  const pattern = schema.pattern === undefined ? undefined : new RegExp(schema.pattern, 'u');
  return (value) => {
    if (words && !words.includes(value)) return 'enum';
    if (typeof value === 'number') {
      if (minimum !== undefined && !(value >= minimum)) return 'minimum';
      return maximum !== undefined && !(value <= maximum) ? 'maximum' : undefined;
    }
    if (typeof value === 'string') {
      if (minLength !== undefined && value.length < minLength) return 'minLength';
      if (maxLength !== undefined && value.length > maxLength) return 'maxLength';
      return pattern && !pattern.test(value) ? 'pattern' : undefined;
    }
    if (Array.isArray(value)) {
      if (minItems !== undefined && value.length < minItems) return 'minItems';
      return maxItems !== undefined && value.length > maxItems ? 'maxItems' : undefined;
    }
    const isLarge =
      maxProperties !== undefined && isObject(value) && Object.keys(value).length > maxProperties;
    return isLarge ? 'maxProperties' : undefined;
  };
}

function isOfSomeType(value: unknown, types: readonly TypeName[]): boolean {
  for (const name of types) if (isOfType(value, name)) return true;
  return false;
}

function isOfType(value: unknown, name: TypeName): boolean {
  switch (name) {
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'null':
      return value === null;
    case 'number':
      return Number.isFinite(value);
    default:
      return typeof value === name;
  }
}

const articles: Record<TypeName, string> = {
  string: 'a string',
  integer: 'an integer',
  number: 'a number',
  boolean: 'a boolean',
  object: 'an object',
  array: 'an array',
  null: 'null',
};

// A word may be shown; anything longer could be somebody's text.
const plainWord = /^[\w.-]{1,40}$/;

function describeIssue(
  rule: IssueRule,
  keyword: keyof Schema,
  value: unknown,
  schema: Schema,
  pointer: string,
): SchemaIssue {
  const isWord = rule === 'unlisted-word' && typeof value === 'string' && plainWord.test(value);
  const got = isWord ? JSON.stringify(value) : describeValue(value);
  const isOther = isOfSomeType(value, listTypes(schema));
  return {
    rule,
    keyword,
    pointer,
    expected: describeSchema(schema),
    got: isOther ? got.replace(/^an? (?!empty)/, 'another ') : got,
  };
}

function listTypes({ type }: Schema): readonly TypeName[] {
  if (type === undefined) return [];
  return typeof type === 'string' ? [type] : type;
}

function describeBounds(schema: Schema): string[] {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, maxProperties, pattern } = schema;
  return [
    describeRange('', minimum, maximum),
    describeRange(' characters', minLength, maxLength),
    describeRange(' items', minItems, maxItems),
    describeRange(' members', undefined, maxProperties),
    pattern === undefined ? '' : `that matches ${pattern}`,
  ].filter((bound) => bound !== '');
}

function describeRange(unit: string, least: number | undefined, most: number | undefined): string {
  if (least !== undefined && most !== undefined) return `from ${least} to ${most}${unit}`;
  if (least !== undefined) return `of at least ${least}${unit}`;
  return most === undefined ? '' : `of at most ${most}${unit}`;
}
