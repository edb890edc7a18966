import type { Evidence } from './evidence.ts';
import type { SeenSchema, Sensor, Sighting } from './finding.ts';
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

  /** @param exchange number of the exchange: one that shows a difference in many places counts once */
  note(evidence: Evidence, sensor: Sensor, at: number | undefined, exchange: number, count = 1): void {
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

  collected(): Collected[] {
    return [...this.#entries.values()];
  }
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
