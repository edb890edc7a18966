import type { SourcePage } from '@trtc-call/spec/v1/sources';
import { locationOf } from '../contract/locations.ts';
import type { Finding } from '../findings/finding.ts';
import { makeFinding } from '../findings/make-finding.ts';

type PageRule = 'page-missing' | 'page-moved' | 'page-unreadable';

/** A page that is not what it was: what rests on it cannot be looked at any more, which is never silent. */
export function findingOfPage(rule: PageRule, page: SourcePage, what: string): Finding {
  return makeFinding({
    // Where a page went is part of the difference; the group of facts that is gone is its place.
    fingerprint: {
      rule,
      subject: String(page.id),
      pointer: rule === 'page-unreadable' ? what : '',
      before: '',
      after: rule === 'page-moved' ? what : '',
    },
    class: 'additive',
    operationId: undefined,
    location: locationOf('#/info'),
    title: `Page ${page.id} (${page.about}) ${titles[rule](what)}`,
    meaning: 'Whatever the vendor changes there goes unnoticed until the page is found and read again.',
    proposal: { text: advice[rule], safe: false },
    sightings: [{ sensor: 'documents', count: 1 }],
  });
}

const titles: Readonly<Record<PageRule, (what: string) => string>> = {
  'page-missing': () => 'is gone',
  'page-moved': (to) => `has moved to ${to}`,
  'page-unreadable': (group) => `has nothing that could be read as ${groupWords(group)}`,
};

const advice: Readonly<Record<PageRule, string>> = {
  'page-missing':
    'Look for where its content went, and change spec/v1/sources.yaml and the x-source of what rests on it.',
  'page-moved':
    'If it is the same page, change its id in spec/v1/sources.yaml and in the x-source of what rests on it.',
  'page-unreadable': 'Read the page: if what it states is still there, teach `drift docs` its new form.',
};

function groupWords(group: string): string {
  const [kind = '', section = ''] = group.split('/');
  const names: Readonly<Record<string, string>> = {
    field: `a table of ${section} fields`,
    parameter: 'a table of query parameters',
    code: 'a table of error codes',
    command: 'a list of command words',
    sample: 'a sample',
  };
  return Object.hasOwn(names, kind) ? (names[kind] ?? kind) : kind;
}
