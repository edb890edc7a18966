import { LineEntries } from './line-entries.ts';
import { Buffered, type Scan, type Splitter, type TakeElement } from './splitter.ts';

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/** Where in the file the scan is: around the entries, in their list, or behind the end. */
interface State {
  place: 'around' | 'entries' | 'behind';
  depth: number;
  /** The last string at the depth of the members of `log`, and the last one that was a name. */
  lastString: string;
  name: string;
}

/** The depth of the members of `log`. */
const logDepth = 2;

/**
 * HAR: the elements of `log.entries`, wherever among its members the list stands. An entry whose braces are balanced
 * and that cannot be read is damage, and the next one is read all the same.
 */
export function splitHar(take: TakeElement): Splitter {
  const state: State = { place: 'around', depth: 0, lastString: '', name: '' };
  const lines = new LineEntries();
  let sawEntries = false;
  const buffered = new Buffered((buffer, offset, isLast): Scan => {
    let at = 0;
    while (at < buffer.length) {
      if (state.place === 'entries') {
        sawEntries = true;
        const next = skipBetween(buffer, at);
        at = next;
        if (next >= buffer.length) break;
        const byte = buffer[next];
        if (byte === closeList) {
          state.place = 'around';
          at = next + 1;
          continue;
        }
        if (byte !== openObject) {
          const reason = 'what stands here in the list of entries is no entry';
          return { consumed: next, isInElement: false, damage: { offset: offset + next, reason } };
        }
        const told = lines.endOf(buffer, next);
        const end = told < 0 ? endOfValue(buffer, next) : told;
        if (end < 0) {
          if (!isLast) return { consumed: next, isInElement: true };
          const reason = 'the entry that begins here is not whole: the file is cut off or damaged';
          return { consumed: next, isInElement: true, damage: { offset: offset + next, reason } };
        }
        if (told < 0) lines.learn(buffer, next, end);
        const reason = take(buffer, next, end, offset + next);
        if (reason !== undefined) buffered.note({ offset: offset + next, reason });
        at = end;
      } else {
        const next = scanAround(buffer, at, state);
        // A string that is not whole is looked at again with what follows.
        if (next < 0) return cutOff(isLast, offset, -next - 1, buffer.length);
        at = next;
      }
    }
    if (isLast && state.place !== 'behind') return cutOff(true, offset, at, buffer.length);
    if (isLast && !sawEntries) {
      const reason = 'there is no list of entries in the log';
      return { consumed: at, isInElement: false, damage: { offset: offset + at, reason } };
    }
    return { consumed: at, isInElement: false };
  });
  return buffered;
}

function cutOff(isLast: boolean, offset: number, consumed: number, length: number): Scan {
  if (!isLast) return { consumed, isInElement: true };
  return {
    consumed,
    isInElement: false,
    damage: { offset: offset + length, reason: 'the file is cut off here' },
  };
}

/** Whitespace and commas. */
function skipBetween(buffer: Buffer, start: number): number {
  let at = start;
  while (at < buffer.length) {
    const byte = buffer[at] ?? 0;
    if (byte > 0x20 && byte !== comma) break;
    at += 1;
  }
  return at;
}

/** The end of the object that begins at `start`, or -1 where it is not in the buffer. */
function endOfValue(buffer: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < buffer.length; at += 1) {
    switch (buffer[at]) {
      case quote:
        at = endOfString(buffer, at);
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
function endOfString(buffer: Buffer, start: number): number {
  for (let at = start + 1; at < buffer.length; at += 1) {
    const byte = buffer[at];
    if (byte === quote) return at;
    if (byte === backslash) at += 1;
  }
  return -1;
}

/** Goes on to the next place: into the entries, behind the end, or to the end of the buffer. Negative: -1 - where a string begins that is not whole. */
function scanAround(buffer: Buffer, start: number, state: State): number {
  if (state.place === 'behind') return buffer.length;
  for (let at = start; at < buffer.length; at += 1) {
    switch (buffer[at]) {
      case quote: {
        const end = endOfString(buffer, at);
        if (end < 0) return -1 - at;
        if (state.depth <= logDepth)
          state.lastString = buffer.toString('utf8', at + 1, Math.min(end, at + 33));
        at = end;
        break;
      }
      case colon:
        if (state.depth === logDepth) state.name = state.lastString;
        break;
      case openList:
        if (state.depth === logDepth && state.name === 'entries') {
          state.place = 'entries';
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
          return buffer.length;
        }
        break;
    }
  }
  return buffer.length;
}
