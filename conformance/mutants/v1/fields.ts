import { accepting, changingFields } from './change-requests.ts';
import type { Mutant } from './mutant.ts';
import { fieldsOf, isFor } from './request.ts';

/** The fields of the bodies, read wrongly by one operation. */
export const fields: readonly Mutant[] = [
  {
    id: 'accepts-null-for-required-fields',
    breaks: ['V1-NEG-002', 'V1-NEG-012'],
    description: 'A required field may be null.',
    mutate: accepting((request) => Object.values(fieldsOf(request)).includes(null)),
  },
  {
    id: 'one-operation-accepts-null',
    breaks: ['V1-NEG-012'],
    description: 'The actions of an update may be null; nothing else may.',
    mutate: accepting((request) => isFor(request, 'updateCallback') && fieldsOf(request).actions === null),
  },
  {
    id: 'accepts-words-for-numbers',
    breaks: ['V1-NEG-003'],
    description: 'A page in words is taken.',
    mutate: accepting((request) => typeof fieldsOf(request).page === 'string'),
  },
  {
    id: 'accepts-a-number-for-a-call-id',
    breaks: ['V1-NEG-003'],
    description: 'A callId that is a number is taken.',
    mutate: accepting((request) => typeof fieldsOf(request).callId === 'number'),
  },
  {
    id: 'takes-a-list-for-its-call-id',
    breaks: ['V1-NEG-003'],
    description: 'A callId in a list is read as the callId.',
    mutate: changingFields('getRecordByCallId', (given) => ({
      ...given,
      ...(Array.isArray(given.callId) && { callId: given.callId[0] }),
    })),
  },
  {
    id: 'puts-one-action-into-a-list',
    breaks: ['V1-NEG-013'],
    description: 'A single action is read as a list of one.',
    mutate: changingFields('updateCallback', (given) => ({
      ...given,
      ...(typeof given.actions === 'string' && { actions: [given.actions] }),
    })),
  },
  {
    id: 'record-ignores-field-case',
    breaks: ['V1-NEG-005'],
    description: 'The name of callId is read without regard to case.',
    mutate: changingFields('getRecordByCallId', (given) => readInAnyCase(given, 'callId')),
  },
  {
    id: 'accepts-one-action-without-a-list',
    breaks: ['V1-NEG-013'],
    description: 'A single action need not stand in a list.',
    mutate: accepting((request) => typeof fieldsOf(request).actions === 'string'),
  },
  {
    id: 'accepts-any-call-result',
    breaks: ['V1-NEG-004'],
    description: 'A filter by a callResult of no list is carried out.',
    mutate: accepting((request) => fieldsOf(request).callResult === 'no-such-word'),
  },
  {
    id: 'accepts-page-zero',
    breaks: ['V1-NEG-004'],
    description: 'A page 0 is taken.',
    mutate: accepting((request) => fieldsOf(request).page === 0),
  },
  {
    id: 'update-accepts-any-address',
    breaks: ['V1-NEG-014'],
    description: 'The callback can be updated to what is no address.',
    mutate: accepting((request) => {
      const { address } = fieldsOf(request);
      return isFor(request, 'updateCallback') && typeof address === 'string' && !address.includes(':');
    }),
  },
  {
    id: 'list-ignores-field-case',
    breaks: ['V1-NEG-005'],
    description: 'The names of the fields of a list are read without regard to case.',
    mutate: changingFields('getRecordsByFilter', (given) => readInAnyCase(given, 'startTimestamp')),
  },
  {
    id: 'set-ignores-field-case',
    breaks: ['V1-NEG-015'],
    description: 'The names of the fields of a callback that is set are read without regard to case.',
    mutate: changingFields('setCallback', (given) => readInAnyCase(given, 'address', 'actions')),
  },
];

function readInAnyCase(given: ReturnType<typeof fieldsOf>, ...names: string[]) {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const right = names.find((one) => one.toLowerCase() === name.toLowerCase());
      return [right ?? name, value];
    }),
  );
}
