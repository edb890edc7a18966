import { statement } from './about-pages.ts';
import type { Rule } from './rule.ts';

export const documentParameter = {
  ...statement(({ fact }) => (fact?.was === undefined ? 'breaking' : 'informational')),
  id: 'document-parameter',
  help: {
    title: 'Documented parameter changed',
    text: 'A parameter in the documents differs from the contract or the last run. Compare the page with the contract.',
  },
  detect: { facts: ['parameter'] },
} as const satisfies Rule;
