import { describeShape, mergeSeen, parentPointer, type SeenSchema } from '../contract/schema-node.ts';
import { mostApart, others } from '../judge/deviations.ts';
import type { Rule, Seen } from '../rules/rule.ts';
import type { RuleId } from '../rules/rules.ts';
import type { Difference, Sensor } from './difference.ts';
import { fingerprintText } from './finding.ts';

export interface Collected {
  readonly rule: Rule<RuleId>;
  readonly difference: Difference;
  readonly sightings: Map<Sensor, CollectedSighting>;
  /** The shape of what stood there, where the rule keeps it. */
  shape: SeenSchema | undefined;
  lastExchange: number | undefined;
  looked: number;
}

/** Times are milliseconds since 1970. */
export interface CollectedSighting {
  count: number;
  first: number | undefined;
  last: number | undefined;
}

/** Values of an undocumented field that are looked at; its shape is known by then. */
const mostLooks = 1000;

/** Keeps what was found, each difference once, however often it is noted. */
export class Collector {
  readonly #entries = new Map<string, Collected>();
  readonly #apartIn = new Map<string, number>();

  /**
   * @param exchange number of the exchange: one that shows a difference in many places counts once. Without one each
   *   note counts
   */
  note(rule: Rule<RuleId>, seen: Difference, { sensor, at, count = 1 }: Seen, exchange?: number): void {
    const difference = this.#apart(rule, seen);
    const text = fingerprintText({ ...difference, rule: rule.id });
    let entry = this.#entries.get(text);
    if (!entry) {
      entry = {
        rule,
        difference,
        sightings: new Map(),
        shape: undefined,
        lastExchange: undefined,
        looked: 0,
      };
      this.#entries.set(text, entry);
    }
    if (rule.keepsShape && entry.looked < mostLooks) {
      entry.looked += 1;
      const shape = describeShape(difference.value);
      entry.shape = entry.shape ? mergeSeen(entry.shape, shape) : shape;
    }
    if (exchange !== undefined && entry.lastExchange === exchange) return;
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
