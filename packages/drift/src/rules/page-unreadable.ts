import { page } from './about-pages.ts';
import type { Rule } from './rule.ts';

export const pageUnreadable = {
  ...page,
  id: 'page-unreadable',
  title: ({ pageName, pointer }) => `${pageName} has nothing that could be read as ${nameGroup(pointer)}`,
  advice: 'Read the page: if what it states is still there, teach `drift docs` its new form.',
  help: {
    title: "Page of the vendor's documents unreadable",
    text: 'A page came, but the facts that were read from it before are not found any more. Read it by eye: what it says may have changed.',
  },
  detect: { page: 'unreadable' },
} as const satisfies Rule;

/** A group of facts in words. */
function nameGroup(group: string): string {
  const [kind = '', section = ''] = group.split('/');
  const names = new Map([
    ['field', `a table of ${section} fields`],
    ['parameter', 'a table of query parameters'],
    ['code', 'a table of error codes'],
    ['command', 'a list of command words'],
    ['sample', 'a sample'],
  ]);
  return names.get(kind) ?? kind;
}
