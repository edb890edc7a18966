/** Hands results on in the order in which they were asked for, whenever each of them comes. */
export class Ordered<Result> {
  readonly #take: (result: Result) => void;
  readonly #results = new Map<number, Result>();
  #asked = 0;
  #taken = 0;

  constructor(take: (result: Result) => void) {
    this.#take = take;
  }

  /** @returns what the result is to be given to; once */
  next(): (result: Result) => void {
    const number = this.#asked;
    this.#asked += 1;
    return (result) => {
      this.#results.set(number, result);
      this.#drain();
    };
  }

  #drain(): void {
    while (true) {
      const result = this.#results.get(this.#taken);
      if (result === undefined) return;
      this.#results.delete(this.#taken);
      this.#taken += 1;
      this.#take(result);
    }
  }
}
