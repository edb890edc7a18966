import { differenceAt } from '../findings/difference.ts';
import { plainWord } from '../judge/deviations.ts';
import type { Rule } from './rule.ts';

export const unlistedWord = {
  id: 'unlisted-word',
  class: 'additive',
  title: ({ subject, pointer, after }) =>
    `${subject} answered with the word "${after}" at ${pointer}, which no list has`,
  meaning: 'Types let it through. Code that distinguishes the words needs a branch for it.',
  advice: 'Add the word to the list in the contract.',
  help: {
    title: 'Word outside its list',
    text: 'A value is none of the words that the contract lists. Add it to the list.',
  },
  sensors: ['probes', 'production'],
  detect: { value: 'unlisted-word' },
  reported: ({ rule, operation, pointer, isOutcome, node, word }) => {
    if (rule !== 'unlisted-word' || isOutcome || !node) return undefined;
    const list = node.anyOf?.find((option) => option.enum) ?? node;
    return differenceAt(operation, { pointer, after: word, node: list });
  },
  pointsAt: ({ node }) => node?.wordsAt[0] ?? node?.site,
  propose: ({ after, node }) => {
    const words = node?.wordsAt[0];
    if (!node || words === undefined || !plainWord.test(after)) return undefined;
    return { kind: 'add-word', site: node.site, words, word: after };
  },
  topic: 'word',
} as const satisfies Rule;
