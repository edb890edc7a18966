import { isAscii } from 'node:buffer';
import { isObject } from '../contract/json-type.ts';
import type { ExchangeSink } from './exchange.ts';
import { countValues } from './json-scan.ts';
import { readElement } from './read-entry.ts';
import type { TakeElement } from './splitter.ts';

/** Parsing takes memory by the number of values; an entry of a call has some hundred. */
const mostValues = 1_000_000;
/** So few bytes cannot hold too many. */
const fewBytes = 1024 * 1024;

/** Parses elements, hands them on, and counts what comes of them. */
export class Taker {
  read = 0;
  readonly #sink: ExchangeSink;
  readonly #skipped = new Map<string, number>();

  constructor(sink: ExchangeSink) {
    this.#sink = sink;
  }

  readonly take: TakeElement = (buffer, start, end) => {
    if (end - start > fewBytes && countValues(buffer, start, end) > mostValues) {
      return `what begins here holds more than ${mostValues} values: no exchange with this API does`;
    }
    let value: unknown;
    try {
      value = JSON.parse(textOf(buffer, start, end));
    } catch {
      return 'what begins here is not JSON: the file is cut off or damaged';
    }
    for (const element of entriesIn(value) ?? [value]) this.#hand(element);
    return undefined;
  };

  skipped(): { readonly reason: string; readonly count: number }[] {
    return [...this.#skipped].map(([reason, count]) => ({ reason, count }));
  }

  #hand(element: unknown): void {
    const reason = readElement(element, this.#sink);
    if (reason === undefined) this.read += 1;
    else this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + 1);
  }
}

/** Text of one byte for each character is made faster, and gone through faster. */
function textOf(buffer: Buffer, start: number, end: number): string {
  return buffer.toString(isAscii(buffer.subarray(start, end)) ? 'latin1' : 'utf8', start, end);
}

/** A line may be a whole HAR document. */
function entriesIn(value: unknown): readonly unknown[] | undefined {
  if (!isObject(value) || !isObject(value.log) || !Array.isArray(value.log.entries)) return undefined;
  return value.log.entries;
}
