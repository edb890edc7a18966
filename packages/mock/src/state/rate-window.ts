/**
 * Counts requests in a sliding window. A request that is refused is not counted, so a caller who keeps
 * hammering gets through again as soon as the window has moved on.
 */
export class RateWindow {
  readonly #times: number[] = [];
  #oldest = 0;
  readonly #requests: number;
  readonly #milliseconds: number;

  constructor(requests: number, perSeconds: number) {
    this.#requests = requests;
    this.#milliseconds = perSeconds * 1000;
  }

  /** Takes one request at this time (milliseconds), or refuses it. */
  take(now: number): boolean {
    if (this.#times.length < this.#requests) {
      this.#times.push(now);
      return true;
    }
    const oldest = this.#times[this.#oldest] ?? 0;
    if (now - oldest < this.#milliseconds) return false;
    this.#times[this.#oldest] = now;
    this.#oldest = (this.#oldest + 1) % this.#requests;
    return true;
  }
}
