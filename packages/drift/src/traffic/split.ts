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
  /** From where in the buffer on nothing can be read any more. */
  readonly fault?: Fault | undefined;
}

interface Fault {
  readonly at: number;
  readonly reason: string;
}

/** Hands on an element of the buffer, which may turn out to be damaged. */
type Take = (start: number, end: number) => void;

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
