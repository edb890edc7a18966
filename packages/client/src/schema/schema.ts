import { isObject } from '@trtc-call/reporting/values';
import { describeValue, type Issue, type IssueRule } from './issue.ts';
import { describeSchema, isOfSomeType, listTypes, readRanges, type Schema } from './keywords.ts';

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
  if (schema.anyOf) return compileOptions(schema, schema.anyOf);
  const names = listTypes(schema);
  const findBrokenBound = compileBounds(schema);
  const boundRule = schema.open ? 'unlisted-word' : 'range';
  const visitItems = compileItems(schema);
  const visitMembers = compileMembers(schema);
  return (value, parent, name, visitor) => {
    const hasType = names.length === 0 || isOfSomeType(value, names);
    const keyword = hasType ? findBrokenBound(value) : 'type';
    if (keyword) visitor.differ(hasType ? boundRule : 'type', keyword, schema, value, parent, name);
    else if (Array.isArray(value)) visitItems(value, joinPointer(parent, name), visitor);
    else if (visitMembers && isObject(value)) visitMembers(value, joinPointer(parent, name), visitor);
  };
}

type VisitParts<Node extends Schema, Value> = (
  value: Value,
  pointer: string,
  visitor: SchemaVisitor<Node>,
) => void;

function compileItems<Node extends Schema>(schema: Node): VisitParts<Node, readonly unknown[]> {
  const visit = schema.items && compileNode<Node>(schema.items);
  return (value, pointer, visitor) => {
    visitor.enter?.(schema, value);
    if (visit) for (let at = 0; at < value.length; at += 1) visit(value[at], pointer, at, visitor);
  };
}

interface Option<Node extends Schema> {
  readonly option: Node;
  readonly visit: Visit<Node>;
}

function compileOptions<Node extends Schema>(schema: Node, anyOf: readonly Node[]): Visit<Node> {
  const options = anyOf.map((option): Option<Node> => ({ option, visit: compileNode(option) }));
  const objects = options.filter(({ option }) => {
    const names = listTypes(option);
    return names.length === 0 || names.includes('object');
  });
  return (value, parent, name, visitor) => {
    const possible = isObject(value)
      ? objects.filter(({ option }) => option.maxProperties !== 0 || Object.keys(value).length === 0)
      : options;
    const meant = chooseOption(possible, value, parent, name);
    if (!meant) return visitor.differ('type', 'anyOf', schema, value, parent, name);
    visitor.choose?.(schema, meant.option);
    meant.visit(value, parent, name, visitor);
  };
}

/** The option that a value keeps; else the first one that it breaks only further in, which is the one that was meant. */
function chooseOption<Node extends Schema>(
  options: readonly Option<Node>[],
  value: unknown,
  parent: string,
  name: Name,
): Option<Node> | undefined {
  // What can be one form only needs no trial.
  if (options.length === 1 && options[0]?.option.properties) return options[0];
  let meant: Option<Node> | undefined;
  for (const option of options) {
    const broken = { anywhere: false, here: false };
    option.visit(value, parent, name, {
      differ(rule, _keyword, _schema, _value, at, member) {
        if (!breaks({ rule })) return;
        broken.anywhere = true;
        broken.here ||= at === parent && member === name;
      },
    });
    if (!broken.anywhere) return option;
    if (!broken.here) meant ??= option;
  }
  return meant;
}

type Members = Readonly<Record<string, unknown>>;

function compileMembers<Node extends Schema>(schema: Node): VisitParts<Node, Members> | undefined {
  const { properties, required = [], closed } = schema;
  if (!properties) return undefined;
  const members = Object.entries(properties).map(([name, member]) => ({
    name,
    visit: compileNode<Node>(member),
    isRequired: required.includes(name),
  }));
  const visitUndocumented: VisitParts<Node, Members> = (value, pointer, visitor) => {
    for (const name of Object.keys(value)) {
      if (Object.hasOwn(properties, name)) continue;
      visitor.differ('undocumented-field', 'closed', schema, value[name], pointer, name);
    }
  };
  return (value, pointer, visitor) => {
    visitor.enter?.(schema, value);
    let present = 0;
    for (const { name, visit, isRequired } of members) {
      const member = Object.hasOwn(value, name) ? value[name] : undefined;
      if (member !== undefined) {
        present += 1;
        visit(member, pointer, name, visitor);
      } else if (isRequired) visitor.differ('required', 'required', schema, undefined, pointer, name);
    }
    if (closed && Object.keys(value).length > present) visitUndocumented(value, pointer, visitor);
  };
}

/** Finds the first keyword, beside `type`, that a value does not keep. */
function compileBounds(schema: Schema): (value: unknown) => keyof Schema | undefined {
  const words = schema.enum;
  const pattern = schema.pattern === undefined ? undefined : new RegExp(schema.pattern, 'u');
  const ranges = readRanges(schema);
  return (value) => {
    if (words?.includes(value) === false) return 'enum';
    const isText = typeof value === 'string';
    return (
      findBrokenRange(value, ranges) ?? (isText && pattern?.test(value) === false ? 'pattern' : undefined)
    );
  };
}

function findBrokenRange(value: unknown, ranges: ReturnType<typeof readRanges>): keyof Schema | undefined {
  for (const { measure, least, most, from, to } of ranges) {
    const size = measure(value);
    if (from !== undefined && size < from) return least;
    if (to !== undefined && size > to) return most;
  }
  return undefined;
}

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
