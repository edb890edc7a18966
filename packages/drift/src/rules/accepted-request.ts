import { differenceAt } from '../findings/difference.ts';
import { findStatement, rateMistakes } from '../judge/request.ts';
import type { Rule } from './rule.ts';

export const acceptedRequest = {
  id: 'accepted-request',
  class: 'informational',
  title: ({ subject, pointer, before }) =>
    `${subject} accepted a request that the contract says is refused: ${before} at ${pointer}`,
  meaning:
    'Nothing breaks. The service checks less than the contract says, so that mistakes may pass unnoticed.',
  advice: 'Loosen the level of the mistake in mistakes.yaml, or state what the service does with it.',
  help: {
    title: 'Wrong request accepted',
    text: 'The vendor accepted a request that the contract says is refused. Loosen the statement if that is how it is.',
  },
  seen: 'accepted',
  sensors: ['probes', 'production'],
  detect: {
    exchange: ({ answer, mistakes, operation }, tell) => {
      if (answer.code !== 0 || mistakes.length === 0) return;
      for (const { row, pointer, level } of rateMistakes(mistakes, operation)) {
        if (level !== 'MAY') tell(differenceAt(operation, { pointer, before: row.id }));
      }
    },
  },
  pointsAt: ({ operation, pointer }) => operation && findStatement(pointer, operation),
  propose: 'a person decides',
} as const satisfies Rule;
