import { commandWords } from '@trtc-call/spec/v1';
import { generation } from '../requirements/v1/index.ts';
import { createMutations, type MutantTable, readFields, respond } from './mutations.ts';
import { fakeAnswer, takeWrong } from './shared/callback.ts';

const m = createMutations(generation);
const notConfigured = m.findCode('callback-not-configured');
const events: readonly unknown[] = commandWords.event;
const update = takeWrong(m, 'updateCallback');

/** What only this generation states, broken. */
export const ownMutants: MutantTable = {
  'TRN-007': {
    'refuses-head': async (request, forward) =>
      request.method === 'HEAD' ? respond('', 405) : forward(request),
  },
  'CBS-001': { 'set-answers-without-the-address': m.changeData('setCallback', () => '') },
  'CBS-008': {
    'drops-the-words-of-events': m.changeFields('setCallback', ({ actions }) => ({
      actions: Array.isArray(actions) ? actions.filter((action) => !events.includes(action)) : actions,
    })),
  },
  'CBU-001': {
    'update-answers-without-the-address': m.changeData('updateCallback', () => ''),
    'update-changes-nothing': fakeAnswer(m, 'updateCallback', (request) => readFields(request).address),
  },
  'CBU-002': {
    'update-without-configuration-succeeds': m.onlyFor('updateCallback', async (request, forward) => {
      const response = await forward(request);
      const { code } = m.readAnswer(response);
      return code === notConfigured ? forward(m.withOperation(request, 'setCallback')) : response;
    }),
    'calls-a-missing-configuration-a-wrong-parameter': m.swapCode(notConfigured, m.findCode('field-missing')),
  },
  'CBU-003': {
    'update-accepts-missing-address': update.withoutAddress,
    'update-accepts-missing-actions': update.withoutActions,
  },
  'CBU-004': { 'update-accepts-any-scheme': m.acceptWhere(update.matches(/^ftp:/)) },
  'CBD-001': { 'delete-answers-with-an-object': m.changeData('deleteCallback', () => ({})) },
  'CBD-003': { 'deletes-twice': m.acceptCode(m.findCode('callback-absent'), ['deleteCallback'], '') },
};
