import { differenceAt } from '../findings/difference.ts';
import { expectedTypes } from '../judge/compare.ts';
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
    const whole = operation.failure;
    const node = (pointer === '' ? undefined : whole.members?.get('errorCode')) ?? whole;
    const after = { missing: '', string: 'no number' }[type] ?? type;
    return differenceAt(operation, { pointer, before: expectedTypes(node), after, node });
  },
  pointsAt: ({ node }) => node?.site,
  propose: 'a person decides',
} as const satisfies Rule;
