/** Where a file cannot be read any further, or a part of it cannot be read. */
export interface Damage {
  /** Bytes from the beginning of the file. */
  readonly offset: number;
  readonly reason: string;
}

/** Takes an element: its text, and where it begins, in bytes from the beginning of the file. */
export type TakeElement = (buffer: Buffer, start: number, end: number, offset: number) => string | undefined;

/** An entry longer than this is not read. */
const longestElement = 64 * 1024 * 1024;

export interface Scan {
  /** Bytes that are not needed any more. */
  readonly consumed: number;
  /** Whether the rest is the beginning of an element; otherwise there may be more to find in it. */
  readonly isInElement: boolean;
  /** Where nothing can be read any more, in bytes from the beginning of the file. */
  readonly damage?: Damage | undefined;
}

type ScanBuffer = (buffer: Buffer, offset: number, isLast: boolean) => Scan;

/** Keeps what is left of a scan until there is enough for the next one to be worth it. */
export class ChunkBuffer {
  /** The first place that cannot be read; what follows it may be read all the same. */
  damage: Damage | undefined;
  readonly #scan: ScanBuffer;
  #parts: Buffer[] = [];
  #size = 0;
  #wanted = 0;
  #offset: number;
  #isOver = false;

  /** @param offset of what comes first, in bytes from the beginning of the file */
  constructor(offset: number, scan: ScanBuffer) {
    this.#offset = offset;
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

  note(damage: Damage): void {
    this.damage ??= damage;
  }

  #look(isLast: boolean): void {
    const [only] = this.#parts;
    const buffer = this.#parts.length === 1 && only ? only : Buffer.concat(this.#parts);
    const { consumed, isInElement, damage } = this.#scan(buffer, this.#offset, isLast);
    const rest = buffer.subarray(consumed);
    this.#offset += consumed;
    this.#parts = rest.length > 0 ? [rest] : [];
    this.#size = rest.length;
    // An element that does not fit is looked at again only when twice as much of it is there.
    this.#wanted = isInElement ? Math.min(rest.length * 2, longestElement + 1) : 0;
    const isTooLong = rest.length > longestElement;
    if (!damage && !isTooLong) return;
    this.note(damage ?? { offset: this.#offset, reason: `an entry is longer than ${longestElement} bytes` });
    this.#isOver = true;
    this.#parts = [];
  }
}

export const quote = 0x22;
const backslash = 0x5c;
export const openList = 0x5b;
export const closeList = 0x5d;
export const openObject = 0x7b;
export const closeObject = 0x7d;
export const newline = 0x0a;
/** The first of its three bytes. */
export const byteOrderMark = 0xef;

/** The end of the object that begins at `start`, or -1 where it is not in the buffer. */
export function findValueEnd(buffer: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < buffer.length; at += 1) {
    switch (buffer[at]) {
      case quote:
        at = findStringEnd(buffer, at);
        if (at < 0) return -1;
        break;
      case openObject:
      case openList:
        depth += 1;
        break;
      case closeObject:
      case closeList:
        depth -= 1;
        if (depth === 0) return at + 1;
        break;
    }
  }
  return -1;
}

/** The quote that ends the string whose quote is at `start`, or -1 where it is not in the buffer. */
export function findStringEnd(buffer: Buffer, start: number): number {
  for (let at = start + 1; at < buffer.length; at += 1) {
    const byte = buffer[at];
    if (byte === quote) return at;
    if (byte === backslash) at += 1;
  }
  return -1;
}

/** NDJSON: one element in each line. A line that cannot be read is damage, and the next one is read all the same. */
export function splitLines(take: TakeElement, from: number): ChunkBuffer {
  const buffered = new ChunkBuffer(from, (buffer, offset, isLast) => {
    let at = 0;
    while (at < buffer.length) {
      const start = skipBlank(buffer, at);
      // What was blank so far needs not be looked at again, however much of it there is.
      if (start === buffer.length) return { consumed: start, isInElement: false };
      const found = buffer.indexOf(newline, start);
      if (found < 0 && !isLast) return { consumed: start, isInElement: true };
      const end = found < 0 ? buffer.length : found;
      const reason = take(buffer, start, end, offset + start);
      if (reason !== undefined) buffered.note({ offset: offset + start, reason });
      at = found < 0 ? end : end + 1;
    }
    return { consumed: at, isInElement: false };
  });
  return buffered;
}

/** Behind white space, empty lines and byte order marks: files that were put one behind the other have some. */
export function skipBlank(buffer: Buffer, start: number): number {
  let at = start;
  while (at < buffer.length) {
    const byte = buffer[at];
    if (byte === newline || byte === 0x20 || byte === 0x0d || byte === 0x09) at += 1;
    else if (byte === byteOrderMark && buffer[at + 1] === 0xbb && buffer[at + 2] === 0xbf) at += 3;
    else break;
  }
  return at;
}
