import type { Rule } from './rule.ts';

/** The same as a client reports by this name. */
export const mismatch = {
  id: 'mismatch',
  class: 'breaking',
  title: ({ fingerprint: { subject, pointer, before } }) =>
    `${subject} answers with something else than was asked for: ${pointer} is not ${before}`,
  meaning: 'Code that takes the answer for what it asked for works with the data of something else.',
  advice:
    'Compare request and answer. If the vendor means it, describe in the contract what the member holds.',
  help: {
    title: 'Answer to something else',
    text: 'A success is not the answer to its request: another call, another app, another page, or records outside the filter. Compare request and answer.',
  },
  sensors: ['probes', 'production'],
  pointsAt: ({ pointer }) => `${pointer}/responses/200`,
} as const satisfies Rule;
