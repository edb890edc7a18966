import type { OperationContract } from '../contract/contract.ts';
import { differenceAt } from '../findings/difference.ts';
import type { Rule } from './rule.ts';

export const newErrorCode = {
  id: 'new-error-code',
  class: 'additive',
  title: ({ subject, after }) =>
    `${subject} refused with error code ${after}, which is not documented for it`,
  meaning:
    'The client hands it on as an unknown refusal. Code that distinguishes codes needs a branch for it.',
  advice: 'Add the code to errors.yaml, with its meaning once it is known.',
  help: {
    title: 'New error code',
    text: 'The vendor refused with an error code that is not documented for the operation. Add it to errors.yaml.',
  },
  sensors: ['probes', 'production'],
  detect: {
    exchange: ({ answer: { code }, operation }, tell) => {
      if (code === undefined || code === 0 || operation.codes.has(code) || operation.openCodes.has(code))
        return;
      tell(unknownCode(operation, String(code)));
    },
  },
  reported: ({ rule, operation, word }) =>
    rule === 'undocumented-code' ? unknownCode(operation, word) : undefined,
  pointsAt: ({ after }) => `#/errors/${after}`,
  propose: ({ after, operation }) => {
    const code = Number(after);
    if (!operation || !Number.isSafeInteger(code)) return undefined;
    return { kind: 'add-code', code, operationId: operation.operationId };
  },
  topic: 'code',
  shared: {
    common: ({ pointer }) => ({ pointer }),
    title: (operations, { after }) =>
      `${operations} operations refused with error code ${after}, which is not documented for them`,
    // A code that was not seen may be one of an operation that was not called.
    wasLookedFor: (_, called, { byId }) => [...byId.values()].every(({ subject }) => called.has(subject)),
  },
} as const satisfies Rule;

function unknownCode(operation: OperationContract, after: string) {
  return differenceAt(operation, { pointer: `/${operation.envelope.code}`, after });
}
