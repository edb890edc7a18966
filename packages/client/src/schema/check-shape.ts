import { describeValue, isObject } from '../describe-value.ts';
import { fitsBounds, fitsType, type Shape, type TypeName } from './shape.ts';

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

/** What has more is of another form altogether; an answer of some megabytes may differ in millions of places. */
const mostIssues = 100;

/** Lists the places where the value differs from the shape: 100 that break the contract at most, and 100 others. */
export function checkShape(value: unknown, shape: Shape, pointer = ''): Issue[] {
  const issues = new IssueList();
  collect(value, shape, pointer, issues);
  return issues.all;
}

class IssueList {
  readonly all: Issue[] = [];
  #breaking = 0;
  #others = 0;

  add(rule: IssueRule, make: () => Issue): void {
    const isBreaking = breaks({ rule });
    if ((isBreaking ? this.#breaking : this.#others) >= mostIssues) return;
    if (isBreaking) this.#breaking += 1;
    else this.#others += 1;
    this.all.push(make());
  }
}

/** Whether the value is not what the types promise. */
export function breaks({ rule }: Pick<Issue, 'rule'>): boolean {
  return rule !== 'unlisted-word' && rule !== 'undocumented-field';
}

/** Says in words what a shape asks for, such as `an integer of at least 1`. */
export function describeShape(shape: Shape): string {
  if (shape.anyOf) return [...new Set(shape.anyOf.map(describeShape))].join(' or ');
  if (shape.enum) return `one of ${shape.enum.map((member) => JSON.stringify(member)).join(', ')}`;
  const names = typesOf(shape).map((name) => articles[name]);
  return [names.join(' or ') || 'any value', ...boundsOf(shape)].join(' ');
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

// One list for the whole value: every answer comes through here, and most have nothing to report.
function collect(value: unknown, shape: Shape, pointer: string, issues: IssueList): void {
  const { anyOf, items, properties } = shape;
  const note = (rule: IssueRule) => issues.add(rule, () => issueOf(rule, value, shape, pointer));
  if (anyOf) collectOptions(value, anyOf, pointer, issues);
  else if (!fitsType(value, shape)) note('type');
  else if (!fitsBounds(value, shape)) note(shape.open ? 'unlisted-word' : 'range');
  else if (Array.isArray(value)) {
    if (items)
      for (let at = 0; at < value.length; at += 1) collect(value[at], items, `${pointer}/${at}`, issues);
  } else if (properties && isObject(value)) collectMembers(value, properties, shape, pointer, issues);
}

function collectOptions(value: unknown, options: readonly Shape[], pointer: string, issues: IssueList): void {
  let nearest: readonly Issue[] | undefined;
  for (const option of options) {
    const own = new IssueList();
    collect(value, option, pointer, own);
    if (!own.all.some(breaks)) {
      for (const issue of own.all) issues.add(issue.rule, () => issue);
      return;
    }
    // An option that only fails further in is the one that was meant.
    if (own.all.every((issue) => issue.pointer !== pointer)) nearest ??= own.all;
  }
  if (!nearest) issues.add('type', () => issueOf('type', value, { anyOf: options }, pointer));
  for (const issue of nearest ?? []) issues.add(issue.rule, () => issue);
}

function collectMembers(
  value: Record<string, unknown>,
  properties: Readonly<Record<string, Shape>>,
  { required, closed }: Shape,
  pointer: string,
  issues: IssueList,
): void {
  for (const name in properties) {
    const property = properties[name];
    if (!property) continue;
    const member = Object.hasOwn(value, name) ? value[name] : undefined;
    if (member !== undefined) collect(member, property, `${pointer}/${name}`, issues);
    else if (required?.includes(name)) {
      issues.add('required', () => issueOf('required', undefined, property, `${pointer}/${name}`));
    }
  }
  if (!closed) return;
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(properties, name)) continue;
    issues.add('undocumented-field', () => {
      const place = `${pointer}/${plainWord.test(name) ? name : '(a long name)'}`;
      const got = describeValue(value[name]);
      return { rule: 'undocumented-field', pointer: place, expected: 'no such field', got };
    });
  }
}

// A word may be shown; anything longer could be somebody's text.
const plainWord = /^[\w.-]{1,40}$/;

function issueOf(rule: IssueRule, value: unknown, shape: Shape, pointer: string): Issue {
  const isWord = rule === 'unlisted-word' && typeof value === 'string' && plainWord.test(value);
  const got = isWord ? JSON.stringify(value) : describeValue(value);
  const ofType = typesOf(shape).length > 0 && fitsType(value, shape);
  return {
    rule,
    pointer,
    expected: describeShape(shape),
    got: ofType ? got.replace(/^an? (?!empty)/, 'another ') : got,
  };
}

function typesOf(shape: Shape): readonly TypeName[] {
  if (shape.type === undefined) return [];
  return typeof shape.type === 'string' ? [shape.type] : shape.type;
}

function boundsOf(shape: Shape): string[] {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, maxProperties, pattern } = shape;
  return [
    rangeOf('', minimum, maximum),
    rangeOf(' characters', minLength, maxLength),
    rangeOf(' items', minItems, maxItems),
    rangeOf(' members', undefined, maxProperties),
    pattern === undefined ? '' : `that matches ${pattern}`,
  ].filter((bound) => bound !== '');
}

function rangeOf(unit: string, least: number | undefined, most: number | undefined): string {
  if (least !== undefined && most !== undefined) return `from ${least} to ${most}${unit}`;
  if (least !== undefined) return `of at least ${least}${unit}`;
  return most === undefined ? '' : `of at most ${most}${unit}`;
}
