import type { Written, WrittenObject } from '../contract.ts';

/** Nothing documented is nested deeper; what is would be an attempt to exhaust the stack. */
const deepest = 32;

/**
 * Reads a JSON object without losing anything: `JSON.parse` rounds numbers, takes the last of a repeated name, and gives
 * an escaped surrogate and a byte that is not UTF-8 the same text. Its reviver sees the digits (`context.source`), but
 * neither repeated names nor how names were written.
 *
 * @param text an object that `JSON.parse` has accepted
 * @returns undefined when it is nested too deeply
 */
export function readWritten(text: string): WrittenObject | undefined {
  const all = listTokens(text);
  if (isTooDeep(all)) return undefined;
  return new TokenReader(all).readObject();
}

/** The brackets, texts and literals of JSON. In valid JSON nothing else tells one value from another. */
function listTokens(text: string): readonly string[] {
  const all: string[] = [];
  const next = /[[\]{}"]|[^\s[\]{}:,"]+/g;
  for (let found = next.exec(text); found; found = next.exec(text)) {
    const [token] = found;
    if (token !== '"') all.push(token);
    else {
      // By a loop: a regular expression for a whole text needs a stack as long as the text.
      let end = next.lastIndex;
      while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
      next.lastIndex = end + 1;
      all.push(text.slice(found.index, end + 1));
    }
  }
  return all;
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

/** A value, and its text in one spelling. */
interface Read {
  readonly value: Written;
  readonly canonical: string;
}

class TokenReader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(all: readonly string[]) {
    this.#tokens = all;
  }

  readObject(): WrittenObject {
    const members = new Map<string, Written>();
    const repeated = new Set<string>();
    const undecodable = new Set<string>();
    const entries: Entry[] = [];
    this.#next();
    while (this.#tokens[this.#at] !== '}') {
      const token = this.#next();
      const start = this.#at;
      const name = String(JSON.parse(token));
      const { value, canonical } = this.#readValue();
      if (members.has(name)) repeated.add(name);
      for (let at = start; at < this.#at; at += 1) {
        if (!this.#tokens[at]?.isWellFormed()) undecodable.add(name);
      }
      members.set(name, value);
      entries.push({ name, text: `${writeString(token)}:${canonical}` });
    }
    this.#next();
    return { members, repeated, undecodable, canonical: writeObject(entries) };
  }

  #readValue(): Read {
    if (this.#tokens[this.#at] === '{') {
      const value = this.readObject();
      return { value, canonical: value.canonical };
    }
    const token = this.#next();
    if (token === '[') {
      const items: Read[] = [];
      while (this.#tokens[this.#at] !== ']') items.push(this.#readValue());
      this.#next();
      return {
        value: items.map(({ value }) => value),
        canonical: `[${items.map(({ canonical }) => canonical).join(',')}]`,
      };
    }
    const text = writeScalar(token);
    return { value: text, canonical: text };
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
  /** The canonical text of name and value. */
  readonly text: string;
}

/** Names in the order of their code units. */
function writeObject(entries: readonly Entry[]): string {
  const sorted = entries.toSorted(({ name: one }, { name: other }) =>
    one === other ? 0 : one < other ? -1 : 1,
  );
  return `{${sorted.map(({ text }) => text).join(',')}}`;
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
  const [, digits, power] = /^(-?\d+)e(\d{1,3})$/.exec(writeDigits(written)) ?? [];
  return digits === undefined ? undefined : digits + '0'.repeat(Number(power));
}
