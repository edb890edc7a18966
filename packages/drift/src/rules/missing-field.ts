import { lastName, parentPointer } from '../contract/json.ts';
import { expectedTypes } from '../contract/schema-node.ts';
import { differenceAt } from '../findings/difference.ts';
import type { Rule } from './rule.ts';

const meaning =
  'Types promise a value that is not there: code that reads it fails, and with `validate: "strict"` the call fails.';

export const missingField = {
  id: 'missing-field',
  class: 'breaking',
  title: ({ subject, pointer, before }) =>
    `${subject} answered without ${pointer} (${before}), which the contract requires`,
  meaning: ({ subject, pointer, before }, beside) =>
    beside.hasNewField(subject, parentPointer(pointer), before)
      ? `${meaning} A field of the same type is new beside it: it may have another name now.`
      : meaning,
  advice: 'Make the field optional in the contract, if the vendor means it.',
  help: {
    title: 'Missing required field',
    text: 'An answer lacks a field that the contract requires. Code that relies on it fails; make it optional if the vendor means it.',
  },
  sensors: ['probes', 'production'],
  detect: { value: 'required' },
  reported: ({ rule, operation, pointer, isOutcome, parent, node, type }) => {
    // Data that is not there has the wrong type for a client, which looks at it apart from the rest.
    const isMissing = rule === 'required' || (rule === 'type' && type === 'missing');
    if (!isMissing || isOutcome || !parent) return undefined;
    return differenceAt(operation, { pointer, before: node ? expectedTypes(node) : '', node: parent });
  },
  pointsAt: ({ node, pointer }) => node && `${node.pointer}/required/${lastName(pointer)}`,
  // What stands around the data is the same for every answer, and the client relies on it.
  propose: ({ pointer, node, operation }) =>
    node && operation && pointer.startsWith(`/${operation.envelope.data}/`)
      ? { kind: 'make-optional', schema: node.pointer, name: lastName(pointer) }
      : undefined,
  topic: 'field',
  varies: 'pointer',
} as const satisfies Rule;
