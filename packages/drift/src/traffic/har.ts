import {
  byteOrderMark,
  ChunkBuffer,
  closeList,
  closeObject,
  findStringEnd,
  findValueEnd,
  newline,
  openList,
  openObject,
  quote,
  type Scan,
  skipBlank,
  type TakeElement,
} from './splitter.ts';

const comma = 0x2c;
const colon = 0x3a;

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

const logDepth = 2;
/** More of a name is not looked at. */
const longestName = 32;

// HAR: the elements of `log.entries`, wherever among its members the list stands. Documents that follow one another in
// a file are all read. An entry whose braces are balanced and that cannot be read is damage, and the next one is read
// all the same.
export function splitHar(take: TakeElement, from: number): ChunkBuffer {
  const state: State = { place: 'around', depth: 0, lastString: '', name: '', sawEntries: false };
  const lines = new LineEntries();
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
        Object.assign(state, { place: 'around', depth: 0, lastString: '', name: '', sawEntries: false });
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
      const lineEnd = lines.findEnd(buffer, at);
      if (lineEnd >= 0 && take(buffer, at, lineEnd, offset + at) === undefined) at = lineEnd;
      else {
        if (lineEnd >= 0) lines.forget();
        const end = findValueEnd(buffer, at);
        if (end < 0) {
          if (!isLast) return { consumed: at, isInElement: true };
          return unreadable(at, 'the entry that begins here is not whole: the file is cut off or damaged');
        }
        lines.learn(buffer, at, end);
        const reason = take(buffer, at, end, offset + at);
        if (reason !== undefined) buffered.note({ offset: offset + at, reason });
        at = end;
      }
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

const carriageReturn = 0x0d;

/** Bytes at its beginning that tell an entry from an object inside of one. */
const prefixBytes = 12;
/** Entries in a row, each on a line of its own, after which the file is taken to be written so. */
const enoughEntries = 64;

// Where every entry of a file stands on a line of its own, as the tools write it that record thousands, the line shows
// where it ends, since no string holds a line break: its bytes need not be gone through for that.
class LineEntries {
  #entries = 0;
  #prefix = Buffer.alloc(0);

  /** An entry whose end was found by going through it: where its line should have shown it, the file is written otherwise. */
  learn(buffer: Buffer, start: number, end: number): void {
    const after = nextSign(buffer, end);
    // Whether the line ends here shows only in what follows.
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

  /** What the line showed was wrong: nothing is known any more. */
  forget(): void {
    this.#entries = 0;
  }

  /** The end of the entry that begins here, or -1 where its line does not show it. */
  findEnd(buffer: Buffer, start: number): number {
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
