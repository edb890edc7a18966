/** What waits longer is asked for anew: a pool may wait for a connection that never opens, in milliseconds. */
const longestWait = 10_000;

interface Waiting {
  readonly asked: Promise<boolean>;
  /** By `performance.now`. */
  readonly since: number;
}

/** What waits for a connection of a pool. To ask for the same again meanwhile would only make its queue longer. */
export class ConnectionQueue {
  readonly #waiting = new Map<string, Waiting>();

  /**
   * Asks, or awaits what waits already under the same words.
   *
   * @param ask calls `begin` with a connection, which may hang: the next attempt takes another one
   */
  ask(words: readonly string[], ask: (begin: () => void) => Promise<boolean>): Promise<boolean> {
    const id = JSON.stringify(words);
    const since = performance.now();
    const known = this.#waiting.get(id);
    if (known && since - known.since < longestWait) return known.asked;
    const leave = () => {
      if (this.#waiting.get(id)?.asked === asked) this.#waiting.delete(id);
    };
    const asked = ask(leave).finally(leave);
    this.#waiting.set(id, { asked, since });
    return asked;
  }
}
