import { statement } from './about-pages.ts';
import type { Rule } from './rule.ts';

export const documentHost = {
  ...statement(({ fact }) => (fact?.was === undefined ? 'additive' : 'breaking')),
  id: 'document-host',
  help: {
    title: 'Documented host changed',
    text: 'The documents name another host than the contract or the last run. Change it in the contract.',
  },
  detect: { facts: ['host'] },
} as const satisfies Rule;
