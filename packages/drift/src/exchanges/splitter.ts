import type { Damage } from './exchange.ts';

/** Takes a file in pieces and gives its elements, one by one, without ever holding more than one. */
export interface Splitter {
  push(chunk: Buffer): void;
  /** Nothing more comes. @returns the first damage, if there was any */
  end(): Damage | undefined;
}

/** Takes an element: its text, and where it begins, in bytes from the beginning of the file. */
export type TakeElement = (buffer: Buffer, start: number, end: number, offset: number) => string | undefined;

/** An entry longer than this is none. */
const longestElement = 64 * 1024 * 1024;

/** What was found in a buffer. */
export interface Scan {
  /** Bytes that are not needed any more. */
  readonly consumed: number;
  /** Whether the rest is the beginning of an element. */
  readonly isInElement: boolean;
  /** Where nothing can be read any more, in bytes from the beginning of the buffer. */
  readonly damage?: Damage | undefined;
}

/** Keeps what is left of a scan until there is enough for the next one to be worth it. */
export class Buffered {
  readonly #scan: (buffer: Buffer, offset: number, isLast: boolean) => Scan;
  #parts: Buffer[] = [];
  #size = 0;
  #wanted = 0;
  #offset = 0;
  #damage: Damage | undefined;
  #isOver = false;

  constructor(scan: (buffer: Buffer, offset: number, isLast: boolean) => Scan) {
    this.#scan = scan;
  }

  push(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#parts.push(chunk);
    this.#size += chunk.length;
    if (this.#size >= this.#wanted) this.#look(false);
  }

  end(): Damage | undefined {
    if (!this.#isOver) this.#look(true);
    return this.#damage;
  }

  /** Remembers the first damage; what follows it may be read all the same. */
  note(damage: Damage): void {
    this.#damage ??= damage;
  }

  #look(isLast: boolean): void {
    const [only] = this.#parts;
    const buffer = this.#parts.length === 1 && only ? only : Buffer.concat(this.#parts);
    const { consumed, isInElement, damage } = this.#scan(buffer, this.#offset, isLast);
    if (damage) {
      this.note(damage);
      this.#isOver = true;
      this.#parts = [];
      return;
    }
    const rest = buffer.subarray(consumed);
    this.#offset += consumed;
    this.#parts = rest.length > 0 ? [rest] : [];
    this.#size = rest.length;
    // An element that does not fit is looked at again only when twice as much of it is there.
    this.#wanted = isInElement ? rest.length * 2 : 0;
    if (rest.length > longestElement) {
      this.note({ offset: this.#offset, reason: `an entry is longer than ${longestElement} bytes` });
      this.#isOver = true;
      this.#parts = [];
    }
  }
}
