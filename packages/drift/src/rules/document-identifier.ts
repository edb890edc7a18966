import { statement } from './about-pages.ts';
import type { Rule } from './rule.ts';

export const documentIdentifier = {
  ...statement(() => 'informational'),
  id: 'document-identifier',
  help: {
    title: 'Documented identifier changed',
    text: 'The identifier in the samples of the documents differs from the contract or the last run. Compare the page with the contract.',
  },
  detect: { facts: ['identifier'] },
} as const satisfies Rule;
