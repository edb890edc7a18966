import type { OperationContract } from '../contract/contract.ts';

/** How long starts are kept, in milliseconds: exchanges are written when they end, so they come out of order. */
const keptMilliseconds = 60_000;
/** Requests that left within one second may arrive within less, or more; with twice the span nobody is accused wrongly. */
const caution = 2;
/** So many starts are looked at together. */
const mostStarts = 20_000;

/**
 * Tells whether a refusal for the rate came although no more requests were sent than are documented. Only for requests
 * of which every one is on record: others of the same app may have used up the rate.
 */
export class RateWindow {
  #starts: number[] = [];
  #refused: number[] = [];
  #latest = Number.NEGATIVE_INFINITY;
  readonly #limit: number;
  readonly #span: number;

  constructor({ rateLimit }: OperationContract) {
    this.#limit = rateLimit.requests;
    this.#span = rateLimit.perSeconds * 1000 * caution;
  }

  /**
   * @param startedAt milliseconds since 1970
   * @returns when refusals came below the documented rate, as far as that can be told by now
   */
  note(startedAt: number, wasRefused: boolean): number[] {
    this.#starts.push(startedAt);
    if (wasRefused) this.#refused.push(startedAt);
    this.#latest = Math.max(this.#latest, startedAt);
    return this.#starts.length < mostStarts ? [] : this.#settle(this.#latest - keptMilliseconds);
  }

  /** When refusals came below the documented rate, among those that were not told yet. */
  end(): number[] {
    return this.#settle(Number.POSITIVE_INFINITY);
  }

  #settle(until: number): number[] {
    const starts = this.#starts.sort((a, b) => a - b);
    const refused = this.#refused.sort((a, b) => a - b);
    const lower: number[] = [];
    let from = 0;
    let to = 0;
    let settled = 0;
    for (const at of refused) {
      if (at > until) break;
      settled += 1;
      while (to < starts.length && (starts[to] ?? at) <= at) to += 1;
      while (from < to && (starts[from] ?? at) <= at - this.#span) from += 1;
      if (to - from <= this.#limit) lower.push(at);
    }
    this.#refused = refused.slice(settled);
    const oldest = Math.min(until, this.#refused[0] ?? until) - this.#span;
    this.#starts = starts.filter((start) => start > oldest);
    return lower;
  }
}
