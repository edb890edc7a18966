import { acceptWhere, changeFields } from './change-requests.ts';
import type { Mutant } from './mutant.ts';
import { isFor, readFields } from './request.ts';

/** The fields of the bodies, read wrongly by one operation. */
export const fields: readonly Mutant[] = [
  {
    id: 'accepts-null-for-required-fields',
    breaks: ['V1-NEG-002', 'V1-NEG-012'],
    description: 'A required field may be null.',
    mutate: acceptWhere((request) => Object.values(readFields(request)).includes(null)),
  },
  {
    id: 'one-operation-accepts-null',
    breaks: ['V1-NEG-012'],
    description: 'The actions of an update may be null; nothing else may.',
    mutate: acceptWhere(
      (request) => isFor(request, 'updateCallback') && readFields(request).actions === null,
    ),
  },
  {
    id: 'accepts-words-for-numbers',
    breaks: ['V1-NEG-003'],
    description: 'A page in words is taken.',
    mutate: acceptWhere((request) => typeof readFields(request).page === 'string'),
  },
  {
    id: 'accepts-a-number-for-a-call-id',
    breaks: ['V1-NEG-003'],
    description: 'A callId that is a number is taken.',
    mutate: acceptWhere((request) => typeof readFields(request).callId === 'number'),
  },
  {
    id: 'takes-a-list-for-its-call-id',
    breaks: ['V1-NEG-003'],
    description: 'A callId in a list is read as the callId.',
    mutate: changeFields('getRecordByCallId', (given) => ({
      ...given,
      ...(Array.isArray(given.callId) && { callId: given.callId[0] }),
    })),
  },
  {
    id: 'puts-one-action-into-a-list',
    breaks: ['V1-NEG-013'],
    description: 'A single action is read as a list of one.',
    mutate: changeFields('updateCallback', (given) => ({
      ...given,
      ...(typeof given.actions === 'string' && { actions: [given.actions] }),
    })),
  },
  {
    id: 'record-ignores-field-case',
    breaks: ['V1-NEG-005'],
    description: 'The name of callId is read without regard to case.',
    mutate: changeFields('getRecordByCallId', (given) => readInAnyCase(given, 'callId')),
  },
  {
    id: 'accepts-one-action-without-a-list',
    breaks: ['V1-NEG-013'],
    description: 'A single action need not stand in a list.',
    mutate: acceptWhere((request) => typeof readFields(request).actions === 'string'),
  },
  {
    id: 'accepts-any-call-result',
    breaks: ['V1-NEG-004'],
    description: 'A filter by a callResult of no list is carried out.',
    mutate: acceptWhere((request) => readFields(request).callResult === 'no-such-word'),
  },
  {
    id: 'accepts-page-zero',
    breaks: ['V1-NEG-004'],
    description: 'A page 0 is taken.',
    mutate: acceptWhere((request) => readFields(request).page === 0),
  },
  {
    id: 'update-accepts-any-address',
    breaks: ['V1-NEG-014'],
    description: 'The callback can be updated to what is not an address.',
    mutate: acceptWhere((request) => {
      const { address } = readFields(request);
      return isFor(request, 'updateCallback') && typeof address === 'string' && !address.includes(':');
    }),
  },
  {
    id: 'list-ignores-field-case',
    breaks: ['V1-NEG-005'],
    description: 'The names of the fields of a list are read without regard to case.',
    mutate: changeFields('getRecordsByFilter', (given) => readInAnyCase(given, 'startTimestamp')),
  },
  {
    id: 'set-ignores-field-case',
    breaks: ['V1-NEG-015'],
    description: 'The names of the fields of a callback that is set are read without regard to case.',
    mutate: changeFields('setCallback', (given) => readInAnyCase(given, 'address', 'actions')),
  },
];

function readInAnyCase(given: ReturnType<typeof readFields>, ...names: string[]) {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const right = names.find((one) => one.toLowerCase() === name.toLowerCase());
      return [right ?? name, value];
    }),
  );
}
