import type { DriftInput } from '../drift-report.ts';
import type { Damage } from '../exchanges/exchange.ts';
import type { Sensor } from '../findings/difference.ts';

/** Counts what comes from one file or target. */
export class InputTally {
  readonly #name: string;
  readonly #unjudged = new Map<string, number>();
  readonly #sensors = new Set<Sensor>();
  #read = 0;
  #judged = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** So many could be judged. */
  add(sensor: Sensor, count = 1): void {
    this.#read += count;
    this.#judged += count;
    this.#sensors.add(sensor);
  }

  /** One could not be judged. */
  leave(reason: string): void {
    this.#read += 1;
    this.#unjudged.set(reason, (this.#unjudged.get(reason) ?? 0) + 1);
  }

  close(damage: Damage | undefined, skipped: DriftInput['unjudged']): DriftInput {
    const reasons = [...this.#unjudged].map(([reason, count]) => ({ reason, count }));
    return {
      name: this.#name,
      read: this.#read,
      judged: this.#judged,
      unjudged: [...skipped, ...reasons],
      sensors: [...this.#sensors],
      damage,
    };
  }
}
