import { page } from './about-pages.ts';
import type { Rule } from './rule.ts';

export const pageMissing = {
  ...page,
  id: 'page-missing',
  title: ({ pageName }) => `${pageName} is gone`,
  advice:
    'Look for where its content went, and change spec/v1/sources.yaml and the x-source of what rests on it.',
  help: {
    title: "Page of the vendor's documents missing",
    text: 'A page that statements of the contract rest on is gone. Find where it went, and name the new address in sources.yaml.',
  },
  detect: { page: 'missing' },
} as const satisfies Rule;
