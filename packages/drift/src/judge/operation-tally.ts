import type { OperationContract } from '../contract/contract.ts';
import type { Sensor } from '../findings/difference.ts';
import type { Tally } from '../rules/rule.ts';
import type { JudgedExchange } from './judged-exchange.ts';
import { SeenFields } from './seen-fields.ts';

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
