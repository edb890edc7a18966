/** A text with every escape resolved, and where its characters stood. */
export interface ResolvedText {
  readonly text: string;
  /** Where each character of `text`, and its end, was in the original; undefined where nothing was escaped. */
  readonly starts: readonly number[] | undefined;
}

/** Part of a text, from the first character up to, but not including, the last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

// Escapes of escapes are resolved pass by pass. Text nested deeper is made to keep the reader busy.
const mostPasses = 8;

const entities =
  'amp& lt< gt> quot" apos\' ast* midast* plus+ sol/ bsol\\ lowbar_ equals= percnt% commat@ period. colon: quest? num#';
const characters = new Map(entities.split(' ').map((one) => [one.slice(0, -1), one.slice(-1)]));
characters.set('nbsp', ' ').set('newline', '\n').set('tab', '\t');

// One alternative each: percent-encoding, once or many times over; backslashes of JSON, JavaScript, Python and C,
// however often a string was put into a string; entities of HTML and XML.
const escapes = new RegExp(
  [
    '%(?:25)*([\\da-f]{2})',
    '\\\\+(?:u\\{0*([\\da-f]{1,6})\\}|u([\\da-f]{4})|x([\\da-f]{2})|([^]))',
    `&(?:amp;)*(?:#x0*([\\da-f]{1,6});?|#0*(\\d{1,7});?|(${[...characters.keys()].join('|')});)`,
  ].join('|'),
  'gi',
);
const mayBeEscaped = /[%\\&]/;
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Resolves escapes until there are none. A byte of percent-encoding becomes one character, whatever its charset. */
export function resolveEscapes(text: string): ResolvedText {
  let resolved: ResolvedText = { text, starts: undefined };
  for (let pass = 0; pass < mostPasses && mayBeEscaped.test(resolved.text); pass += 1) {
    const next = resolveOnce(resolved);
    if (next.text === resolved.text) break;
    resolved = next;
  }
  return resolved;
}

/** The span of the original that a span of the resolved text came from. */
export function originalSpan({ starts }: ResolvedText, { start, end }: Span): Span {
  return starts ? { start: starts[start] ?? 0, end: starts[end] ?? 0 } : { start, end };
}

function resolveOnce({ text, starts: before }: ResolvedText): ResolvedText {
  const starts: number[] = [];
  let shown = '';
  let copied = 0;
  const copyUntil = (end: number) => {
    shown += text.slice(copied, end);
    for (let at = copied; at < end; at += 1) starts.push(before?.[at] ?? at);
  };
  for (const match of text.matchAll(escapes)) {
    copyUntil(match.index);
    const character = readCharacter(match);
    shown += character;
    for (let at = 0; at < character.length; at += 1) starts.push(before?.[match.index] ?? match.index);
    copied = match.index + match[0].length;
  }
  copyUntil(text.length);
  starts.push(before?.[text.length] ?? text.length);
  return { text: shown, starts };
}

function readCharacter([
  whole,
  byte,
  braced,
  unit,
  short,
  escaped,
  hex,
  decimal,
  name,
]: RegExpMatchArray): string {
  if (escaped !== undefined) return controls[escaped] ?? escaped;
  if (name !== undefined) return characters.get(name.toLowerCase()) ?? whole;
  const digits = byte ?? braced ?? unit ?? short ?? hex;
  const code = digits === undefined ? Number(decimal) : Number.parseInt(digits, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
