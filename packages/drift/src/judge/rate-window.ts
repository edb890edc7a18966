import type { OperationContract } from '../contract/contract.ts';

/** How long starts are kept, in milliseconds: exchanges are written when they end, so they come out of order. */
const keptMilliseconds = 60_000;
/** Requests that left within one second may arrive within less, or more; with twice the span nobody is accused wrongly. */
const caution = 2;
/** So many starts are looked at together. */
const mostStarts = 20_000;

interface Start {
  readonly at: number;
  readonly wasRefused: boolean;
}

/**
 * Tells whether refusals for the rate came although no more requests were sent than are documented. Only for requests
 * of which every one is on record: others of the same app may have used up the rate.
 */
export class RateWindow {
  #starts: Start[] = [];
  readonly #limit: number;
  readonly #span: number;

  constructor({ rateLimit }: OperationContract) {
    this.#limit = rateLimit.requests;
    this.#span = rateLimit.perSeconds * 1000;
  }

  /**
   * @param at milliseconds since 1970
   * @returns when refusals came below the documented rate, as far as that can be told by now
   */
  note(at: number, wasRefused: boolean): number[] {
    this.#starts.push({ at, wasRefused });
    return this.#starts.length < mostStarts ? [] : this.#settle(keptMilliseconds);
  }

  /** When refusals came below the documented rate, among those that were not told yet. */
  end(): number[] {
    return this.#settle(0);
  }

  /** Looks at all bursts but those of the last milliseconds, to which more may come. */
  #settle(lastMilliseconds: number): number[] {
    this.#starts.sort((a, b) => a.at - b.at);
    const latest = this.#starts.at(-1)?.at ?? 0;
    const bursts = this.#bursts();
    const isOpen = (burst: readonly Start[]) =>
      lastMilliseconds > 0 && (burst.at(-1)?.at ?? 0) > latest - lastMilliseconds;
    const open = bursts.filter(isOpen).flat();
    // A burst without an end is looked at in parts, or it would be kept for ever.
    const isEndless = open.length >= mostStarts;
    this.#starts = isEndless ? this.#asContext(latest) : open;
    const settled = isEndless ? bursts : bursts.filter((burst) => !isOpen(burst));
    return settled.flatMap((burst) => this.#lowerIn(burst));
  }

  /** What has been looked at still counts against what follows it. */
  #asContext(latest: number): Start[] {
    const recent = this.#starts.filter(({ at }) => at > latest - this.#span * caution);
    return recent.map(({ at }) => ({ at, wasRefused: false }));
  }

  #bursts(): Start[][] {
    const bursts: Start[][] = [];
    let before = Number.NEGATIVE_INFINITY;
    for (const start of this.#starts) {
      if (start.at - before > this.#span * caution) bursts.push([]);
      bursts.at(-1)?.push(start);
      before = start.at;
    }
    return bursts;
  }

  #lowerIn(burst: readonly Start[]): number[] {
    const refused = burst.filter(({ wasRefused }) => wasRefused).map(({ at }) => at);
    const [first] = burst;
    const [firstRefused] = refused;
    if (first === undefined || firstRefused === undefined) return [];
    // What comes after a rest, and all at once, is served up to the limit, however refusals are counted.
    const isAtOnce = (burst.at(-1)?.at ?? 0) - first.at <= this.#span;
    if (isAtOnce) return burst.length - refused.length < this.#limit ? [firstRefused] : [];
    return this.#lowerWithin(burst, refused);
  }

  /** Refusals before which no more requests were sent, served or not, than are documented. */
  #lowerWithin(burst: readonly Start[], refused: readonly number[]): number[] {
    let from = 0;
    let to = 0;
    return refused.filter((at) => {
      while (to < burst.length && (burst[to]?.at ?? at) <= at) to += 1;
      while (from < to && (burst[from]?.at ?? at) <= at - this.#span * caution) from += 1;
      return to - from <= this.#limit;
    });
  }
}
