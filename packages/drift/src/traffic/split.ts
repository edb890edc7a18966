import { ChunkBuffer, type Scan, type Take, type TakeElement } from './chunk-buffer.ts';

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
  return new ChunkBuffer(from, take, (buffer, isLast, takeLine) => {
    // What is blank needs not be looked at again, however much of it there is.
    let at = skipBlank(buffer, 0);
    while (at < buffer.length) {
      const found = buffer.indexOf(newline, at);
      if (found < 0 && !isLast) return { consumed: at, isInElement: true };
      const end = found < 0 ? buffer.length : found;
      takeLine(at, end);
      at = skipBlank(buffer, end);
    }
    return { consumed: at, isInElement: false };
  });
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

/** Where to go on, or why not. */
type Step = number | Stop;

interface Stop {
  readonly at: number;
  /** Whether more of the file may make it whole. */
  readonly isUnfinished: boolean;
  readonly reason: string;
  /** Default: `at`. */
  readonly faultAt?: number;
}

const cutOff = 'the file is cut off here';

// HAR: the elements of `log.entries`, wherever among its members the list stands. Documents that follow one another in
// a file are all read. An entry whose braces are balanced and that cannot be read is damage, and the next one is read
// all the same.
export function splitHar(take: TakeElement, from: number): ChunkBuffer {
  const state: State = { ...beginning };
  return new ChunkBuffer(from, take, (buffer, isLast, takeEntry): Scan => {
    let at = 0;
    while (at < buffer.length) {
      const step = steps[state.place](buffer, at, state, takeEntry);
      if (typeof step !== 'number') return stop(step, isLast);
      at = step;
    }
    const fault = isLast && state.place !== 'behind' ? { at, reason: cutOff } : undefined;
    return { consumed: at, isInElement: false, fault };
  });
}

function stop({ at, isUnfinished, reason, faultAt = at }: Stop, isLast: boolean): Scan {
  if (isUnfinished && !isLast) return { consumed: at, isInElement: true };
  return { consumed: at, isInElement: false, fault: { at: faultAt, reason } };
}

type TakeStep = (buffer: Buffer, start: number, state: State, take: Take) => Step;

const steps: Readonly<Record<State['place'], TakeStep>> = {
  around: stepAround,
  entries: stepEntry,
  behind: stepBehind,
};

/** Goes on to the list of entries, or behind the end of the document. */
function stepAround(buffer: Buffer, start: number, state: State): Step {
  let at = start;
  while (at < buffer.length && state.place === 'around') {
    const end = buffer[at] === quote ? findStringEnd(buffer, at) : at;
    if (end < 0) return { at, isUnfinished: true, reason: cutOff, faultAt: buffer.length };
    follow(state, buffer, at, end);
    at = end + 1;
  }
  if (state.place !== 'behind' || state.sawEntries) return at;
  return { at, isUnfinished: false, reason: 'the HAR document that ends here has no list of entries' };
}

/** Notes what a sign, or a string with its quotes at `at` and `end`, says of the place. */
function follow(state: State, buffer: Buffer, at: number, end: number): void {
  switch (buffer[at]) {
    case quote:
      if (state.depth <= logDepth)
        state.lastString = buffer.toString('utf8', at + 1, Math.min(end, at + 1 + longestName));
      break;
    case colon:
      if (state.depth === logDepth) state.name = state.lastString;
      break;
    case openList:
      if (state.depth === logDepth && state.name === 'entries') {
        state.place = 'entries';
        state.sawEntries = true;
      } else state.depth += 1;
      break;
    case openObject:
      state.depth += 1;
      break;
    case closeList:
    case closeObject:
      state.depth -= 1;
      if (state.depth === 0) state.place = 'behind';
      break;
  }
}

/** Takes the next entry, or leaves the list. */
function stepEntry(buffer: Buffer, start: number, state: State, take: Take): Step {
  const at = skipBetween(buffer, start);
  if (at === buffer.length) return at;
  if (buffer[at] === closeList) {
    state.place = 'around';
    return at + 1;
  }
  if (buffer[at] !== openObject) {
    return { at, isUnfinished: false, reason: 'what stands here in the list of entries is not an entry' };
  }
  const end = findValueEnd(buffer, at);
  if (end < 0) {
    const reason = 'the entry that begins here is not whole: the file is cut off or damaged';
    return { at, isUnfinished: true, reason };
  }
  take(at, end);
  return end;
}

/** Begins the next document. */
function stepBehind(buffer: Buffer, start: number, state: State): Step {
  const at = skipBlank(buffer, start);
  if (at === buffer.length) return at;
  if (buffer[at] !== openObject) {
    const reason = 'what stands here, behind the end of the HAR document, is not another one';
    return { at, isUnfinished: buffer[at] === byteOrderMark, reason };
  }
  Object.assign(state, beginning);
  return at;
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
