import { clip, terminalLine } from '@trtc-call/rendering';

const maxCharacters = 2000;

/**
 * A text of somebody else in one line, without what a terminal or the log of a CI job would obey. GitHub's runner
 * takes `##[` anywhere in a line for a command.
 */
export function inertLine(text: string): string {
  return clip(terminalLine(text), maxCharacters).replaceAll('##[', '# #[');
}
