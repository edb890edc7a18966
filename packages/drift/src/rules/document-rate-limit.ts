import { statement } from './about-pages.ts';
import type { Rule } from './rule.ts';

export const documentRateLimit = {
  ...statement(({ fact }) => {
    if (fact?.is === undefined) return 'informational';
    return Number(fact.is) < Number(fact.was) ? 'breaking' : 'additive';
  }),
  id: 'document-rate-limit',
  help: {
    title: 'Documented rate limit changed',
    text: 'The documents state another rate limit than the contract or the last run. The client keeps the one in the contract.',
  },
  detect: { facts: ['rate'] },
  topic: 'rate',
} as const satisfies Rule;
