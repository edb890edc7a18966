import { lastName, parentPointer } from '../contract/json.ts';
import { objectForm } from '../contract/schema-node.ts';
import { differenceAt } from '../findings/difference.ts';
import { isInherited, plainWord } from '../judge/deviations.ts';
import type { Rule } from './rule.ts';

export const undocumentedField = {
  id: 'undocumented-field',
  class: 'additive',
  title: ({ subject, pointer, after }) => `${subject} returned an undocumented field: ${pointer} (${after})`,
  meaning:
    'Nothing breaks. The field is in the answers that users get, but not in their types, until the contract has it.',
  advice: 'Look at what the field holds, and add it to the contract as an optional field.',
  help: {
    title: 'Undocumented field',
    text: 'An answer has a field that the contract does not describe. Describe it, so that users get its type.',
  },
  sensors: ['probes', 'production'],
  detect: { value: 'undocumented-field' },
  reported: ({ rule, operation, pointer, parent, type }) => {
    if (rule !== 'undocumented-field' || !parent) return undefined;
    return differenceAt(operation, { pointer, after: type, node: objectForm(parent) ?? parent });
  },
  pointsAt: ({ node }) => node && `${node.pointer}/properties`,
  propose: ({ pointer, node }, seen) => {
    const name = lastName(pointer);
    if (!node || !seen || !plainWord.test(name) || isInherited(name)) return undefined;
    return { kind: 'add-field', schema: node.pointer, name, seen };
  },
  topic: 'field',
  shared: {
    common: ({ pointer, node }, { sharedSchemas }) => {
      const nameAt = pointer.lastIndexOf('/');
      // What stands around the data is the same for every operation.
      const parent = nameAt === 0 ? '' : node && sharedSchemas.get(node.pointer)?.at;
      return parent === undefined ? undefined : { pointer: `${parent}${pointer.slice(nameAt)}` };
    },
    title: (operations, { pointer, after }) =>
      `${operations} operations returned an undocumented field: ${lastName(pointer)} (${after})`,
    wasLookedFor: (pointer, called, { sharedSchemas }) => {
      const parent = parentPointer(pointer);
      if (parent === '') return called.size > 0;
      const schemas = [...sharedSchemas.values()].filter(({ at }) => at === parent);
      return schemas.some(({ operationIds }) => operationIds.some((id) => called.has(id)));
    },
  },
  varies: 'pointer',
  keepsShape: true,
} as const satisfies Rule;
