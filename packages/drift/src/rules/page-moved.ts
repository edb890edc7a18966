import { page } from './about-pages.ts';
import type { Rule } from './rule.ts';

export const pageMoved = {
  ...page,
  id: 'page-moved',
  title: ({ pageName, after }) => `${pageName} has moved to ${after}`,
  advice:
    'If it is the same page, change its id in spec/v1/sources.yaml and in the x-source of what rests on it.',
  help: {
    title: "Page of the vendor's documents moved",
    text: 'A page has another address than sources.yaml names. Check that it is the same page, and write down the new address.',
  },
  detect: { page: 'moved' },
} as const satisfies Rule;
