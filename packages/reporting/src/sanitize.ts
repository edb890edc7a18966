/** A visible character of another script, or an emoji: what a joiner and a selector of a glyph belong behind. */
const glyph = String.raw`[^\u0000-\u007f\p{C}\p{Z}\p{DI}]`;
const selector = String.raw`(?:[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}])`;

/** Characters that a terminal, a parser of XML or JavaScript, or a reader's eye would take for something else. */
const hidden = new RegExp(
  [
    // Controls, ends of lines and paragraphs, marks of direction, what is never seen, halves of surrogate pairs and
    // noncharacters, except what follows.
    String.raw`(?!\t|\n|\u200c|\u200d|${selector})[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_C}\p{DI}\p{NChar}\ufff9-\ufffb]`,
    // Elsewhere these hide a difference, or break up a word that is looked for. A keycap such as 1️⃣ begins in ASCII.
    String.raw`(?<!${glyph})(?:\u200c|(?!\ufe0f\u20e3)${selector})`,
    String.raw`(?<!${glyph}\ufe0f?)\u200d`,
  ].join('|'),
  'gu',
);

/** A colour or another rendition (SGR): the only sequence that this project writes into a text itself. */
const rendition = String.raw`\u001b\[[\d;]*m`;

/** The character that makes a text a command for a system that runs a CI job and reads its log. */
const command = new RegExp(
  [
    // GitHub Actions, Azure Pipelines, TeamCity and Octopus: `##[`, `##vso[` and the like, anywhere in a line.
    String.raw`(?<=#)#(?=[A-Za-z]*\[)`,
    // GitHub Actions: `::` at the start of a line, whatever blanks stand before it.
    String.raw`(?<=^(?:[^\S\n]|${rendition})*):(?=:)`,
    // Buildkite: a group begins with `---`, `+++` or `~~~` at the start of a line; `^^^` opens the last one.
    String.raw`(?<=^(?:${rendition})*)([-+~^])(?=\1\1(?:\s|$))`,
    // GitLab and Travis.
    '(?<=section_(?:start|end)|travis_(?:fold|time)):',
  ].join('|'),
  'gm',
);

/**
 * Makes a foreign text safe to print in one line: it can neither steer a terminal nor give a command to a CI
 * system, nor break the line. Nothing is dropped: what would be obeyed is shown as its escape, such as `\u001b`.
 */
export function sanitizeForTerminal(text: string): string {
  return escapeCommands(oneLine(text));
}

/** What {@link sanitizeBlockForTerminal} leaves as it is. */
export interface BlockOptions {
  /** Colours, for text whose parts were made safe before they were coloured. Default false. */
  readonly keepColors?: boolean;
}

/** The same for a text that may have several lines: tabs and line breaks stay. */
export function sanitizeBlockForTerminal(text: string, { keepColors = false }: BlockOptions = {}): string {
  if (!keepColors) return escapeCommands(escapeHidden(text));
  const parts = text.split(new RegExp(`(${rendition})`));
  return escapeCommands(parts.map((part, at) => (at % 2 === 1 ? part : escapeHidden(part))).join(''));
}

/**
 * JSON that is safe to print. What would be obeyed is written as the escape of JSON that means the same, so that a
 * program reads the very value.
 *
 * @param indent blanks for each level; default 0, which is one line
 */
export function sanitizeJson(value: unknown, indent = 0): string {
  return escapeCommands(escapeHidden(JSON.stringify(value, null, indent)));
}

/** Shows what a hostile text would hide: each hidden character becomes its escape, such as `\u001b`. */
export function escapeHidden(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(hidden, unicodeEscape);
}

/**
 * Takes from a text what a CI system would obey in the log of a job.
 *
 * @param write writes one character in the manner of the format; default `\u0023`
 */
export function escapeCommands(text: string, write: (character: string) => string = unicodeEscape): string {
  return text.replace(command, write);
}

/** {@link escapeHidden} in one line, for formats that have their own way to keep commands away. */
export function oneLine(text: string): string {
  // Not by a pattern such as `\s*\n\s*`, which takes forever over a long row of blanks.
  const lines = escapeHidden(text).split('\n');
  return lines
    .map((line) => line.replaceAll('\t', ' ').trim())
    .filter((line) => line !== '')
    .join(' ');
}

/** Cuts a text that is too long and says how much is missing, and where it is. */
export function clip(text: string, maxCharacters: number, where = ' in report.json'): string {
  const start = takeStart(text, maxCharacters);
  const hidden = text.length - start.length;
  return hidden === 0 ? text : `${start}… (${hidden} more characters${where})`;
}

/** The beginning of a text, without half a character at its end. */
export function takeStart(text: string, maxCharacters: number): string {
  const isHalf = text.length > maxCharacters && /[\ud800-\udbff]/.test(text.charAt(maxCharacters - 1));
  return text.slice(0, isHalf ? maxCharacters - 1 : maxCharacters);
}

function unicodeEscape(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    const unit = character.charCodeAt(at);
    return `\\u${unit.toString(16).padStart(4, '0')}`;
  }).join('');
}

/** Text that is already HTML or XML. Only {@link markup} makes it, so nothing unescaped can get in. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template may hold: text (escaped), markup (as it stands), lists of them, or nothing. */
export type MarkupValue = string | number | Markup | null | undefined | readonly MarkupValue[];

/** Template tag for HTML and XML that escapes every value which is not markup itself. */
export function markup(strings: TemplateStringsArray, ...values: MarkupValue[]): Markup {
  return new Markup(strings.reduce((text, part, at) => text + render(values[at - 1]) + part));
}

/**
 * Escapes a text for content and for attributes in double quotes, in HTML and XML alike. A report is printed into the
 * logs of CI jobs as well, so that what such a log would obey becomes a reference, which reads the same.
 */
export function escapeMarkup(text: string): string {
  const shown = escapeHidden(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
  return escapeCommands(shown, (character) => `&#${character.charCodeAt(0)};`);
}

function render(value: MarkupValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string') return escapeMarkup(value);
  if (typeof value === 'number') return String(value);
  return value.map(render).join('');
}
