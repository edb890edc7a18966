import { statement } from './about-pages.ts';
import type { Rule } from './rule.ts';

export const documentPath = {
  ...statement(({ fact }) => (fact?.was === undefined ? 'additive' : 'breaking')),
  id: 'document-path',
  help: {
    title: 'Documented path changed',
    text: 'The documents name another path than the contract or the last run. Change it in the contract.',
  },
  detect: { facts: ['path'] },
} as const satisfies Rule;
