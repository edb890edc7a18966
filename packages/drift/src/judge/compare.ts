import { getJsonType, isObject, type JsonType } from '../contract/json-type.ts';
import { escapeSegment, type SchemaNode } from '../contract/schema-node.ts';
import { type Deviation, Deviations, shownWord } from './deviations.ts';
import type { SeenFields } from './seen-fields.ts';

/** Lists every place where a value differs from its schema, and notes which fields it has. */
export function compare(value: unknown, node: SchemaNode, found: Deviations, seen?: SeenFields): void {
  const { options, types, items, members } = node;
  if (options) compareOptions(value, options, node, found, seen);
  else if (!isOfTypes(value, types)) noteType(value, node, found);
  else if (node.words && !node.words.has(value)) {
    if (node.open) {
      found.note(node, shownWord(String(value)), (word) => deviation('word', node, '', word, value));
    } else noteRange(value, node, node, found);
  } else if (!isWithin(value, node)) {
    noteRange(value, node, node, found);
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
  found: Deviations,
  seen: SeenFields | undefined,
): void {
  // An object with anything in it is held against the form that has fields.
  const likely = isObject(value) && !isEmpty(value) ? options.find(({ members }) => members) : undefined;
  const taken = likely ?? options.find((option) => fits(value, option));
  if (!taken) {
    noteUnfit(value, options, node, found);
    return;
  }
  seen?.option(node, taken);
  compare(value, taken, found, seen);
}

function fits(value: unknown, node: SchemaNode): boolean {
  const deviations = new Deviations();
  compare(value, node, deviations);
  return !deviations.list.some(breaks);
}

function isEmpty(value: object): boolean {
  for (const _ in value) return false;
  return true;
}

/** None of the options: of another type than all of them, or outside the bounds of the one of its type. */
function noteUnfit(
  value: unknown,
  options: readonly SchemaNode[],
  node: SchemaNode,
  found: Deviations,
): void {
  const sameType = options.find(({ types }) => types.some((type) => isOfType(value, type)));
  if (sameType) noteRange(value, node, sameType, found);
  else noteType(value, node, found);
}

function noteType(value: unknown, node: SchemaNode, found: Deviations): void {
  found.note(node, `type ${getJsonType(value)}`, () =>
    deviation('type', node, expectedTypes(node), getJsonType(value), value),
  );
}

/** @param bounded the schema whose bounds it does not keep */
function noteRange(value: unknown, node: SchemaNode, bounded: SchemaNode, found: Deviations): void {
  found.note(node, 'range', () => deviation('range', node, describeBounds(bounded), '', value));
}

function compareMembers(
  value: Record<string, unknown>,
  members: ReadonlyMap<string, SchemaNode>,
  node: SchemaNode,
  found: Deviations,
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
      found.note(member, 'missing', () => {
        const missing = deviation('missing field', node, expectedTypes(member), '', undefined);
        return { ...missing, pointer: member.at };
      });
    }
  }
  const names = Object.keys(value);
  if (names.length === present) return;
  for (const name of names) {
    if (members.has(name)) continue;
    found.note(node, shownWord(name), (shown) => {
      const added = deviation('unknown field', node, '', getJsonType(value[name]), value[name]);
      return { ...added, pointer: `${node.at}/${escapeSegment(shown)}` };
    });
  }
}

/** Whether a reader of the documented fields is hurt. */
function breaks({ kind }: Deviation): boolean {
  return kind !== 'word' && kind !== 'unknown field';
}

/** The types that a schema takes, such as `integer|string`. */
export function expectedTypes(node: SchemaNode): string {
  const types = node.options ? node.options.flatMap((option) => option.types) : node.types;
  return [...new Set(types)].join('|');
}

/** The bounds of a schema as a fingerprint holds them, such as `minimum=0`. */
export function describeBounds(node: SchemaNode): string {
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
  kind: Deviation['kind'],
  node: SchemaNode,
  before: string,
  after: string,
  value: unknown,
): Deviation {
  return { kind, pointer: node.at, node, before, after, value };
}
