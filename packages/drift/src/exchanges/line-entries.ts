const newline = 0x0a;
const carriageReturn = 0x0d;
const comma = 0x2c;
const openObject = 0x7b;
const closeObject = 0x7d;
const closeList = 0x5d;

/** So many bytes at its beginning tell an entry from an object inside of one. */
const prefixBytes = 12;
/** So many entries in a row, each on a line of its own, tell that the file is written so. */
const enoughEntries = 64;

/**
 * Where every entry of a file stands on a line of its own, as the tools write it that record thousands, the line tells
 * where it ends, since no string holds a line break: its bytes need not be gone through for that.
 */
export class LineEntries {
  #entries = 0;
  #prefix = Buffer.alloc(0);

  /** An entry whose end was found by going through it: where its line should have told it, the file is written otherwise. */
  learn(buffer: Buffer, start: number, end: number): void {
    const after = nextSign(buffer, end);
    // More has to come until it can be told whether the line ends here.
    if (after === undefined) return;
    const prefix = buffer.subarray(start, start + prefixBytes);
    const isAlike = this.#entries === 0 || this.#prefix.equals(prefix);
    const isLine = after === newline && buffer.subarray(start, end).indexOf(newline) < 0;
    if (!isLine || !isAlike || prefix.length < prefixBytes) this.#entries = 0;
    else {
      this.#prefix = Buffer.from(prefix);
      this.#entries = Math.min(enoughEntries, this.#entries + 1);
    }
  }

  /** What the line told was wrong: nothing is known any more. */
  forget(): void {
    this.#entries = 0;
  }

  /** The end of the entry that begins here, or -1 where its line does not tell. */
  endOf(buffer: Buffer, start: number): number {
    if (this.#entries < enoughEntries || !this.#isBegin(buffer, start)) return -1;
    const lineEnd = buffer.indexOf(newline, start);
    if (lineEnd < 0) return -1;
    let next = lineEnd + 1;
    while (next < buffer.length && (buffer[next] ?? 0) <= 0x20) next += 1;
    if (buffer[next] !== closeList && !this.#isBegin(buffer, next)) return -1;
    let last = lineEnd - 1;
    while (last > start && ((buffer[last] ?? 0) <= 0x20 || buffer[last] === comma)) last -= 1;
    return buffer[last] === closeObject ? last + 1 : -1;
  }

  #isBegin(buffer: Buffer, start: number): boolean {
    if (buffer[start] !== openObject || start + prefixBytes > buffer.length) return false;
    for (let at = 1; at < prefixBytes; at += 1) if (buffer[start + at] !== this.#prefix[at]) return false;
    return true;
  }
}

/** The first sign behind an entry that neither separates nor is a blank. */
function nextSign(buffer: Buffer, end: number): number | undefined {
  for (let at = end; at < buffer.length; at += 1) {
    const byte = buffer[at];
    if (byte !== comma && byte !== 0x20 && byte !== 0x09 && byte !== carriageReturn) return byte;
  }
  return undefined;
}
