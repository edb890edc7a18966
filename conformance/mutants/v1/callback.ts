import { commandWords, type OperationId } from '@trtc-call/spec/v1';
import { readMembers } from '../../requirements/v1/check/answer.ts';
import { acceptCode, changeData, readAnswer, swapCode } from './change-answers.ts';
import { acceptWhere, changeFields, refuseWhere } from './change-requests.ts';
import type { Mutant, MutantRequest, Mutate } from './mutant.ts';
import { isFor, readFields, withOperation } from './request.ts';
import { succeed } from './respond.ts';

/** Whether the body of an operation has one of its two fields only. */
function hasOnly(request: MutantRequest, operation: OperationId, field: 'address' | 'actions'): boolean {
  return isFor(request, operation) && Object.keys(readFields(request)).join() === field;
}

function addressMatches(request: MutantRequest, operation: OperationId, pattern: RegExp): boolean {
  const { address } = readFields(request);
  return isFor(request, operation) && typeof address === 'string' && pattern.test(address);
}

function withoutActions(fields: ReturnType<typeof readFields>, words: readonly string[]) {
  const { actions } = fields;
  return {
    ...fields,
    actions: Array.isArray(actions) ? actions.filter((one) => !words.includes(one)) : actions,
  };
}

/** Answers an operation with this where a callback is configured, and carries nothing out. */
function fakeAnswer(operation: OperationId, answer: (request: MutantRequest) => unknown): Mutate {
  return async (request, forward) => {
    if (!isFor(request, operation)) return forward(request);
    const read = await readAnswer(await forward(withOperation(request, 'getCallback')));
    return read.isSuccess ? succeed(answer(request)) : forward(request);
  };
}

const findAddress = (request: MutantRequest) => readFields(request).address;

/** Storing a callback configuration, broken. */
export const callbackSet: readonly Mutant[] = [
  {
    id: 'set-answers-without-the-address',
    breaks: ['V1-CBS-001'],
    description: 'Setting a callback answers with empty data.',
    mutate: changeData('setCallback', () => ''),
  },
  {
    id: 'set-keeps-one-action',
    breaks: ['V1-CBS-002'],
    description: 'Only the first of the actions is stored.',
    mutate: changeData('getCallback', (data) => {
      const { address, actions } = readMembers(data);
      return { address, actions: Array.isArray(actions) ? actions.slice(0, 1) : actions };
    }),
  },
  {
    id: 'set-keeps-the-first',
    breaks: ['V1-CBS-003'],
    description: 'Of several calls the first one counts.',
    mutate: fakeAnswer('setCallback', findAddress),
  },
  {
    id: 'set-accepts-any-scheme',
    breaks: ['V1-CBS-004'],
    description: 'An ftp address is stored.',
    mutate: acceptWhere((request) => addressMatches(request, 'setCallback', /^ftp:/)),
  },
  {
    id: 'set-accepts-an-address-without-scheme',
    breaks: ['V1-CBS-004'],
    description: 'An address without a scheme is stored.',
    mutate: acceptWhere((request) => addressMatches(request, 'setCallback', /^[\w.]+\//)),
  },
  {
    id: 'set-refuses-http',
    breaks: ['V1-CBS-005'],
    description: 'Only https addresses are stored.',
    mutate: refuseWhere(70001, (request) => addressMatches(request, 'setCallback', /^http:/)),
  },
  {
    id: 'set-refuses-https',
    breaks: ['V1-CBS-005'],
    description: 'Only http addresses are stored.',
    mutate: refuseWhere(70001, (request) => addressMatches(request, 'setCallback', /^https:/)),
  },
  {
    id: 'set-accepts-a-missing-address',
    breaks: ['V1-CBS-006', 'V1-NEG-011'],
    description: 'Setting a callback needs no address.',
    mutate: acceptWhere((request) => hasOnly(request, 'setCallback', 'actions')),
  },
  {
    id: 'set-accepts-missing-actions',
    breaks: ['V1-CBS-007', 'V1-NEG-011'],
    description: 'Setting a callback needs no actions.',
    mutate: acceptWhere((request) => hasOnly(request, 'setCallback', 'address')),
  },
  {
    id: 'drops-a-command-word',
    breaks: ['V1-CBS-008'],
    description: 'One of the words of calls is not stored.',
    mutate: changeFields('setCallback', (fields) => withoutActions(fields, commandWords.status.slice(-1))),
  },
  {
    id: 'drops-the-words-of-events',
    breaks: ['V1-CBS-008'],
    description: 'The words of events are not stored.',
    mutate: changeFields('setCallback', (fields) => withoutActions(fields, commandWords.event)),
  },
  {
    id: 'refuses-many-actions',
    breaks: ['V1-CBS-008'],
    description: 'More than 20 actions are refused.',
    mutate: refuseWhere(70001, (request) => {
      const { actions } = readFields(request);
      return isFor(request, 'setCallback') && Array.isArray(actions) && actions.length > 20;
    }),
  },
];

/** Reading, changing and removing a callback configuration, broken. */
export const callbackOthers: readonly Mutant[] = [
  {
    id: 'get-answers-the-address-only',
    breaks: ['V1-CBG-001'],
    description: 'Reading the callback answers with the address and no actions.',
    mutate: changeData('getCallback', (data) => ({ address: readMembers(data).address })),
  },
  {
    id: 'get-answers-after-a-removal',
    breaks: ['V1-CBD-002'],
    description: 'The last configuration is still read when it has been removed.',
    mutate: async (request, forward, { memory }) => {
      const response = await forward(request);
      if (!isFor(request, 'getCallback')) return response;
      const { isSuccess, text } = await readAnswer(response.clone());
      if (isSuccess) memory.set('last', text);
      const last = memory.get('last');
      return isSuccess || last === undefined ? response : Response.json(JSON.parse(last));
    },
  },
  {
    id: 'get-refuses-an-empty-object',
    breaks: ['V1-CBG-002'],
    description: 'Reading the callback takes a body with fields only.',
    mutate: refuseWhere(70009, (request) => isFor(request, 'getCallback') && request.body === '{}'),
  },
  {
    id: 'get-succeeds-without-a-configuration',
    breaks: ['V1-CBG-003'],
    description: 'Reading the callback where none is configured is a success without data.',
    mutate: acceptCode(999, ['getCallback'], null),
  },
  {
    id: 'update-answers-without-the-address',
    breaks: ['V1-CBU-001'],
    description: 'Updating the callback answers with empty data.',
    mutate: changeData('updateCallback', () => ''),
  },
  {
    id: 'update-changes-nothing',
    breaks: ['V1-CBU-001'],
    description: 'Updating the callback only answers as if it did.',
    mutate: fakeAnswer('updateCallback', findAddress),
  },
  {
    id: 'update-without-configuration-succeeds',
    breaks: ['V1-CBU-002'],
    description: 'Updating the callback where none is configured stores it.',
    mutate: async (request, forward) => {
      const response = await forward(request);
      if (!isFor(request, 'updateCallback')) return response;
      const { envelope } = await readAnswer(response.clone());
      return Number(envelope.errorCode) === 999 ? forward(withOperation(request, 'setCallback')) : response;
    },
  },
  {
    id: 'calls-a-missing-configuration-a-wrong-parameter',
    breaks: ['V1-CBU-002'],
    description: 'Updating the callback where none is configured is refused by 70001.',
    mutate: swapCode(999, 70001),
  },
  {
    id: 'update-accepts-a-missing-address',
    breaks: ['V1-CBU-003', 'V1-NEG-011'],
    description: 'The actions can be updated alone.',
    mutate: acceptWhere((request) => hasOnly(request, 'updateCallback', 'actions')),
  },
  {
    id: 'update-accepts-missing-actions',
    breaks: ['V1-CBU-003', 'V1-NEG-011'],
    description: 'The address can be updated alone.',
    mutate: acceptWhere((request) => hasOnly(request, 'updateCallback', 'address')),
  },
  {
    id: 'update-accepts-any-scheme',
    breaks: ['V1-CBU-004'],
    description: 'The callback can be updated to an ftp address.',
    mutate: acceptWhere((request) => addressMatches(request, 'updateCallback', /^ftp:/)),
  },
  {
    id: 'delete-answers-with-an-object',
    breaks: ['V1-CBD-001'],
    description: 'Removing the callback answers with an empty object.',
    mutate: changeData('deleteCallback', () => ({})),
  },
  {
    id: 'delete-keeps-the-configuration',
    breaks: ['V1-CBD-002'],
    description: 'Removing the callback only answers as if it did.',
    mutate: fakeAnswer('deleteCallback', () => ''),
  },
  {
    id: 'deletes-twice',
    breaks: ['V1-CBD-003'],
    description: 'Removing the callback where none is configured succeeds.',
    mutate: acceptCode(999, ['deleteCallback'], ''),
  },
];
