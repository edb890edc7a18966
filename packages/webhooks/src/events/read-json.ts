import type { Written, WrittenObject } from '../contract.ts';

/** Nothing documented is nested deeper; what is would be an attempt to exhaust the stack. */
const deepest = 32;

/**
 * Reads a JSON object without losing anything: `JSON.parse` rounds numbers, takes the last of a repeated name, and gives
 * an escaped surrogate and a byte that is not UTF-8 the same text. Its reviver sees the digits (`context.source`), but
 * neither repeated names nor how names were written.
 *
 * @param text an object that `JSON.parse` has accepted
 * @param isParsed whether a parser has rounded its numbers before
 * @returns undefined when it is nested too deeply
 */
export function readWritten(text: string, isParsed = false): WrittenObject | undefined {
  return new Reader(text, isParsed).readObject(0);
}

const isBetween = (code: number) =>
  code === 0x20 || code === 0x2c || code === 0x3a || code === 0x0a || code === 0x0d || code === 0x09;
const isBracket = (code: number) =>
  code === openBrace || code === closeBrace || code === openBracket || code === closeBracket;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const quote = 0x22;
const backslash = 0x5c;
const lowerA = 0x61;

const none: ReadonlySet<string> = new Set();

/** Reads the brackets, texts and literals of JSON: in valid JSON nothing else tells one value from another. */
class Reader {
  readonly #text: string;
  readonly #isParsed: boolean;
  readonly #isUtf8: boolean;
  /** Whether each of its texts is written as what it means. */
  readonly #isPlain: boolean;
  #at = 0;

  constructor(text: string, isParsed: boolean) {
    this.#text = text;
    this.#isParsed = isParsed;
    this.#isUtf8 = text.isWellFormed();
    this.#isPlain = this.#isUtf8 && !text.includes('\\');
    this.#findNext();
    this.#at += 1;
  }

  /** @returns undefined when it is nested too deeply */
  readObject(depth: number): WrittenObject | undefined {
    if (depth >= deepest) return undefined;
    const members = new Map<string, Written>();
    const entries: Entry[] = [];
    let repeated: Set<string> | undefined;
    let undecodable: Set<string> | undefined;
    while (this.#findNext() !== closeBrace) {
      const token = this.#readText();
      const name = this.#isPlain ? token.slice(1, -1) : readString(token);
      const start = this.#at;
      const value = this.#readValue(depth + 1);
      if (value === undefined) return undefined;
      if (members.has(name)) repeated = (repeated ?? new Set()).add(name);
      const isUtf8 = this.#isUtf8 || this.#text.slice(start, this.#at).isWellFormed();
      if (!isUtf8) undecodable = (undecodable ?? new Set()).add(name);
      members.set(name, value);
      entries.push({ name, token, value });
    }
    this.#at += 1;
    return new ReadObject(members, repeated ?? none, undecodable ?? none, entries);
  }

  #readValue(depth: number): Written | undefined {
    const code = this.#findNext();
    if (code === quote) return this.#isPlain ? this.#readText() : writeString(this.#readText());
    if (code === openBrace || code === openBracket) {
      this.#at += 1;
      return code === openBrace ? this.readObject(depth) : this.#readList(depth);
    }
    const token = this.#readLiteral();
    const written = code >= lowerA ? token : writeNumber(token);
    return this.#isParsed ? markRounded(written) : written;
  }

  #readList(depth: number): Written | undefined {
    if (depth >= deepest) return undefined;
    const items: Written[] = [];
    while (this.#findNext() !== closeBracket) {
      const item = this.#readValue(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
    }
    this.#at += 1;
    return items;
  }

  /** Goes to where the next token begins, and says with which character. */
  #findNext(): number {
    let code = this.#text.charCodeAt(this.#at);
    while (isBetween(code)) {
      this.#at += 1;
      code = this.#text.charCodeAt(this.#at);
    }
    if (Number.isNaN(code)) throw new TypeError('the text is not a JSON object');
    return code;
  }

  #readText(): string {
    const start = this.#at;
    this.#at = findQuote(this.#text, start + 1) + 1;
    return this.#text.slice(start, this.#at);
  }

  #readLiteral(): string {
    const text = this.#text;
    const start = this.#at;
    let end = start + 1;
    while (end < text.length && !isBetween(text.charCodeAt(end)) && !isBracket(text.charCodeAt(end)))
      end += 1;
    this.#at = end;
    return text.slice(start, end);
  }
}

/** Where the text ends that begins there: at a quote behind an even number of backslashes. */
function findQuote(text: string, start: number): number {
  for (let end = text.indexOf('"', start); ; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text.charCodeAt(before - 1) === backslash) before -= 1;
    if ((end - before) % 2 === 0) return end;
  }
}

interface Entry {
  readonly name: string;
  /** The name as it was written. */
  readonly token: string;
  readonly value: Written;
}

/** Most objects are told apart by their members: all of it in one spelling is written when it is asked for. */
class ReadObject implements WrittenObject {
  readonly members: ReadonlyMap<string, Written>;
  readonly repeated: ReadonlySet<string>;
  readonly undecodable: ReadonlySet<string>;
  readonly #entries: readonly Entry[];

  constructor(
    members: ReadonlyMap<string, Written>,
    repeated: ReadonlySet<string>,
    undecodable: ReadonlySet<string>,
    entries: readonly Entry[],
  ) {
    this.members = members;
    this.repeated = repeated;
    this.undecodable = undecodable;
    this.#entries = entries;
  }

  get canonical(): string {
    // Names in the order of their code units.
    const sorted = this.#entries.toSorted(({ name: one }, { name: other }) =>
      one === other ? 0 : one < other ? -1 : 1,
    );
    return `{${sorted.map(({ token, value }) => `${writeString(token)}:${writeValue(value)}`).join(',')}}`;
  }
}

function writeValue(value: Written): string {
  if (typeof value === 'string') return value;
  return 'canonical' in value ? value.canonical : `[${value.map(writeValue).join(',')}]`;
}

/** A text without an escape is itself. */
function readString(token: string): string {
  return token.includes('\\') ? String(JSON.parse(token)) : token.slice(1, -1);
}

/** Which number it was before it was rounded is not known: it has no digits. */
function markRounded(written: string): string {
  return Math.abs(Number(written)) > Number.MAX_SAFE_INTEGER ? `~${written}` : written;
}

/**
 * An escape and the character that it stands for are the same. A surrogate that stands alone and unescaped is a byte that
 * was not UTF-8 (see `decodeBody`): no escape may come out like it, so it is written as JSON never writes one.
 */
function writeString(token: string): string {
  if (token.isWellFormed()) return token.includes('\\') ? JSON.stringify(JSON.parse(token)) : token;
  const parts = token.slice(1, -1).split(/(\p{Surrogate})/u);
  const written = parts.map((part, index) =>
    index % 2 === 0
      ? JSON.stringify(JSON.parse(`"${part}"`)).slice(1, -1)
      : `\\x${part.charCodeAt(0).toString(16)}`,
  );
  return `"${written.join('')}"`;
}

/** Of longer numbers each spelling counts by itself: they are hardly meant as numbers. */
const longestNumber = 1000;

/** As JavaScript writes the number if it is exactly that, else every digit of it. */
function writeNumber(token: string): string {
  if (token.length > longestNumber) return `#${token}`;
  const text = String(Number(token));
  if (text === token) return text;
  const exact = writeDigits(token);
  return Number.isFinite(Number(token)) && writeDigits(text) === exact ? text : exact;
}

/** Two numbers have the same digits here if they are equal, whatever their spelling. */
function writeDigits(token: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(token) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  if (digits === '') return '0';
  const significant = digits.replace(/0+$/, '');
  const power = BigInt(exponent) + BigInt(digits.length - significant.length - fraction.length);
  return `${sign}${significant}e${power}`;
}

/** The digits of a number in its canonical text, up to a thousand; undefined where it is not a whole number. */
export function readDigits(written: string): string | undefined {
  if (/^-?\d+$/.test(written)) return written;
  if (!/^-?\d/.test(written)) return undefined;
  const [, digits, power] = /^(-?\d+)e(\d{1,3})$/.exec(writeDigits(written)) ?? [];
  return digits === undefined ? undefined : digits + '0'.repeat(Number(power));
}
