import { clip, oneLine, sanitizeBlockForTerminal } from './sanitize.ts';

/** Makes a text literal inside a line or a table cell of GitHub's Markdown. Nobody is mentioned by accident. */
export function escapeMarkdown(text: string): string {
  return (
    oneLine(text)
      // First: what follows writes marks of its own.
      .replace(/[\\`*_[\]~#!$]/g, '\\$&')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('|', '&#124;')
      .replaceAll('@', '&#64;')
  );
}

/** A code block that no backticks in the text can end, and in which the log of a CI job finds no command. */
export function fence(text: string, maxCharacters: number): string {
  const shown = clip(sanitizeBlockForTerminal(text), maxCharacters);
  const runs = shown.match(/`+/g) ?? [];
  const marks = '`'.repeat(Math.max(3, 1 + Math.max(0, ...runs.map((run) => run.length))));
  return `${marks}text\n${shown}\n${marks}`;
}
