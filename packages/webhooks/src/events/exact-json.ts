/** A JSON object as it was written, digit by digit and unit by unit. */
export interface ExactObject {
  /** The canonical text of each member by its name; of a repeated name the last one, as `JSON.parse` takes it. */
  readonly members: ReadonlyMap<string, string>;
  /** Names that are there more than once. */
  readonly repeated: ReadonlySet<string>;
  /** Names of members that hold bytes that are not UTF-8. */
  readonly undecodable: ReadonlySet<string>;
  /** All of it in one spelling: names sorted, repeated members kept. */
  readonly canonical: string;
}

/** Numbers whose digits `JSON.parse` may round: of 16 digits or more, or with an exponent. */
const longNumber = /[:,[\s]-?(?:[\d.]{16}|[\d.]+[eE])/;

/**
 * Whether `JSON.parse` may have dropped something of this text: a digit, a member whose name comes again, or a byte that
 * is not UTF-8. Costs next to nothing, and is true of some texts that lose nothing.
 *
 * @param value what `JSON.parse` has made of it
 */
export function mayLose(text: string, value: object): boolean {
  return longNumber.test(text) || countColons(text) !== Object.keys(value).length || !text.isWellFormed();
}

/** Every member brings a colon, so that more of them than names are a repeated name, a nested object or a text with one. */
function countColons(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) count += 1;
  return count;
}

/**
 * Reads a JSON object without losing anything. What `JSON.parse` represents exactly has the canonical text of
 * `canonicalJson`.
 *
 * @param text an object that `JSON.parse` has accepted
 * @returns undefined when it is nested deeper than `deepest`
 */
export function readExactly(text: string, deepest: number): ExactObject | undefined {
  return new ExactReader(text, deepest).read();
}

class ExactReader {
  readonly #text: string;
  readonly #deepest: number;
  #at = 0;
  #isTooDeep = false;

  constructor(text: string, deepest: number) {
    this.#text = text;
    this.#deepest = deepest;
  }

  read(): ExactObject | undefined {
    const entries = this.#readEntries(0);
    if (this.#isTooDeep) return undefined;
    const members = new Map<string, string>();
    const repeated = new Set<string>();
    const undecodable = new Set<string>();
    for (const { name, value, isUtf8 } of entries) {
      if (members.has(name)) repeated.add(name);
      if (!isUtf8) undecodable.add(name);
      members.set(name, value);
    }
    return { members, repeated, undecodable, canonical: writeObject(entries) };
  }

  #readEntries(depth: number): Entry[] {
    const entries: Entry[] = [];
    this.#next();
    this.#at += 1;
    while (this.#next() !== '}') {
      if (this.#text[this.#at] === ',') this.#at += 1;
      this.#next();
      const token = this.#readString();
      this.#next();
      this.#at += 1;
      const start = this.#at;
      const value = this.#readValue(depth + 1);
      const isUtf8 = this.#text.slice(start, this.#at).isWellFormed();
      entries.push({ name: String(JSON.parse(token)), written: writeString(token), value, isUtf8 });
      if (this.#isTooDeep) return entries;
    }
    this.#at += 1;
    return entries;
  }

  #readValue(depth: number): string {
    const first = this.#next();
    if (first === '"') return writeString(this.#readString());
    if (first !== '{' && first !== '[') return this.#readLiteral();
    if (depth >= this.#deepest) {
      this.#isTooDeep = true;
      return '';
    }
    return first === '{' ? writeObject(this.#readEntries(depth)) : this.#readArray(depth);
  }

  #readArray(depth: number): string {
    const values: string[] = [];
    this.#at += 1;
    while (this.#next() !== ']' && !this.#isTooDeep) {
      if (this.#text[this.#at] === ',') this.#at += 1;
      values.push(this.#readValue(depth + 1));
    }
    this.#at += 1;
    return `[${values.join(',')}]`;
  }

  /** The token with its quotes. */
  #readString(): string {
    const start = this.#at;
    this.#at += 1;
    while (this.#text[this.#at] !== '"') this.#at += this.#text[this.#at] === '\\' ? 2 : 1;
    this.#at += 1;
    return this.#text.slice(start, this.#at);
  }

  #readLiteral(): string {
    const start = this.#at;
    while (isLiteral(this.#text.charCodeAt(this.#at))) this.#at += 1;
    const token = this.#text.slice(start, this.#at);
    return token.charCodeAt(0) > 0x39 ? token : writeNumber(token);
  }

  /** The next character that is not white space. */
  #next(): string {
    while (isSpace(this.#text.charCodeAt(this.#at))) this.#at += 1;
    return this.#text.charAt(this.#at);
  }
}

/** Of JSON. */
const isSpace = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** Letters, digits, plus, minus and point, as numbers and the three words have them. */
const isLiteral = (code: number) =>
  (code >= 0x2b && code <= 0x39 && code !== 0x2c) || (code >= 0x41 && code <= 0x7a && code !== 0x5d);

interface Entry {
  readonly name: string;
  /** The canonical text of the name. */
  readonly written: string;
  readonly value: string;
  readonly isUtf8: boolean;
}

function writeObject(entries: readonly Entry[]): string {
  const sorted = entries.toSorted((one, other) => compare(one.name, other.name));
  return `{${sorted.map(({ written, value }) => `${written}:${value}`).join(',')}}`;
}

/** By code units, as `sort` does. */
export function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/**
 * An escape and the character that it stands for are the same. A surrogate that stands alone and unescaped is a byte that
 * was not UTF-8 (see decode-body.ts): no escape may come out like it, so it is written as JSON never writes one.
 */
function writeString(token: string): string {
  if (token.isWellFormed()) return JSON.stringify(JSON.parse(token));
  const parts = token.slice(1, -1).split(/(\p{Surrogate})/u);
  const written = parts.map((part, index) =>
    index % 2 === 0
      ? JSON.stringify(JSON.parse(`"${part}"`)).slice(1, -1)
      : `\\x${part.charCodeAt(0).toString(16)}`,
  );
  return `"${written.join('')}"`;
}

/** Of longer numbers each spelling counts by itself: who writes them means nothing that a number could say. */
const longestNumber = 1000;

/** As JavaScript writes the number if it is exactly that, else every digit of it. */
function writeNumber(token: string): string {
  if (token.length > longestNumber) return `#${token}`;
  const value = Number(token);
  if (/^-?\d{1,15}$/.test(token)) return String(value);
  const exact = writeDigits(token);
  return Number.isFinite(value) && writeDigits(String(value)) === exact ? String(value) : exact;
}

/** Two numbers have the same digits here if they are equal, whatever their spelling. */
function writeDigits(token: string): string {
  const mark = token.search(/[eE]/);
  const mantissa = mark < 0 ? token : token.slice(0, mark);
  const point = mantissa.indexOf('.');
  const digits = mantissa.replace(/[-.]/g, '');
  let first = 0;
  while (digits[first] === '0') first += 1;
  if (first === digits.length) return '0';
  let last = digits.length;
  while (digits[last - 1] === '0') last -= 1;
  const shift = digits.length - last - (point < 0 ? 0 : mantissa.length - point - 1);
  const power = mark < 0 ? shift : addExponent(token.slice(mark + 1), shift);
  return `${token[0] === '-' ? '-' : ''}${digits.slice(first, last)}e${power}`;
}

function addExponent(exponent: string, shift: number): number | bigint {
  return exponent.length < 16 ? Number(exponent) + shift : BigInt(exponent) + BigInt(shift);
}
