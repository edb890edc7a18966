import { commandWords } from '@trtc-call/spec/v1';
import { generation } from '../../requirements/v1/index.ts';
import { type Mutant, mutant } from '../mutant.ts';
import { createMutations, readFields } from '../mutations.ts';
import { addressMatches, fakeAnswer } from '../shared/callback.ts';

const m = createMutations(generation);
const notConfigured = m.findCode('callback-not-configured');

/** What only this generation states, broken. */
export const ownMutants: readonly Mutant[] = [
  mutant('refuses-head', 'TRN-007', async (request, forward) =>
    request.method === 'HEAD' ? new Response(null, { status: 405 }) : forward(request),
  ),
  mutant(
    'set-answers-without-the-address',
    'CBS-001',
    m.changeData('setCallback', () => ''),
  ),
  mutant(
    'drops-the-words-of-events',
    'CBS-008',
    m.changeFields('setCallback', ({ actions, ...fields }) => ({
      ...fields,
      actions: Array.isArray(actions)
        ? actions.filter((one) => !commandWords.event.some((word) => word === one))
        : actions,
    })),
  ),
  mutant(
    'update-answers-without-the-address',
    'CBU-001',
    m.changeData('updateCallback', () => ''),
  ),
  mutant(
    'update-changes-nothing',
    'CBU-001',
    fakeAnswer(m, 'updateCallback', (request) => readFields(request).address),
  ),
  mutant('update-without-configuration-succeeds', 'CBU-002', async (request, forward) => {
    const response = await forward(request);
    if (!m.isFor(request, 'updateCallback')) return response;
    const { code } = await m.readAnswer(response.clone());
    return code === notConfigured ? forward(m.withOperation(request, 'setCallback')) : response;
  }),
  mutant(
    'calls-a-missing-configuration-a-wrong-parameter',
    'CBU-002',
    m.swapCode(notConfigured, m.findCode('field-missing')),
  ),
  ...(['address', 'actions'] as const).map(
    (field): Mutant =>
      mutant(
        `update-accepts-missing-${field === 'address' ? 'actions' : 'address'}`,
        'CBU-003',
        m.acceptWhere(
          (request) =>
            m.isFor(request, 'updateCallback') && Object.keys(readFields(request)).join() === field,
        ),
      ),
  ),
  mutant(
    'update-accepts-any-scheme',
    'CBU-004',
    m.acceptWhere((request) => addressMatches(m, request, 'updateCallback', /^ftp:/)),
  ),
  mutant(
    'delete-answers-with-an-object',
    'CBD-001',
    m.changeData('deleteCallback', () => ({})),
  ),
  mutant('deletes-twice', 'CBD-003', m.acceptCode(m.findCode('callback-absent'), ['deleteCallback'], '')),
];
