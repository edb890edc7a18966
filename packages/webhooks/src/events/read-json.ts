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
  const all = listTokens(text);
  if (isTooDeep(all)) return undefined;
  return new TokenReader(all, text.isWellFormed(), isParsed).readObject();
}

/** What may stand between tokens, and what ends a literal. */
const isBetween = (code: number) =>
  code === 0x20 || code === 0x2c || code === 0x3a || code === 0x0a || code === 0x0d || code === 0x09;
const isBracket = (code: number) => code === 0x7b || code === 0x7d || code === 0x5b || code === 0x5d;
const quote = 0x22;
const backslash = 0x5c;

/** The brackets, texts and literals of JSON. In valid JSON nothing else tells one value from another. */
function listTokens(text: string): readonly string[] {
  const all: string[] = [];
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isBetween(code)) {
      at += 1;
      continue;
    }
    let end = at + 1;
    if (code === quote) end = findQuote(text, end) + 1;
    else if (!isBracket(code)) {
      for (let next = text.charCodeAt(end); end < text.length; next = text.charCodeAt(end)) {
        if (isBetween(next) || isBracket(next)) break;
        end += 1;
      }
    }
    all.push(text.slice(at, end));
    at = end;
  }
  return all;
}

/** Where the text ends that begins there: at a quote behind an even number of backslashes. */
function findQuote(text: string, start: number): number {
  for (let end = text.indexOf('"', start); ; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text.charCodeAt(before - 1) === backslash) before -= 1;
    if ((end - before) % 2 === 0) return end;
  }
}

function isTooDeep(all: readonly string[]): boolean {
  let depth = 0;
  for (const token of all) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}

const none: ReadonlySet<string> = new Set();

class TokenReader {
  readonly #tokens: readonly string[];
  readonly #isUtf8: boolean;
  readonly #isParsed: boolean;
  #at = 0;

  constructor(all: readonly string[], isUtf8: boolean, isParsed: boolean) {
    this.#tokens = all;
    this.#isUtf8 = isUtf8;
    this.#isParsed = isParsed;
  }

  readObject(): WrittenObject {
    const members = new Map<string, Written>();
    const entries: Entry[] = [];
    let repeated: Set<string> | undefined;
    let undecodable: Set<string> | undefined;
    this.#next();
    while (this.#tokens[this.#at] !== '}') {
      const token = this.#next();
      const name = readString(token);
      const start = this.#at;
      const value = this.#readValue();
      if (members.has(name)) repeated = (repeated ?? new Set()).add(name);
      const isUtf8 = this.#isUtf8 || this.#tokens.slice(start, this.#at).every((one) => one.isWellFormed());
      if (!isUtf8) undecodable = (undecodable ?? new Set()).add(name);
      members.set(name, value);
      entries.push({ name, token, value });
    }
    this.#next();
    return new ReadObject(members, repeated ?? none, undecodable ?? none, entries);
  }

  #readValue(): Written {
    if (this.#tokens[this.#at] === '{') return this.readObject();
    const token = this.#next();
    if (token !== '[') return this.#isParsed ? markRounded(writeScalar(token)) : writeScalar(token);
    const items: Written[] = [];
    while (this.#tokens[this.#at] !== ']') items.push(this.#readValue());
    this.#next();
    return items;
  }

  #next(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new TypeError('the text is not a JSON object');
    this.#at += 1;
    return token;
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

function writeScalar(token: string): string {
  if (token.startsWith('"')) return writeString(token);
  return /^[a-z]/.test(token) ? token : writeNumber(token);
}

/**
 * An escape and the character that it stands for are the same. A surrogate that stands alone and unescaped is a byte that
 * was not UTF-8 (see decode-body.ts): no escape may come out like it, so it is written as JSON never writes one.
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
  // Most numbers are exactly what JavaScript writes.
  if (/^[1-9]\d{0,14}$/.test(token)) return token;
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
