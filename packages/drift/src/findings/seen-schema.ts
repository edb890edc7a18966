import { getJsonType, isObject } from '../contract/json-type.ts';
import type { SeenSchema } from './difference.ts';

const deepest = 6;
const mostFields = 60;

/** The shape of a value that no page describes: types and fields, no values. */
export function describeShape(value: unknown, depth = 0): SeenSchema {
  const type = [getJsonType(value)];
  if (depth >= deepest) return { type };
  if (Array.isArray(value)) {
    const items = value.map((item) => describeShape(item, depth + 1));
    return items.length === 0 ? { type } : { type, items: items.reduce(mergeSeen) };
  }
  if (!isObject(value)) return { type };
  const fields = Object.entries(value).slice(0, mostFields);
  return {
    type,
    properties: Object.fromEntries(fields.map(([name, member]) => [name, describeShape(member, depth + 1)])),
  };
}

/** The shape of both. */
export function mergeSeen(a: SeenSchema, b: SeenSchema): SeenSchema {
  const types = [...new Set([...a.type, ...b.type])];
  // Every integer is a number.
  const type = types.includes('number') ? types.filter((name) => name !== 'integer') : types;
  const items = a.items && b.items ? mergeSeen(a.items, b.items) : (a.items ?? b.items);
  const properties = mergeFields(a.properties, b.properties);
  return { type: type.toSorted(), ...(items && { items }), ...(properties && { properties }) };
}

function mergeFields(a: SeenSchema['properties'], b: SeenSchema['properties']): SeenSchema['properties'] {
  if (!a || !b) return a ?? b;
  const merged = new Map(Object.entries(a));
  for (const [name, field] of Object.entries(b)) {
    const known = merged.get(name);
    if (known || merged.size < mostFields) merged.set(name, known ? mergeSeen(known, field) : field);
  }
  return Object.fromEntries(merged);
}
