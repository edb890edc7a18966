import { statement } from './about-pages.ts';
import type { Rule } from './rule.ts';

export const documentCommand = {
  ...statement(({ fact }) => (fact?.was === undefined ? 'additive' : 'breaking')),
  id: 'document-command',
  help: {
    title: 'Documented command changed',
    text: 'A command word in the documents differs from the contract or the last run. Receivers of webhooks look at it.',
  },
  detect: { facts: ['command'] },
} as const satisfies Rule;
