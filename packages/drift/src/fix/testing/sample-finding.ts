import type { SpecChange } from '../../findings/difference.ts';
import type { Finding } from '../../findings/finding.ts';
import { makeFinding } from '../../findings/make-finding.ts';

/** A finding that proposes a change, as a check makes it. Two changes have two ids. */
export function findingOf(change: SpecChange, parts: Partial<Finding> = {}): Finding {
  return makeFinding({
    fingerprint: {
      rule: 'undocumented-field',
      subject: 'getRecordByCallId',
      pointer: '',
      before: '',
      after: JSON.stringify(change),
    },
    class: 'additive',
    operationId: 'getRecordByCallId',
    location: undefined,
    title: `A difference: ${change.kind}`,
    meaning: 'Nothing breaks.',
    proposal: { text: 'Look at it.', safe: true, change },
    sightings: [{ sensor: 'probes', count: 3, first: '2026-11-20T08:00:00.000Z' }],
    ...parts,
  });
}

const schemas = '#/components/schemas';

/** One change of each kind that the contract can take, and the words that stand beside a list. */
export const sampleChanges = {
  field: {
    kind: 'add-field',
    schema: `${schemas}/CallRecord`,
    name: 'recordUrl',
    seen: { type: ['null', 'string'] },
  },
  nested: {
    kind: 'add-field',
    schema: `${schemas}/CallbackConfiguration`,
    name: 'yes',
    seen: {
      type: ['object'],
      properties: {
        size: { type: ['integer'] },
        tags: { type: ['array'], items: { type: ['object'], properties: {} } },
        later: { type: ['null'] },
      },
    },
  },
  optional: { kind: 'make-optional', schema: `${schemas}/CallRecord`, name: 'callType' },
  wordBeside: {
    kind: 'add-word',
    site: `${schemas}/CallRecord/properties/callResult`,
    words: `${schemas}/CallResult/enum`,
    word: 'offline',
  },
  wordInList: {
    kind: 'add-word',
    site: `${schemas}/CallRecord/properties/mediaType`,
    words: `${schemas}/MediaType/enum`,
    word: 'hologram',
  },
  newCode: { kind: 'add-code', code: 70010, operationId: 'getCallback' },
  knownCode: { kind: 'add-code', code: 999, operationId: 'setCallback' },
} satisfies Record<string, SpecChange>;
