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
  differ(
    rule: IssueRule,
    keyword: keyof Schema,
    schema: Node,
    value: unknown,
    parent: string,
    name: Name,
  ): void;
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
      const issues = new IssueList();
      visit(value, pointer, undefined, issues);
      return issues.all;
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
  const names = listTypes(schema).map((name) => articles[name]);
  return [names.join(' or ') || 'any value', ...describeBounds(schema)].join(' ');
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

class IssueList implements SchemaVisitor<Schema> {
  readonly all: SchemaIssue[] = [];
  #breaking = 0;
  #others = 0;

  differ(
    rule: IssueRule,
    keyword: keyof Schema,
    schema: Schema,
    value: unknown,
    parent: string,
    name: Name,
  ): void {
    const isBreaking = breaks({ rule });
    if ((isBreaking ? this.#breaking : this.#others) >= mostIssues) return;
    if (isBreaking) this.#breaking += 1;
    else this.#others += 1;
    this.all.push(describeIssue(rule, keyword, value, schema, parent, name));
  }
}

function compileNode<Node extends Schema>(schema: Node): Visit<Node> {
  const { anyOf, items, properties, open } = schema;
  if (anyOf) return compileOptions(schema, anyOf);
  const types = listTypes(schema);
  const findBrokenBound = compileBounds(schema);
  const visitItem = items && compileNode<Node>(items);
  const visitMembers = properties && compileMembers<Node>(properties, schema);
  return (value, parent, name, visitor) => {
    if (types.length > 0 && !isOfSomeType(value, types)) {
      visitor.differ('type', 'type', schema, value, parent, name);
      return;
    }
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

/** Whether a value breaks a form at all, and whether it does so at its own place. */
class Trial implements SchemaVisitor<Schema> {
  isBroken = false;
  isBrokenHere = false;
  readonly #parent: string;
  readonly #name: Name;

  constructor(parent: string, name: Name) {
    this.#parent = parent;
    this.#name = name;
  }

  differ(rule: IssueRule, _: unknown, __: unknown, ___: unknown, parent: string, name: Name): void {
    if (!breaks({ rule })) return;
    this.isBroken = true;
    if (parent === this.#parent && name === this.#name) this.isBrokenHere = true;
  }
}

function compileOptions<Node extends Schema>(schema: Node, anyOf: readonly Node[]): Visit<Node> {
  const options = anyOf.map((option) => ({ option, visit: compileNode<Node>(option) }));
  const withMembers = findMembersForm(options);
  return (value, parent, name, visitor) => {
    let meant = isObject(value) && !isEmpty(value) ? withMembers : undefined;
    if (!meant) {
      for (const option of options) {
        const trial = new Trial(parent, name);
        option.visit(value, parent, name, trial);
        // An option that only fails further in is the one that was meant.
        if (!trial.isBrokenHere) meant ??= option;
        if (trial.isBroken) continue;
        meant = option;
        break;
      }
    }
    if (!meant) {
      visitor.differ('type', 'anyOf', schema, value, parent, name);
      return;
    }
    visitor.choose?.(schema, meant.option);
    meant.visit(value, parent, name, visitor);
  };
}

/** The one form that an object with anything in it can have, so that it is not tried first. */
function findMembersForm<Option extends { readonly option: Schema }>(
  options: readonly Option[],
): Option | undefined {
  const [form, ...others] = options.filter(({ option }) => {
    const types = listTypes(option);
    return option.maxProperties !== 0 && (types.length === 0 || types.includes('object'));
  });
  const isPlain = form?.option.maxProperties === undefined && !form?.option.enum;
  return others.length === 0 && isPlain && form?.option.properties ? form : undefined;
}

function isEmpty(value: object): boolean {
  for (const _ in value) return false;
  return true;
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
  parent: string,
  name: Name,
): SchemaIssue {
  if (rule === 'undocumented-field') {
    const pointer = `${parent}/${plainWord.test(String(name)) ? name : '(a long name)'}`;
    return { rule, keyword, pointer, expected: 'no such field', got: describeValue(value) };
  }
  const isWord = rule === 'unlisted-word' && typeof value === 'string' && plainWord.test(value);
  const got = isWord ? JSON.stringify(value) : describeValue(value);
  const isOther = isOfSomeType(value, listTypes(schema));
  const asked = rule === 'required' ? (schema.properties?.[String(name)] ?? {}) : schema;
  return {
    rule,
    keyword,
    pointer: joinPointer(parent, name),
    expected: describeSchema(asked),
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
