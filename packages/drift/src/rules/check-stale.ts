import type { Rule } from './rule.ts';

/**
 * It is breaking, so that every `--fail-on` but `never` counts it: what is not looked at may have broken unnoticed.
 */
export const checkStale = {
  id: 'check-stale',
  class: 'breaking',
  title: ({ subject, since }) => `The check of ${subject} has failed since ${since?.failingSince}`,
  meaning: ({ since }) => {
    const last = since?.lastSuccess ? `It last succeeded ${since.lastSuccess}` : 'It never succeeded';
    return `${last}: whatever the vendor changed since then went unnoticed.`;
  },
  advice: 'Run the check by hand, and repair what keeps it from being made.',
  help: {
    title: 'Not checked for too long',
    text: 'Checks have failed for longer than the set time, so that drift would go unnoticed. Repair the check.',
  },
  sensors: ['documents', 'probes', 'production'],
  detect: { state: 'stale' },
  pointsAt: () => undefined,
  propose: 'a person decides',
} as const satisfies Rule;
