import type { OperationId } from '@trtc-call/spec/v1';
import { acceptCode } from './change-answers.ts';
import type { Mutant } from './mutant.ts';
import { isFor } from './request.ts';

const limited: readonly { operation: OperationId; name: string; breaks: Mutant['breaks'] }[] = [
  { operation: 'getRecordByCallId', name: 'reading-a-record', breaks: ['V1-RAT-001'] },
  { operation: 'getRecordsByFilter', name: 'listing-records', breaks: ['V1-RAT-002'] },
  { operation: 'setCallback', name: 'setting-the-callback', breaks: ['V1-RAT-003'] },
  { operation: 'getCallback', name: 'reading-the-callback', breaks: ['V1-RAT-004'] },
  { operation: 'updateCallback', name: 'updating-the-callback', breaks: ['V1-RAT-005'] },
  { operation: 'deleteCallback', name: 'removing-the-callback', breaks: ['V1-RAT-006'] },
];

/** How often an operation may be called, broken for one operation each. */
export const rateLimit: readonly Mutant[] = [
  ...limited.map(({ operation, name, breaks }) => ({
    id: `no-rate-limit-for-${name}`,
    breaks,
    description: `${operation} may be called without end.`,
    mutate: acceptCode(70005, [operation]),
  })),
  ...limited.map(
    ({ operation, name, breaks }) =>
      ({
        id: `limit-too-low-for-${name}`,
        breaks,
        description: `Each call of ${operation} counts twice.`,
        mutate: async (request, forward) => {
          if (isFor(request, operation)) await forward(request);
          return forward(request);
        },
      }) satisfies Mutant,
  ),
];
