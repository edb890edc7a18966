/** What waits for a connection of a pool. To ask for the same again meanwhile would only make its queue longer. */
export class ConnectionQueue {
  readonly #waiting = new Map<string, Promise<boolean>>();

  /**
   * Asks, or awaits what waits already under the same words.
   *
   * @param ask calls `begin` with a connection, which may hang: the next attempt takes another one
   */
  ask(words: readonly string[], ask: (begin: () => void) => Promise<boolean>): Promise<boolean> {
    const id = JSON.stringify(words);
    const known = this.#waiting.get(id);
    if (known) return known;
    const leave = () => {
      if (this.#waiting.get(id) === asked) this.#waiting.delete(id);
    };
    const asked = ask(leave).finally(leave);
    this.#waiting.set(id, asked);
    return asked;
  }
}
