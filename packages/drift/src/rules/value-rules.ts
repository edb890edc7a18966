import {
  describeBounds,
  expectedTypes,
  findMember,
  lastName,
  objectForm,
  parentPointer,
} from '../contract/schema-node.ts';
import { isOutcomeWord, isReportOfMilliseconds } from '../judge/client-report.ts';
import { isInherited, plainWord } from '../judge/deviations.ts';
import type { Rule } from './rule.ts';

const undocumentedField = {
  id: 'undocumented-field',
  class: 'additive',
  title: ({ subject, pointer, after }) => `${subject} returned an undocumented field: ${pointer} (${after})`,
  meaning:
    'Nothing breaks. The field is in the answers that users get, but not in their types, until the contract has it.',
  advice: 'Look at what the field holds, and add it to the contract as an optional field.',
  name: 'Undocumented field',
  about: 'An answer has a field that the contract does not describe.',
  detect: { value: 'undocumented-field' },
  reported: ({ rule, pointer, parent, type }) => {
    if (rule !== 'undocumented-field' || !parent) return undefined;
    return { pointer, after: type, node: objectForm(parent) ?? parent };
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

const meaning =
  'Types promise a value that is not there: code that reads it fails, and with `validate: "strict"` the call fails.';

const missingField = {
  id: 'missing-field',
  class: 'breaking',
  title: ({ subject, pointer, before }) =>
    `${subject} answered without ${pointer} (${before}), which the contract requires`,
  meaning: ({ subject, pointer, before }, hasNewField) =>
    hasNewField(subject, parentPointer(pointer), before)
      ? `${meaning} A field of the same type is new beside it: it may have another name now.`
      : meaning,
  advice: 'Make the field optional in the contract, if the vendor means it.',
  name: 'Missing required field',
  about: 'An answer lacks a field that the contract requires.',
  detect: { value: 'required' },
  reported: ({ rule, pointer, isOutcome, parent, node, type }) => {
    // Data that is not there has the wrong type for a client, which looks at it apart from the rest.
    const isMissing = rule === 'required' || (rule === 'type' && type === 'missing');
    if (!isMissing || isOutcome || !parent) return undefined;
    return { pointer, before: node ? expectedTypes(node) : '', node: parent };
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

const typeChanged = {
  id: 'type-changed',
  class: 'breaking',
  title: ({ subject, pointer, before, after }) =>
    `${subject} answered with ${after} at ${pointer || 'the whole body'}, where the contract has ${before}`,
  meaning: 'Types are wrong: code that computes with the value does something else, or fails.',
  advice: ({ after }) =>
    `Decide which type users receive; allow ${after} in the contract and normalise it in the client.`,
  name: 'Type changed',
  about:
    'A value has a type that the contract does not allow there. Decide which type users receive, then change the contract.',
  detect: { value: 'type' },
  reported: ({ rule, pointer, isOutcome, node, type }) =>
    rule === 'type' && type !== 'missing' && !isOutcome && node
      ? { pointer, before: expectedTypes(node), after: type, node }
      : undefined,
  pointsAt: ({ node }) => node?.site,
  topic: 'field',
} as const satisfies Rule;

const unlistedWord = {
  id: 'unlisted-word',
  class: 'additive',
  title: ({ subject, pointer, after }) =>
    `${subject} answered with the word "${after}" at ${pointer}, which no list has`,
  meaning: 'Types let it through. Code that distinguishes the words needs a branch for it.',
  advice: 'Add the word to the list in the contract.',
  name: 'Word outside its list',
  about: 'A value is none of the words that the contract lists.',
  detect: { value: 'unlisted-word' },
  reported: ({ rule, pointer, isOutcome, node, word }) => {
    if (rule !== 'unlisted-word' || isOutcome || !node) return undefined;
    const list = node.anyOf?.find((option) => option.enum) ?? node;
    return { pointer, after: word, node: list };
  },
  pointsAt: ({ node }) => node?.wordsAt[0] ?? node?.site,
  propose: ({ after, node }) => {
    const words = node?.wordsAt[0];
    if (!node || words === undefined || !plainWord.test(after)) return undefined;
    return { kind: 'add-word', site: node.site, words, word: after };
  },
  topic: 'word',
} as const satisfies Rule;

const outOfRange = {
  id: 'out-of-range',
  class: 'breaking',
  title: ({ subject, pointer, before }) =>
    `${subject} answered with a value at ${pointer} that is outside ${before}`,
  meaning: 'The type is right, the promise about it is not: code that relies on the bounds fails.',
  advice: 'Find out what the value means, then widen the bounds in the contract.',
  name: 'Value out of range',
  about: 'A value breaks a range, a length or a pattern of the contract.',
  seen: 'outside',
  detect: { value: 'range' },
  reported: (report) => {
    const { rule, operation, pointer, expected, isOutcome, node } = report;
    if (rule === 'mismatch' && isOutcomeWord(operation, pointer)) {
      const { outcome } = operation.envelope;
      const isSuccess = outcome && expected.startsWith(JSON.stringify(outcome.success));
      const word = findMember((isSuccess ? operation.success : operation.failure).node, outcome?.name ?? '');
      return word && { pointer, before: describeBounds(word), node: word };
    }
    if (rule !== 'range' || isOutcome || !node || isReportOfMilliseconds(report)) return undefined;
    // The fields of an object are those of the form that has some.
    const bounded = node.anyOf?.find((option) => describeBounds(option) !== '') ?? node;
    return { pointer, before: describeBounds(bounded), node };
  },
  pointsAt: ({ node }) => node?.pointer,
} as const satisfies Rule;

const neverSeen = {
  id: 'never-seen',
  class: 'informational',
  title: ({ subject, pointer }) => `${subject} never answered with ${pointer}, which the contract describes`,
  meaning:
    'Nothing breaks, for nothing promises it. It may be gone, or these exchanges had no occasion for it.',
  advice: 'Record calls that should have it. If it stays away, ask the vendor.',
  name: 'Field never seen',
  about:
    'None of the exchanges had a field that the contract describes as optional. It may be gone, or there was no occasion for it.',
  detect: {
    traffic: ({ tallies, neverSeenAfter }) => ({
      sum(tell) {
        for (const { operation, seen, successes, blamed, judged } of tallies) {
          // Its exchanges may be of several sensors; it is of those that took part.
          const [sensor = 'probes'] = judged.keys();
          const { data } = operation;
          // Where any code may stand for a hidden state, only missing successes show a new requirement.
          const hasNoSuccess = data && successes === 0 && blamed >= neverSeenAfter;
          const never = hasNoSuccess
            ? [{ pointer: data.at, node: data, exchanges: blamed }]
            : seen.neverSeen(neverSeenAfter);
          for (const { pointer, node, exchanges: count } of never) {
            tell(operation, { pointer, node }, { sensor, at: undefined, count });
          }
        }
      },
    }),
  },
  pointsAt: ({ node }) => node?.site,
  topic: 'field',
} as const satisfies Rule;

/** Rules about the values of answers and their schemas. */
export const valueRules = [
  undocumentedField,
  missingField,
  typeChanged,
  unlistedWord,
  outOfRange,
  neverSeen,
] as const satisfies readonly Rule[];
