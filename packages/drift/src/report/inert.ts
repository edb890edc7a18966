import { clip, terminalLine, visible } from '@trtc-call/rendering';

const maxCharacters = 2000;

/**
 * A text of somebody else in one line, without what a terminal or the log of a CI job would obey. GitHub's runner
 * takes `##[` anywhere in a line for a command.
 */
export function inertLine(text: string): string {
  return clip(terminalLine(text), maxCharacters).replaceAll('##[', '# #[');
}

/**
 * JSON that is safe to print: what a terminal or the log of a CI job would obey is written as the escape of JSON that
 * means the same, so that nothing of the value is lost.
 *
 * @param indent blanks for each level; default 0, which is one line
 */
export function inertJson(value: object | string, indent = 0): string {
  return visible(JSON.stringify(value, null, indent)).replaceAll('##[', '#\\u0023[');
}
