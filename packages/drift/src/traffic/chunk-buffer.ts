import type { Damage } from './exchange.ts';

/** Takes a file in pieces and gives its elements, one by one, without ever holding more than one. */
export interface EntrySplitter {
  /** Each step is a stretch of work, after which the caller may pause. */
  push(chunk: Buffer): Iterable<void>;
  /** Nothing more comes. */
  end(): Iterable<void>;
  /** The first damage, if there was any. */
  readonly damage: Damage | undefined;
}

/** Takes an element: its text, and where it begins, in bytes from the beginning of the file. */
export type TakeElement = (buffer: Buffer, start: number, end: number, offset: number) => string | undefined;

/** An entry longer than this is not read. */
const longestElement = 64 * 1024 * 1024;

/** Bytes of a buffer, or elements, that are gone through before the caller may pause. */
const stretchBytes = 1024 * 1024;
const stretchElements = 1000;

/** What was found in a buffer. */
export interface Scan {
  /** Bytes that are not needed any more. */
  readonly consumed: number;
  /** Whether the rest is the beginning of an element; otherwise there may be more to find in it. */
  readonly isInElement: boolean;
  /** Where nothing can be read any more, in bytes from the beginning of the file. */
  readonly damage?: Damage | undefined;
}

/** Tells when a stretch of work was long enough. */
export class Stretch {
  readonly #from: number;
  #elements = 0;

  /** @param from where it begins in the buffer */
  constructor(from: number) {
    this.#from = from;
  }

  /** Another element was read, up to a place in the buffer. @returns whether it was enough */
  isOver(at: number): boolean {
    this.#elements += 1;
    return this.#elements >= stretchElements || at - this.#from >= stretchBytes;
  }
}

type ScanBuffer = (buffer: Buffer, offset: number, isLast: boolean) => Scan;

/** Keeps what is left of a scan until there is enough for the next one to be worth it. */
export class ChunkBuffer implements EntrySplitter {
  readonly #scan: ScanBuffer;
  #parts: Buffer[] = [];
  #size = 0;
  #wanted = 0;
  #offset: number;
  #damage: Damage | undefined;
  #isOver = false;

  /** @param offset of what comes first, in bytes from the beginning of the file */
  constructor(offset: number, scan: ScanBuffer) {
    this.#offset = offset;
    this.#scan = scan;
  }

  get damage(): Damage | undefined {
    return this.#damage;
  }

  *push(chunk: Buffer): Iterable<void> {
    if (this.#isOver) return;
    this.#parts.push(chunk);
    this.#size += chunk.length;
    if (this.#size >= this.#wanted) yield* this.#look(false);
  }

  *end(): Iterable<void> {
    if (!this.#isOver) yield* this.#look(true);
  }

  /** Remembers the first damage; what follows it may be read all the same. */
  note(damage: Damage): void {
    this.#damage ??= damage;
  }

  *#look(isLast: boolean): Iterable<void> {
    const [only] = this.#parts;
    let rest = this.#parts.length === 1 && only ? only : Buffer.concat(this.#parts);
    while (true) {
      const { consumed, isInElement, damage } = this.#scan(rest, this.#offset, isLast);
      if (damage) {
        this.#stop(damage);
        return;
      }
      rest = rest.subarray(consumed);
      this.#offset += consumed;
      // An element that does not fit is looked at again only when twice as much of it is there.
      this.#wanted = isInElement ? Math.min(rest.length * 2, longestElement + 1) : 0;
      if (isInElement || consumed === 0 || rest.length === 0) break;
      yield;
    }
    this.#parts = rest.length > 0 ? [rest] : [];
    this.#size = rest.length;
    if (rest.length > longestElement) {
      this.#stop({ offset: this.#offset, reason: `an entry is longer than ${longestElement} bytes` });
    }
  }

  #stop(damage: Damage): void {
    this.note(damage);
    this.#isOver = true;
    this.#parts = [];
  }
}
