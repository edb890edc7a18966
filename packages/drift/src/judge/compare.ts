import { isObject, type JsonType, jsonTypeOf } from '../contract/json-type.ts';
import { escapeSegment, type SchemaNode } from '../contract/schema-node.ts';
import { type Deviation, shownWord } from './deviation.ts';
import type { SeenFields } from './seen-fields.ts';

/** Lists every place where a value differs from its schema, and notes which fields it has. */
export function compare(value: unknown, node: SchemaNode, found: Deviation[], seen?: SeenFields): void {
  const { options, types, items, members } = node;
  if (options) compareOptions(value, options, node, found, seen);
  else if (!isOfTypes(value, types)) {
    found.push(deviation('type-changed', node, types.join('|'), jsonTypeOf(value), value));
  } else if (node.words && !node.words.has(value)) {
    if (node.open) found.push(deviation('unlisted-word', node, '', shownWord(String(value)), value));
    else found.push(deviation('out-of-range', node, boundsOf(node), '', value));
  } else if (!isWithin(value, node)) {
    found.push(deviation('out-of-range', node, boundsOf(node), '', value));
  } else if (Array.isArray(value)) {
    seen?.list(node, value);
    if (items) for (const item of value) compare(item, items, found, seen);
  } else if (members && isObject(value)) {
    seen?.object(node, value);
    compareMembers(value, members, node, found, seen);
  }
}

function compareOptions(
  value: unknown,
  options: readonly SchemaNode[],
  node: SchemaNode,
  found: Deviation[],
  seen: SeenFields | undefined,
): void {
  // An object with anything in it is held against the form that has fields.
  const likely = isObject(value) && !isEmpty(value) ? options.find(({ members }) => members) : undefined;
  const taken = likely ?? options.find((option) => fits(value, option));
  if (!taken) {
    found.push(unfit(value, options, node));
    return;
  }
  seen?.option(node, taken);
  compare(value, taken, found, seen);
}

function fits(value: unknown, node: SchemaNode): boolean {
  const deviations: Deviation[] = [];
  compare(value, node, deviations);
  return !deviations.some(breaks);
}

function isEmpty(value: object): boolean {
  for (const _ in value) return false;
  return true;
}

/** None of the options: of another type than all of them, or outside the bounds of the one of its type. */
function unfit(value: unknown, options: readonly SchemaNode[], node: SchemaNode): Deviation {
  const sameType = options.find(({ types }) => types.some((type) => isOfType(value, type)));
  if (sameType) return deviation('out-of-range', node, boundsOf(sameType), '', value);
  return deviation('type-changed', node, expectedTypes(node), jsonTypeOf(value), value);
}

function compareMembers(
  value: Record<string, unknown>,
  members: ReadonlyMap<string, SchemaNode>,
  node: SchemaNode,
  found: Deviation[],
  seen: SeenFields | undefined,
): void {
  let present = 0;
  for (const [name, member] of members) {
    const read = value[name];
    const one = read !== undefined && Object.hasOwn(value, name) ? read : undefined;
    if (one !== undefined) {
      present += 1;
      compare(one, member, found, seen);
    } else if (node.required.includes(name)) {
      const missing = deviation('missing-field', node, expectedTypes(member), '', undefined);
      found.push({ ...missing, pointer: member.at });
    }
  }
  const names = Object.keys(value);
  if (names.length === present) return;
  for (const name of names) {
    if (members.has(name)) continue;
    const added = deviation('undocumented-field', node, '', jsonTypeOf(value[name]), value[name]);
    found.push({ ...added, pointer: `${node.at}/${escapeSegment(shownWord(name))}` });
  }
}

/** Whether a reader of the documented fields is hurt. */
function breaks({ rule }: Deviation): boolean {
  return rule !== 'unlisted-word' && rule !== 'undocumented-field';
}

/** The types that a schema takes, such as `integer|string`. */
export function expectedTypes(node: SchemaNode): string {
  const types = node.options ? node.options.flatMap((option) => option.types) : node.types;
  return [...new Set(types)].join('|');
}

/** The bounds of a schema as a fingerprint holds them, such as `minimum=0`. */
export function boundsOf(node: SchemaNode): string {
  const { minimum, maximum, minLength, maxLength, maxProperties, pattern, words } = node;
  const bounds = Object.entries({ minimum, maximum, minLength, maxLength, maxProperties });
  const stated = bounds.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  if (pattern) stated.push(`pattern=${pattern.source}`);
  if (words) stated.push(`enum=${[...new Set([...words].map(String))].join(',')}`);
  return stated.join(' ');
}

/** Whether a value has one of the types; none stated is any. */
function isOfTypes(value: unknown, types: readonly JsonType[]): boolean {
  for (const type of types) if (isOfType(value, type)) return true;
  return types.length === 0;
}

function isOfType(value: unknown, type: JsonType): boolean {
  switch (type) {
    case 'string':
    case 'boolean':
      return typeof value === type;
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
  }
}

function isWithin(value: unknown, node: SchemaNode): boolean {
  if (typeof value === 'number') {
    const { minimum = value, maximum = value } = node;
    return value >= minimum && value <= maximum;
  }
  if (typeof value === 'string') {
    const { minLength = 0, maxLength = value.length, pattern } = node;
    return value.length >= minLength && value.length <= maxLength && (pattern?.test(value) ?? true);
  }
  const { maxProperties } = node;
  return maxProperties === undefined || !isObject(value) || Object.keys(value).length <= maxProperties;
}

function deviation(
  rule: Deviation['rule'],
  node: SchemaNode,
  before: string,
  after: string,
  value: unknown,
): Deviation {
  return { rule, pointer: node.at, node, before, after, value };
}
