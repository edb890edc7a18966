import { escapeCommands, escapeHidden } from './sanitize.ts';

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
