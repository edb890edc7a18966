import { statement } from './about-pages.ts';
import type { Rule } from './rule.ts';

export const documentWord = {
  ...statement(({ fact }) => {
    if (fact?.was === undefined) return 'additive';
    return fact.isRequest ? 'breaking' : 'informational';
  }),
  id: 'document-word',
  help: {
    title: 'Documented word changed',
    text: 'The words that the documents allow for a value differ from the contract or the last run.',
  },
  detect: { facts: ['word'] },
  topic: 'word',
} as const satisfies Rule;
