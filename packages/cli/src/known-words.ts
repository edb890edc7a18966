import { nearestName } from '@trtc-call/reporting/names';
import { commandWords } from '@trtc-call/spec/v1';
import { webhooks as webhooksV4 } from '@trtc-call/spec/v4';
import { CommandError } from './command-error.ts';
import { logLine } from './io/print.ts';

/** The command words of webhooks, by generation. */
export const webhookWords = {
  v1: [...commandWords.status, ...commandWords.event],
  v4: Object.values(webhooksV4).flatMap(({ commands }) => [...commands]),
} as const;

/** What `webhooks trigger` can send: each word, all of a generation, or those of one call. */
export const triggers = ['all', 'call', ...webhookWords.v4, ...webhookWords.v1] as const;

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
