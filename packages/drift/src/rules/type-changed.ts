import { expectedTypes } from '../contract/schema-node.ts';
import { differenceAt } from '../findings/difference.ts';
import type { Rule } from './rule.ts';

export const typeChanged = {
  id: 'type-changed',
  class: 'breaking',
  title: ({ subject, pointer, before, after }) =>
    `${subject} answered with ${after} at ${pointer || 'the whole body'}, where the contract has ${before}`,
  meaning: 'Types are wrong: code that computes with the value does something else, or fails.',
  advice: ({ after }) =>
    `Decide which type users receive; allow ${after} in the contract and normalise it in the client.`,
  help: {
    title: 'Type changed',
    text: 'A value has a type that the contract does not allow there. Decide which type users receive, then change the contract.',
  },
  sensors: ['probes', 'production'],
  detect: { value: 'type' },
  reported: ({ rule, operation, pointer, isOutcome, node, type }) =>
    rule === 'type' && type !== 'missing' && !isOutcome && node
      ? differenceAt(operation, { pointer, before: expectedTypes(node), after: type, node })
      : undefined,
  pointsAt: ({ node }) => node?.site,
  propose: 'a person decides',
  topic: 'field',
} as const satisfies Rule;
