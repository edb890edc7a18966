import { CommandError } from './command-error.ts';
import { say } from './output/print.ts';

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
  if (!words.includes(word)) say(`Sent as it is: ${describeUnknown(option, word, words)}`);
  return word;
}

function describeUnknown(option: string, word: string, words: readonly string[]): string {
  const near = words
    .map((one) => ({ one, steps: editDistance(word, one) }))
    .sort((a, b) => a.steps - b.steps);
  const [nearest] = near;
  const remedy =
    nearest && nearest.steps <= Math.max(2, word.length / 3)
      ? `did you mean ${nearest.one}?`
      : `choose from ${words.join(', ')}`;
  return `${option}: "${word}" is not a word of the contract: ${remedy}`;
}

/** How many characters must be changed, added or left out to make one word of the other. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let line = 1; line <= one.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= other.length; column += 1) {
      const change = (row[column - 1] ?? 0) + (one[line - 1] === other[column - 1] ? 0 : 1);
      next.push(Math.min(change, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
