import { statement } from './about-pages.ts';
import type { Rule } from './rule.ts';

export const documentCode = {
  ...statement(({ fact }) => (fact?.was === undefined ? 'additive' : 'informational')),
  id: 'document-code',
  help: {
    title: 'Documented error code changed',
    text: 'The error codes in the documents differ from the contract or the last run. Change errors.yaml.',
  },
  detect: { facts: ['code'] },
  topic: 'code',
} as const satisfies Rule;
