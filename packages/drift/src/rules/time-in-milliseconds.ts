import type { Rule } from './rule.ts';

export const timeInMilliseconds = {
  id: 'time-in-milliseconds',
  class: 'breaking',
  title: ({ fingerprint: { subject, pointer } }) =>
    `${subject} answers with milliseconds at ${pointer}, where the contract has Unix seconds`,
  meaning: 'The type is right and the moment is not: durations and dates are wrong by a factor of 1000.',
  advice: 'Look at several records. If the unit has changed, the contract and the client must learn it.',
  help: {
    title: 'Time in milliseconds',
    text: 'A time that the contract has in Unix seconds is so large that it can only be milliseconds. Find out whether the unit has changed.',
  },
  sensors: ['probes', 'production'],
  pointsAt: ({ pointer }) => `${pointer}/responses/200`,
} as const satisfies Rule;
