/** A text with every escape resolved, and where each of its characters stood. */
export interface ResolvedText {
  readonly text: string;
  /** Where each character of `text` begins and ends in the original; undefined where nothing was escaped. */
  readonly places: { readonly starts: Int32Array; readonly ends: Int32Array } | undefined;
}

/** Part of a text, from the first character up to, but not including, the last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

// Escapes of escapes are resolved pass by pass. Nobody nests so deep, except to keep the reader busy.
const mostPasses = 8;

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  ast: '*',
  midast: '*',
  plus: '+',
  sol: '/',
  bsol: '\\',
  lowbar: '_',
  equals: '=',
  percnt: '%',
  commat: '@',
  period: '.',
  colon: ':',
  quest: '?',
  num: '#',
  nbsp: ' ',
  newline: '\n',
  tab: '\t',
};

// One alternative each: percent-encoding, once or many times over; backslashes of JSON, JavaScript, Python and C,
// however often a string was put into a string; entities of HTML and XML.
const escapes = new RegExp(
  [
    '%(?:25)*([\\da-f]{2})',
    '\\\\+(?:u\\{0*([\\da-f]{1,6})\\}|u([\\da-f]{4})|x([\\da-f]{2})|([^]))',
    `&(?:amp;)*(?:#0*(\\d{1,7});?|#x0*([\\da-f]{1,6});?|(${Object.keys(entities).join('|')});)`,
  ].join('|'),
  'gi',
);
const mayBeEscaped = /[%\\&]/;

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Resolves escapes until there are none. A byte of percent-encoding becomes one character, whatever its charset. */
export function resolveEscapes(text: string): ResolvedText {
  let resolved: ResolvedText = { text, places: undefined };
  for (let pass = 0; pass < mostPasses && mayBeEscaped.test(resolved.text); pass += 1) {
    const next = resolveOnce(resolved);
    if (!next) break;
    resolved = next;
  }
  return resolved;
}

/** The span of the original that a span of the resolved text came from. */
export function originalSpan({ places }: ResolvedText, { start, end }: Span): Span {
  if (!places) return { start, end };
  return { start: places.starts[start] ?? 0, end: places.ends[end - 1] ?? 0 };
}

function resolveOnce({ text, places }: ResolvedText): ResolvedText | undefined {
  const parts: string[] = [];
  // No escape is shorter than what it stands for.
  const starts = new Int32Array(text.length);
  const ends = new Int32Array(text.length);
  let length = 0;
  let copied = 0;
  const place = (start: number, end: number) => {
    starts[length] = places?.starts[start] ?? start;
    ends[length] = places?.ends[end - 1] ?? end;
    length += 1;
  };
  const copyUntil = (end: number) => {
    parts.push(text.slice(copied, end));
    for (let at = copied; at < end; at += 1) place(at, at + 1);
  };
  for (const match of text.matchAll(escapes)) {
    const [whole] = match;
    const end = match.index + whole.length;
    const character = readCharacter(match);
    copyUntil(match.index);
    parts.push(character);
    for (let at = 0; at < character.length; at += 1) place(match.index, end);
    copied = end;
  }
  if (copied === 0) return undefined;
  copyUntil(text.length);
  return { text: parts.join(''), places: { starts, ends } };
}

function readCharacter([
  whole,
  byte,
  braced,
  unit,
  short,
  escaped,
  decimal,
  hex,
  name,
]: RegExpMatchArray): string {
  if (escaped !== undefined) return controls[escaped] ?? escaped;
  if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
  const code =
    decimal === undefined
      ? Number.parseInt(byte ?? braced ?? unit ?? short ?? hex ?? '', 16)
      : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
