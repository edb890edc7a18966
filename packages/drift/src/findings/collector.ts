import { isObject } from '@trtc-call/reporting/values';
import { getJsonType, parentPointer } from '../contract/json.ts';
import { mostApart, others } from '../judge/deviations.ts';
import type { Rule, Seen } from '../rules/rule.ts';
import type { RuleId } from '../rules/rules.ts';
import type { Difference, SeenSchema, Sensor } from './difference.ts';
import { fingerprintText, type Sighting } from './finding.ts';

export interface Collected {
  readonly rule: Rule<RuleId>;
  readonly difference: Difference;
  readonly sightings: Map<Sensor, CollectedSighting>;
  /** The shape of what stood there, where the rule keeps it. */
  shape: SeenSchema | undefined;
  lastExchange: number;
  looked: number;
}

/** Times are milliseconds since 1970. */
interface CollectedSighting {
  count: number;
  first: number | undefined;
  last: number | undefined;
}

/** Values of an undocumented field that are looked at; its shape is known by then. */
const mostLooks = 1000;

export class Collector {
  readonly #entries = new Map<string, Collected>();
  readonly #apartIn = new Map<string, number>();

  /** @param exchange number of the exchange: one that shows a difference in many places counts once */
  note(rule: Rule<RuleId>, seen: Difference, { sensor, at, count = 1 }: Seen, exchange: number): void {
    const difference = this.#apart(rule, seen);
    const text = fingerprintText({ ...difference, rule: rule.id });
    let entry = this.#entries.get(text);
    if (!entry) {
      entry = { rule, difference, sightings: new Map(), shape: undefined, lastExchange: -1, looked: 0 };
      this.#entries.set(text, entry);
    }
    if (rule.keepsShape && entry.looked < mostLooks) {
      entry.looked += 1;
      const shape = describeShape(difference.value);
      entry.shape = entry.shape ? mergeSeen(entry.shape, shape) : shape;
    }
    if (entry.lastExchange === exchange) return;
    entry.lastExchange = exchange;
    const sighting = entry.sightings.get(sensor) ?? { count: 0, first: at, last: at };
    sighting.count += count;
    if (at !== undefined) {
      sighting.first = Math.min(sighting.first ?? at, at);
      sighting.last = Math.max(sighting.last ?? at, at);
    }
    entry.sightings.set(sensor, sighting);
  }

  #apart({ id, varies }: Rule<RuleId>, difference: Difference): Difference {
    if (this.#entries.has(fingerprintText({ ...difference, rule: id }))) return difference;
    const group = varies === 'subject' ? id : `${id} ${difference.subject}`;
    const count = this.#apartIn.get(group) ?? 0;
    if (count >= mostApart) return withoutDetail(difference, varies);
    this.#apartIn.set(group, count + 1);
    return difference;
  }

  collected(): Collected[] {
    return [...this.#entries.values()];
  }
}

/** What stands for many: names, words and codes that come from the service may be any number. */
function withoutDetail(difference: Difference, varies: Rule['varies']): Difference {
  const { pointer, after } = difference;
  if (varies === 'subject') return { ...difference, subject: others };
  if (varies === 'pointer') return { ...difference, pointer: `${parentPointer(pointer)}/${others}` };
  return { ...difference, after: after && others };
}

export function describeSighting(
  sensor: Sensor,
  { count, first, last }: CollectedSighting,
  of: number | undefined,
): Sighting {
  return {
    sensor,
    count,
    ...(of !== undefined && of >= count && { of }),
    ...(first !== undefined && { first: new Date(first).toISOString() }),
    ...(last !== undefined && { last: new Date(last).toISOString() }),
  };
}

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
