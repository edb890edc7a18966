import { mostApart, others } from '../judge/deviation.ts';
import type { Evidence } from './evidence.ts';
import type { Fingerprint, SeenSchema, Sensor, Sighting } from './finding.ts';
import { fingerprintText } from './make-finding.ts';
import { mergeSeen, seenSchemaOf } from './seen-schema.ts';

/** Everything that was seen of one difference. */
export interface Collected {
  readonly evidence: Evidence;
  readonly sightings: ReadonlyMap<Sensor, CollectedSighting>;
  /** The shape of what stood there, where a field is undocumented. */
  readonly seen: SeenSchema | undefined;
}

/** Times are milliseconds since 1970. */
export interface CollectedSighting {
  readonly count: number;
  readonly first: number | undefined;
  readonly last: number | undefined;
}

interface Entry extends Collected {
  sightings: Map<Sensor, { count: number; first: number | undefined; last: number | undefined }>;
  seen: SeenSchema | undefined;
  lastExchange: number;
  looked: number;
}

/** What an undocumented field looks like is known after so many. */
const mostLooks = 1000;

/** Adds up sights of the same difference. */
export class Collector {
  readonly #entries = new Map<string, Entry>();
  readonly #apartIn = new Map<string, number>();

  /** @param exchange number of the exchange: one that shows a difference in many places counts once */
  note(seen: Evidence, sensor: Sensor, at: number | undefined, exchange: number, count = 1): void {
    const evidence = this.#apart(seen);
    const text = fingerprintText(evidence.fingerprint);
    let entry = this.#entries.get(text);
    if (!entry) {
      entry = { evidence, sightings: new Map(), seen: undefined, lastExchange: -1, looked: 0 };
      this.#entries.set(text, entry);
    }
    if (evidence.fingerprint.rule === 'undocumented-field' && entry.looked < mostLooks) {
      entry.looked += 1;
      const shape = seenSchemaOf(evidence.value);
      entry.seen = entry.seen ? mergeSeen(entry.seen, shape) : shape;
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

  /** The difference itself, or one that stands for all beyond those that are told apart. */
  #apart(evidence: Evidence): Evidence {
    const { fingerprint } = evidence;
    const text = fingerprintText(fingerprint);
    if (this.#entries.has(text)) return evidence;
    const { rule, subject } = fingerprint;
    const group = rule === 'undocumented-operation' ? rule : `${rule} ${subject}`;
    const count = this.#apartIn.get(group) ?? 0;
    if (count >= mostApart) return { ...evidence, fingerprint: withoutDetail(fingerprint) };
    this.#apartIn.set(group, count + 1);
    return evidence;
  }

  collected(): Collected[] {
    return [...this.#entries.values()];
  }
}

/** What stands for many: names, words and codes that come from the service may be any number. */
function withoutDetail(fingerprint: Fingerprint): Fingerprint {
  const { rule, pointer, before, after } = fingerprint;
  if (rule === 'undocumented-operation') return { ...fingerprint, subject: others };
  if (rule !== 'undocumented-field' && rule !== 'missing-field')
    return { rule, subject: fingerprint.subject, pointer, before, after: after && others };
  return { ...fingerprint, pointer: `${pointer.slice(0, pointer.lastIndexOf('/'))}/${others}` };
}

/** A sighting as a report has it. */
export function sightingOf(
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
