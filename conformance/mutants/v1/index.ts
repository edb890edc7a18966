import { commandWords } from '@trtc-call/spec/v1';
import { generation } from '../../requirements/v1/index.ts';
import type { Mutant } from '../mutant.ts';
import { createMutations, readFields } from '../mutations.ts';
import { addressMatches, fakeAnswer } from '../shared/callback.ts';

const m = createMutations(generation);
const notConfigured = m.findCode('callback-not-configured');

/** What only this generation states, broken. */
export const ownMutants: readonly Mutant[] = [
  {
    id: 'refuses-head',
    breaks: ['TRN-007'],
    description: 'HEAD of the root is answered with HTTP 405.',
    mutate: async (request, forward) =>
      request.method === 'HEAD' ? new Response(null, { status: 405 }) : forward(request),
  },
  {
    id: 'set-answers-without-the-address',
    breaks: ['CBS-001'],
    description: 'Setting a callback answers with empty data.',
    mutate: m.changeData('setCallback', () => ''),
  },
  {
    id: 'drops-the-words-of-events',
    breaks: ['CBS-008'],
    description: 'The words of events are not stored.',
    mutate: m.changeFields('setCallback', ({ actions, ...fields }) => ({
      ...fields,
      actions: Array.isArray(actions)
        ? actions.filter((one) => !commandWords.event.some((word) => word === one))
        : actions,
    })),
  },
  {
    id: 'update-answers-without-the-address',
    breaks: ['CBU-001'],
    description: 'Updating the callback answers with empty data.',
    mutate: m.changeData('updateCallback', () => ''),
  },
  {
    id: 'update-changes-nothing',
    breaks: ['CBU-001'],
    description: 'Updating the callback only answers as if it did.',
    mutate: fakeAnswer(m, 'updateCallback', (request) => readFields(request).address),
  },
  {
    id: 'update-without-configuration-succeeds',
    breaks: ['CBU-002'],
    description: 'Updating the callback where none is configured stores it.',
    mutate: async (request, forward) => {
      const response = await forward(request);
      if (!m.isFor(request, 'updateCallback')) return response;
      const { code } = await m.readAnswer(response.clone());
      return code === notConfigured ? forward(m.withOperation(request, 'setCallback')) : response;
    },
  },
  {
    id: 'calls-a-missing-configuration-a-wrong-parameter',
    breaks: ['CBU-002'],
    description:
      'Updating the callback where none is configured is refused by the code of a wrong parameter.',
    mutate: m.swapCode(notConfigured, m.findCode('field-missing')),
  },
  ...(['address', 'actions'] as const).map(
    (field): Mutant => ({
      id: `update-accepts-missing-${field === 'address' ? 'actions' : 'address'}`,
      breaks: ['CBU-003'],
      description: `The ${field} can be updated alone.`,
      mutate: m.acceptWhere(
        (request) => m.isFor(request, 'updateCallback') && Object.keys(readFields(request)).join() === field,
      ),
    }),
  ),
  {
    id: 'update-accepts-any-scheme',
    breaks: ['CBU-004'],
    description: 'The callback can be updated to an ftp address.',
    mutate: m.acceptWhere((request) => addressMatches(m, request, 'updateCallback', /^ftp:/)),
  },
  {
    id: 'delete-answers-with-an-object',
    breaks: ['CBD-001'],
    description: 'Removing the callback answers with an empty object.',
    mutate: m.changeData('deleteCallback', () => ({})),
  },
  {
    id: 'deletes-twice',
    breaks: ['CBD-003'],
    description: 'Removing the callback where none is configured succeeds.',
    mutate: m.acceptCode(m.findCode('callback-absent'), ['deleteCallback'], ''),
  },
];
