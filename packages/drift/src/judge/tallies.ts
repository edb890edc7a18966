import type { OperationContract } from '../contract/contract.ts';
import type { DriftInput } from '../drift-report.ts';
import type { Sensor } from '../findings/difference.ts';
import type { Tally } from '../rules/rule.ts';
import type { Damage } from '../traffic/exchange.ts';
import type { JudgedExchange } from './judged-exchange.ts';
import { SeenFields } from './seen-fields.ts';

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

/** Adds up the exchanges of one operation. */
export class OperationTally implements Tally {
  readonly operation: OperationContract;
  readonly seen = new SeenFields();
  exchanges = 0;
  successes = 0;
  refusals = 0;
  readonly judged = new Map<Sensor, number>();
  blamed = 0;

  constructor(operation: OperationContract) {
    this.operation = operation;
  }

  add({ exchange: { sensor }, answer, mistakes }: JudgedExchange): void {
    this.exchanges += 1;
    const { code, unjudged } = answer;
    if (unjudged !== undefined) return;
    this.judged.set(sensor, (this.judged.get(sensor) ?? 0) + 1);
    if (code === 0) this.successes += 1;
    else this.refusals += 1;
    const isBlamed = code !== undefined && mistakes.length === 0 && this.operation.requestCodes.has(code);
    if (isBlamed) this.blamed += 1;
  }
}
