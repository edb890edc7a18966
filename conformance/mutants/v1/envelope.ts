import { changeEnvelopes, changeRefusals, changeSuccesses } from './change-answers.ts';
import { without } from './change-requests.ts';
import type { Mutant } from './mutant.ts';

/** The members that every answer has, broken. */
export const envelope: readonly Mutant[] = [
  {
    id: 'drops-request-id',
    breaks: ['V1-ENV-001', 'V1-ENV-002'],
    description: 'No answer has a requestId.',
    mutate: changeEnvelopes((members) => without(members, 'requestId')),
  },
  {
    id: 'drops-the-message-of-successes',
    breaks: ['V1-ENV-001'],
    description: 'A success has no errorMessage.',
    mutate: changeSuccesses((members) => without(members, 'errorMessage')),
  },
  {
    id: 'drops-the-message-of-refusals',
    breaks: ['V1-ENV-002'],
    description: 'A refusal has no errorMessage.',
    mutate: changeRefusals((members) => without(members, 'errorMessage')),
  },
  {
    id: 'drops-the-error-code-of-successes',
    breaks: ['V1-ENV-001'],
    description: 'A success has no errorCode.',
    mutate: changeSuccesses((members) => without(members, 'errorCode')),
  },
  {
    id: 'error-code-as-text',
    breaks: ['V1-ENV-003'],
    description: 'The errorCode of a success is the word OK.',
    mutate: changeSuccesses((members) => ({ ...members, errorCode: 'OK' })),
  },
  {
    id: 'pads-the-code-of-successes',
    breaks: ['V1-ENV-003'],
    description: 'The errorCode of a success has five digits: 00000.',
    mutate: changeSuccesses((members) => ({ ...members, errorCode: '00000' })),
  },
  {
    id: 'pads-the-code-of-refusals',
    breaks: ['V1-ENV-004'],
    description: 'The errorCode of a refusal begins with a nought.',
    mutate: changeRefusals((members) => ({ ...members, errorCode: `0${members.errorCode}` })),
  },
  {
    id: 'refuses-with-code-0',
    breaks: ['V1-SIG-004'],
    description: 'A refusal has the errorCode of a success.',
    mutate: changeRefusals((members) => ({ ...members, errorCode: 0 })),
  },
  {
    id: 'error-message-as-list',
    breaks: ['V1-ENV-005'],
    description: 'The errorMessage of a refusal is a list of messages.',
    mutate: changeRefusals((members) => ({ ...members, errorMessage: [members.errorMessage] })),
  },
  {
    id: 'says-ok-for-success',
    breaks: ['V1-ENV-006'],
    description: 'The errorMessage of a success is OK.',
    mutate: changeSuccesses((members) => ({ ...members, errorMessage: 'OK' })),
  },
  {
    id: 'empties-request-id',
    breaks: ['V1-ENV-007'],
    description: 'The requestId of a refusal is an empty string.',
    mutate: changeRefusals((members) => ({ ...members, requestId: '' })),
  },
  {
    id: 'request-id-as-object',
    breaks: ['V1-ENV-007'],
    description: 'The requestId of a success is wrapped into an object.',
    mutate: changeSuccesses((members) => ({ ...members, requestId: { id: members.requestId } })),
  },
  {
    id: 'repeats-request-id',
    breaks: ['V1-ENV-008'],
    description: 'Every answer has the same requestId.',
    mutate: changeEnvelopes((members) => ({ ...members, requestId: 'the-only-one' })),
  },
  {
    id: 'drops-data',
    breaks: ['V1-ENV-009'],
    description: 'A success has no data.',
    mutate: changeSuccesses((members) => without(members, 'data')),
  },
];
