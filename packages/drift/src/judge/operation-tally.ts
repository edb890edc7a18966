import type { OperationContract } from '../contract/contract.ts';
import type { Sensor } from '../findings/finding.ts';
import type { Judgement, ProbeStart } from './judge-exchange.ts';
import { RateWindow } from './rate-window.ts';
import { type NeverSeen, SeenFields } from './seen-fields.ts';

/** Apps are looked at side by side, up to so many; the one that came first is then settled. */
const mostApps = 1000;

/** What the exchanges of one operation add up to. */
export class OperationTally {
  readonly operation: OperationContract;
  readonly seen = new SeenFields();
  exchanges = 0;
  successes = 0;
  refusals = 0;
  /** Judged exchanges by sensor. */
  readonly judged = new Map<Sensor, number>();
  #blamed = 0;
  /** One for each app: the rate is counted for each. */
  readonly #rates = new Map<string, RateWindow>();

  constructor(operation: OperationContract) {
    this.operation = operation;
  }

  add({ isCounted, unjudged, code, isBlamed }: Judgement, sensor: Sensor): void {
    if (isCounted) this.exchanges += 1;
    if (unjudged !== undefined) return;
    this.judged.set(sensor, (this.judged.get(sensor) ?? 0) + 1);
    if (code === 0) this.successes += 1;
    else this.refusals += 1;
    if (isBlamed) this.#blamed += 1;
  }

  /** @returns when refusals came below the documented rate, as far as that can be told by now */
  start({ app, at, wasRefused }: ProbeStart): number[] {
    const known = this.#rates.get(app);
    if (known) return known.note(at, wasRefused);
    const [oldest] = this.#rates;
    const settled = oldest && this.#rates.size >= mostApps ? oldest[1].end() : [];
    if (oldest && this.#rates.size >= mostApps) this.#rates.delete(oldest[0]);
    const rate = new RateWindow(this.operation);
    this.#rates.set(app, rate);
    return [...settled, ...rate.note(at, wasRefused)];
  }

  /** When refusals came below the documented rate, among those that were not told yet. */
  lowerRates(): number[] {
    return [...this.#rates.values()].flatMap((rate) => rate.end());
  }

  /** Where any code may stand for a state that nobody sees, only the successes that stay away tell of a new demand. */
  neverSeen(leastExchanges: number): NeverSeen[] {
    const unseen = [...this.seen.neverSeen(leastExchanges)];
    const data = this.operation.success.members?.get('data');
    if (this.successes > 0 || this.#blamed < leastExchanges || !data) return unseen;
    return [{ pointer: data.at, node: data, exchanges: this.#blamed }];
  }
}
