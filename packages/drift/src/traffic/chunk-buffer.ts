/** Where a file cannot be read any further, or a part of it cannot be read. */
export interface Damage {
  /** Bytes from the beginning of the file. */
  readonly offset: number;
  readonly reason: string;
}

/** Takes an element. @returns why it cannot be read */
export type TakeElement = (buffer: Buffer, start: number, end: number) => string | undefined;

/** An entry longer than this is not read. */
const longestElement = 64 * 1024 * 1024;

export interface Scan {
  /** Bytes that are not needed any more. */
  readonly consumed: number;
  /** Whether the rest is the beginning of an element; otherwise there may be more to find in it. */
  readonly isInElement: boolean;
  /** From where in the buffer on nothing can be read any more. */
  readonly fault?: Fault | undefined;
}

interface Fault {
  readonly at: number;
  readonly reason: string;
}

/** Hands on an element of the buffer, which may turn out to be damaged. */
export type Take = (start: number, end: number) => void;

type ScanBuffer = (buffer: Buffer, isLast: boolean, take: Take) => Scan;

/** Keeps what is left of a scan until there is enough for the next one to be worth it. */
export class ChunkBuffer {
  /** The first place that cannot be read; what follows it may be read all the same. */
  damage: Damage | undefined;
  readonly #scan: ScanBuffer;
  readonly #take: TakeElement;
  #parts: Buffer[] = [];
  #size = 0;
  #wanted = 0;
  #offset: number;
  #isOver = false;

  /** @param offset of what comes first, in bytes from the beginning of the file */
  constructor(offset: number, take: TakeElement, scan: ScanBuffer) {
    this.#offset = offset;
    this.#take = take;
    this.#scan = scan;
  }

  push(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#parts.push(chunk);
    this.#size += chunk.length;
    if (this.#size >= this.#wanted) this.#look(false);
  }

  end(): void {
    if (!this.#isOver) this.#look(true);
  }

  #look(isLast: boolean): void {
    const [only] = this.#parts;
    const buffer = this.#parts.length === 1 && only ? only : Buffer.concat(this.#parts);
    const { consumed, isInElement, fault } = this.#scan(buffer, isLast, (start, end) => {
      const reason = this.#take(buffer, start, end);
      if (reason !== undefined) this.#note(start, reason);
    });
    const rest = buffer.subarray(consumed);
    if (fault) this.#note(fault.at, fault.reason);
    else if (rest.length > longestElement)
      this.#note(consumed, `an entry is longer than ${longestElement} bytes`);
    this.#isOver = fault !== undefined || rest.length > longestElement;
    this.#offset += consumed;
    this.#parts = rest.length > 0 && !this.#isOver ? [rest] : [];
    this.#size = rest.length;
    // An element that does not fit is looked at again only when twice as much of it is there.
    this.#wanted = isInElement ? Math.min(rest.length * 2, longestElement + 1) : 0;
  }

  /** @param at in the buffer that is looked at */
  #note(at: number, reason: string): void {
    this.damage ??= { offset: this.#offset + at, reason };
  }
}
