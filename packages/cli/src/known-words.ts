import { nearestName } from '@trtc-call/reporting/names';
import { commandWords } from '@trtc-call/spec/v1';
import { CommandError } from './command-error.ts';
import { logLine } from './io/print.ts';

/** What `webhooks trigger` can send: each word, all of them, or those of one call. */
export const triggers = ['all', 'call', ...commandWords.status, ...commandWords.event] as const;

export type Trigger = (typeof triggers)[number];

/**
 * Checks a word against those that the contract lists, and narrows its type.
 *
 * @throws CommandError naming the word and the one that was probably meant
 */
export function knownWord<Word extends string>(option: string, word: string, words: readonly Word[]): Word {
  const found = words.find((one) => one === word);
  if (found !== undefined) return found;
  throw new CommandError(describeUnknown(option, word, words));
}

/** Takes any word, since the service may know more than the contract lists, and warns of one that is not listed. */
export function anyWord(option: string, word: string, words: readonly string[]): string {
  if (!words.includes(word)) logLine(`Sent as it is: ${describeUnknown(option, word, words)}`);
  return word;
}

function describeUnknown(option: string, word: string, words: readonly string[]): string {
  const nearest = nearestName(word, words);
  const remedy = nearest ? `did you mean ${nearest}?` : `choose from ${words.join(', ')}`;
  return `${option}: "${word}" is not a word of the contract: ${remedy}`;
}
