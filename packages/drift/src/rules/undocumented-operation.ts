import { others, shownWord } from '../judge/deviations.ts';
import { findApiPath } from '../judge/url.ts';
import type { Rule } from './rule.ts';

/** No path of this API has more. */
const mostSegments = 12;

export const undocumentedOperation = {
  id: 'undocumented-operation',
  class: 'additive',
  title: ({ subject }) => `The service answered at ${subject}, which is not an operation of the contract`,
  meaning: 'Nothing breaks. There is something that users cannot call with the client yet.',
  advice: "Look for the operation's page, and describe it in the contract.",
  help: {
    title: 'Undocumented operation',
    text: 'The service answers at a path that is not an operation of the contract. Look for its page and describe it.',
  },
  sensors: ['probes', 'production'],
  detect: {
    // Any refusal conforms (V1-U-30), in whatever form; only a success says that something is there.
    unknownPath: ({ answer, parts }, tell) => {
      if (answer.code !== 0) return;
      const segments = (findApiPath(parts) ?? '')
        .split('/', mostSegments + 1)
        .map((segment) => (segment === '' ? '' : shownWord(segment)));
      const subject = (segments.length > mostSegments ? segments.with(-1, others) : segments).join('/');
      tell({ subject, pointer: '', before: '', after: '' });
    },
  },
  pointsAt: () => '#/paths',
  propose: 'a person decides',
  varies: 'subject',
} as const satisfies Rule;
