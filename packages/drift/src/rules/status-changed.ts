import { answerStatus } from '../contract/contract.ts';
import { differenceAt, pointAtAnswer } from '../findings/difference.ts';
import type { Rule } from './rule.ts';

export const statusChanged = {
  id: 'status-changed',
  class: 'breaking',
  title: ({ subject, before, after }) => `${subject} answered with HTTP status ${after} instead of ${before}`,
  meaning: 'The client takes it for a failed connection (HttpStatusError) and does not read the outcome.',
  advice: 'If this persists, add the status to the contract and the client.',
  help: {
    title: 'HTTP status changed',
    text: 'An answer came with another HTTP status than the contract states. If this persists, add the status to the contract and the client.',
  },
  sensors: ['probes', 'production'],
  detect: {
    exchange: ({ exchange: { status }, operation }, tell) => {
      if (status === answerStatus) return;
      tell(differenceAt(operation, { before: String(answerStatus), after: String(status) }));
    },
  },
  pointsAt: pointAtAnswer,
  propose: 'a person decides',
} as const satisfies Rule;
