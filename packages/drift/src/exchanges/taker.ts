import type { ExchangeSink } from './exchange.ts';
import { JsonReader } from './json-reader.ts';
import { readElement } from './read-entry.ts';

/** Why an element cannot be read at all. */
const noJson = 'what begins here is no JSON: the file is cut off or damaged';

/** Parses elements, hands them on, and counts what comes of them. */
export class Taker {
  read = 0;
  readonly #sink: ExchangeSink;
  readonly #json = new JsonReader();
  readonly #skipped = new Map<string, number>();

  constructor(sink: ExchangeSink) {
    this.#sink = sink;
  }

  /** @returns why the element is damage */
  take(buffer: Buffer, start: number, end: number, sink = this.#sink): string | undefined {
    let value: unknown;
    try {
      value = this.#json.read(buffer, start, end);
    } catch {
      return noJson;
    }
    const reason = readElement(value, sink);
    if (reason === undefined) this.read += 1;
    else this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + 1);
    return undefined;
  }

  skipped(): { readonly reason: string; readonly count: number }[] {
    return [...this.#skipped].map(([reason, count]) => ({ reason, count }));
  }
}
