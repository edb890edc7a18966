import type { ExchangeSink } from './exchange.ts';
import { JsonReader } from './json-reader.ts';
import { readElement } from './read-entry.ts';
import type { TakeElement } from './splitter.ts';

/** Parses elements, hands them on, and counts what comes of them. */
export class Taker {
  read = 0;
  readonly #sink: ExchangeSink;
  readonly #json = new JsonReader();
  readonly #skipped = new Map<string, number>();

  constructor(sink: ExchangeSink) {
    this.#sink = sink;
  }

  readonly take: TakeElement = (buffer, start, end) => {
    let value: unknown;
    try {
      value = this.#json.read(buffer, start, end);
    } catch {
      return 'what begins here is no JSON: the file is cut off or damaged';
    }
    const reason = readElement(value, this.#sink);
    if (reason === undefined) this.read += 1;
    else this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + 1);
    return undefined;
  };

  skipped(): { readonly reason: string; readonly count: number }[] {
    return [...this.#skipped].map(([reason, count]) => ({ reason, count }));
  }
}
