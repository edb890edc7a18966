import { expectedTypes } from '../contract/schema-node.ts';
import { differenceAt } from '../findings/difference.ts';
import type { Rule } from './rule.ts';

export const envelopeBroken = {
  id: 'envelope-broken',
  class: 'breaking',
  title: ({ subject, pointer, before, after }) =>
    `${subject} answered without a readable outcome: ${pointer || 'the body'} is ${after === 'no number' ? 'not a number' : after || 'missing'}, not ${before}`,
  meaning: 'Success cannot be told from failure: every such call fails with a ContractError.',
  advice: 'Look at the whole answer. If this persists, the envelope has changed.',
  help: {
    title: 'Envelope broken',
    text: 'The members that every answer has are missing or unreadable, so that success and failure cannot be told apart.',
  },
  sensors: ['probes', 'production'],
  detect: {
    exchange: ({ answer: { broken }, operation }, tell) => {
      if (broken) tell(differenceAt(operation, broken));
    },
  },
  reported: ({ rule, operation, pointer, isOutcome, type }) => {
    const isOfValue = rule === 'type' || rule === 'required' || rule === 'range' || rule === 'unlisted-word';
    if (!isOutcome || !isOfValue) return undefined;
    const { node } = pointer === '' ? operation.failure : operation.code;
    const before = expectedTypes(node);
    // Text that is not a number has a type that is right and says nothing.
    const isText = type === 'string' && before.includes('string');
    const after = isText ? 'no number' : type === 'missing' ? '' : type;
    return differenceAt(operation, { pointer, before, after, node });
  },
  pointsAt: ({ node }) => node?.site,
  propose: 'a person decides',
} as const satisfies Rule;
