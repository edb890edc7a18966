import { differenceAt } from '../findings/difference.ts';
import type { Rule } from './rule.ts';

export const slowAnswer = {
  id: 'slow-answer',
  class: 'informational',
  title: ({ subject, before }) => `${subject} answered later than the documented ${before}`,
  meaning: 'A client whose timeout is near the documented one loses answers; the default is longer.',
  advice: 'If this persists, raise backendTimeout in the contract.',
  help: {
    title: 'Slow answer',
    text: 'An answer took longer than the documented time. Watch it; raise the time in the contract if this persists.',
  },
  seen: 'later',
  sensors: ['probes', 'production'],
  detect: {
    exchange: ({ exchange: { milliseconds = 0 }, operation, contract }, tell) => {
      const most = contract.backendTimeoutMilliseconds;
      if (milliseconds > most) tell(differenceAt(operation, { before: `${most} ms` }));
    },
  },
  pointsAt: () => '#/x-limits/backendTimeout',
  propose: 'a person decides',
} as const satisfies Rule;
