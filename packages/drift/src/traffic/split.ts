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

interface Scan {
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

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;
const newline = 0x0a;
/** The first of its three bytes. */
const byteOrderMark = 0xef;

/** The end of the object that begins at `start`, or -1 where it is not in the buffer. */
function findValueEnd(buffer: Buffer, start: number): number {
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
function findStringEnd(buffer: Buffer, start: number): number {
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
      const reason = take(buffer, start, end);
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

/** Where in the file the scan is: around the entries, in their list, or behind the end of a document. */
interface State {
  place: 'around' | 'entries' | 'behind';
  depth: number;
  /** The last string at the depth of the members of `log`, and the last one that was a name. */
  lastString: string;
  name: string;
  /** Whether the document has had a list of entries. */
  sawEntries: boolean;
}

const beginning: State = { place: 'around', depth: 0, lastString: '', name: '', sawEntries: false };
const logDepth = 2;
/** More of a name is not looked at. */
const longestName = 32;

// HAR: the elements of `log.entries`, wherever among its members the list stands. Documents that follow one another in
// a file are all read. An entry whose braces are balanced and that cannot be read is damage, and the next one is read
// all the same.
export function splitHar(take: TakeElement, from: number): ChunkBuffer {
  const state: State = { ...beginning };
  const buffered = new ChunkBuffer(from, (buffer, offset, isLast): Scan => {
    const unreadable = (at: number, reason: string): Scan => ({
      consumed: at,
      isInElement: false,
      damage: { offset: offset + at, reason },
    });
    let at = 0;
    while (at < buffer.length) {
      if (state.place === 'behind') {
        at = skipBlank(buffer, at);
        if (at === buffer.length) break;
        if (buffer[at] === byteOrderMark && !isLast) return { consumed: at, isInElement: true };
        if (buffer[at] !== openObject) {
          return unreadable(at, 'what stands here, behind the end of the HAR document, is not another one');
        }
        Object.assign(state, beginning);
      }
      if (state.place === 'around') {
        const next = scanAround(buffer, at, state);
        // A string that is not whole is looked at again with what follows.
        if (next < 0)
          return isLast ? cutOff(offset, buffer.length) : { consumed: -next - 1, isInElement: true };
        at = next;
        if (isBehind(state) && !state.sawEntries) {
          return unreadable(at, 'the HAR document that ends here has no list of entries');
        }
        continue;
      }
      at = skipBetween(buffer, at);
      if (at === buffer.length) break;
      if (buffer[at] === closeList) {
        state.place = 'around';
        at += 1;
        continue;
      }
      if (buffer[at] !== openObject) {
        return unreadable(at, 'what stands here in the list of entries is not an entry');
      }
      const end = findValueEnd(buffer, at);
      if (end < 0) {
        if (!isLast) return { consumed: at, isInElement: true };
        return unreadable(at, 'the entry that begins here is not whole: the file is cut off or damaged');
      }
      const reason = take(buffer, at, end);
      if (reason !== undefined) buffered.note({ offset: offset + at, reason });
      at = end;
    }
    if (isLast && state.place !== 'behind') return cutOff(offset, buffer.length);
    return { consumed: at, isInElement: false };
  });
  return buffered;
}

function cutOff(offset: number, length: number): Scan {
  const damage = { offset: offset + length, reason: 'the file is cut off here' };
  return { consumed: length, isInElement: false, damage };
}

function isBehind({ place }: State): boolean {
  return place === 'behind';
}

function skipBetween(buffer: Buffer, start: number): number {
  let at = start;
  while (at < buffer.length) {
    const byte = buffer[at] ?? 0;
    if (byte > 0x20 && byte !== comma) break;
    at += 1;
  }
  return at;
}

/** Goes on to the next place: into the entries, behind the end, or to the end of the buffer. Negative: -1 - where a string begins that is not whole. */
function scanAround(buffer: Buffer, start: number, state: State): number {
  for (let at = start; at < buffer.length; at += 1) {
    switch (buffer[at]) {
      case quote: {
        const end = findStringEnd(buffer, at);
        if (end < 0) return -1 - at;
        if (state.depth <= logDepth)
          state.lastString = buffer.toString('utf8', at + 1, Math.min(end, at + 1 + longestName));
        at = end;
        break;
      }
      case colon:
        if (state.depth === logDepth) state.name = state.lastString;
        break;
      case openList:
        if (state.depth === logDepth && state.name === 'entries') {
          state.place = 'entries';
          state.sawEntries = true;
          return at + 1;
        }
        state.depth += 1;
        break;
      case openObject:
        state.depth += 1;
        break;
      case closeList:
      case closeObject:
        state.depth -= 1;
        if (state.depth === 0) {
          state.place = 'behind';
          return at + 1;
        }
        break;
    }
  }
  return buffer.length;
}
