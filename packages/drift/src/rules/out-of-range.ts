import type { OperationContract } from '../contract/contract.ts';
import { describeBounds, findMember } from '../contract/schema-node.ts';
import { differenceAt } from '../findings/difference.ts';
import type { Rule } from './rule.ts';
import { isReportOfMilliseconds } from './time-in-milliseconds.ts';

export const outOfRange = {
  id: 'out-of-range',
  class: 'breaking',
  title: ({ subject, pointer, before }) =>
    `${subject} answered with a value at ${pointer} that is outside ${before}`,
  meaning: 'The type is right, the promise about it is not: code that relies on the bounds fails.',
  advice: 'Find out what the value means, then widen the bounds in the contract.',
  help: {
    title: 'Value out of range',
    text: 'A value breaks a range, a length or a pattern of the contract. Find out what it means, then widen the statement.',
  },
  seen: 'outside',
  sensors: ['probes', 'production'],
  detect: { value: 'range' },
  reported: (report) => {
    const { rule, operation, pointer, expected, isOutcome, node } = report;
    if (rule === 'mismatch' && isOutcomeWord(operation, pointer)) {
      const { outcome } = operation.envelope;
      const isSuccess = outcome && expected.startsWith(JSON.stringify(outcome.success));
      const word = findMember((isSuccess ? operation.success : operation.failure).node, outcome?.name ?? '');
      return word && differenceAt(operation, { pointer, before: describeBounds(word), node: word });
    }
    if (rule !== 'range' || isOutcome || !node || isReportOfMilliseconds(report)) return undefined;
    // The fields of an object are those of the form that has some.
    const bounded = node.anyOf?.find((option) => describeBounds(option) !== '') ?? node;
    return differenceAt(operation, { pointer, before: describeBounds(bounded), node });
  },
  pointsAt: ({ node }) => node?.pointer,
  propose: 'a person decides',
} as const satisfies Rule;

/** Whether a place is that of the word beside the code. Clients report one that contradicts the code as a mismatch. */
export function isOutcomeWord({ envelope }: OperationContract, pointer: string): boolean {
  return envelope.outcome !== undefined && pointer === `/${envelope.outcome.name}`;
}
