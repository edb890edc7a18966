import { clip, oneLine } from '@trtc-call/rendering';

const maxCharacters = 2000;

/**
 * A text as a message of SARIF: braces stand for arguments and `[text](target)` for a link there, and neither is
 * meant here.
 */
export function sarifText(text: string): string {
  return clip(oneLine(text), maxCharacters)
    .replaceAll('{', '{{')
    .replaceAll('}', '}}')
    .replaceAll('](', '] (');
}
