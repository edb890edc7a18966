import { readMembers } from '../../requirements/check/answer.ts';
import type { RequirementKey } from '../../requirements/requirement.ts';
import { generation } from '../../requirements/v4/index.ts';
import type { Mutant, Mutate } from '../mutant.ts';
import { createMutations, type Members, readFields } from '../mutations.ts';

const m = createMutations(generation);
const notFound = m.findCode('call-not-found');
const wrong = m.findCode('method-not-post');

function mutant(id: string, breaks: readonly RequirementKey[], description: string, mutate: Mutate): Mutant {
  return { id, breaks, description, mutate };
}

const changeUsers = (change: (user: Members) => Members) =>
  m.changeData('getCallInfo', (data) => {
    const { UserList, ...others } = readMembers(data);
    return {
      ...others,
      UserList: Array.isArray(UserList) ? UserList.map((user) => change(readMembers(user))) : [],
    };
  });

const changeCall = (change: (call: Members) => Members) =>
  m.changeData('getCallInfo', (data) => {
    const { CallInfo, ...others } = readMembers(data);
    return { ...others, CallInfo: change(readMembers(CallInfo)) };
  });

const ofStart = (test: (fields: Members) => boolean) => (request: Parameters<Mutate>[0]) =>
  m.isFor(request, 'startCallByRobot') && test(readFields(request));

/** What only this generation states, broken. */
export const ownMutants: readonly Mutant[] = [
  mutant(
    'refuses-to-place-calls',
    ['CAL-001'],
    'Every call of a server is refused.',
    m.refuseWhere(
      wrong,
      ofStart(() => true),
    ),
  ),
  mutant(
    'shows-the-status-of-another-call',
    ['CAL-002'],
    'The live status is that of another call.',
    changeCall((call) => ({ ...call, CallId: 'another-call' })),
  ),
  mutant(
    'knows-no-live-call',
    ['CAL-002'],
    'A call that goes on has no live status.',
    m.refuseWhere(notFound, (request) => m.isFor(request, 'getCallInfo')),
  ),
  mutant(
    'lists-users-by-name',
    ['CAL-003'],
    'The users of a live status are texts, not objects.',
    m.changeData('getCallInfo', (data) => ({ ...readMembers(data), UserList: ['a', 'b'] })),
  ),
  mutant(
    'writes-the-id-of-a-live-call-as-a-number',
    ['CAL-003'],
    'The MediaType of a live status is a number.',
    changeCall((call) => ({ ...call, MediaType: 1 })),
  ),
  mutant(
    'drops-the-status-of-users',
    ['CAL-004'],
    'A user of a live status has no Status.',
    changeUsers(({ User_Account }) => ({ User_Account })),
  ),
  mutant(
    'drops-the-media-type-of-a-live-call',
    ['CAL-004'],
    'A live status has no MediaType.',
    changeCall(({ MediaType, ...call }) => call),
  ),
  mutant(
    'shows-every-user-as-calling',
    ['CAL-005'],
    'A callee who has not answered is shown as Calling.',
    changeUsers((user) => ({ ...user, Status: 'Calling' })),
  ),
  mutant(
    'shows-every-call-as-audio',
    ['CAL-005'],
    'The MediaType of a live status is Audio, whatever was asked for.',
    changeCall((call) => ({ ...call, MediaType: 'Audio' })),
  ),
  mutant(
    'invents-live-calls',
    ['CAL-006', 'CAL-008'],
    'Any CallId has a live status.',
    m.acceptCode(notFound, ['getCallInfo']),
  ),
  mutant(
    'ends-calls-that-never-were',
    ['CAL-007'],
    'Any CallId can be ended.',
    m.acceptCode(notFound, ['endCall']),
  ),
  mutant(
    'only-says-that-calls-are-ended',
    ['CAL-008'],
    'The end of a call only answers as if it did.',
    m.acceptWhere((request) => m.isFor(request, 'endCall')),
  ),
  mutant(
    'refuses-to-end-calls',
    ['CAL-008'],
    'No call can be ended.',
    m.refuseWhere(wrong, (request) => m.isFor(request, 'endCall')),
  ),
  mutant(
    'keeps-no-record-of-placed-calls',
    ['CAL-009'],
    'A call that a server placed has no record.',
    async (request, forward, { memory }) => {
      const response = await forward(request);
      if (m.isFor(request, 'startCallByRobot')) {
        const { data } = await m.readAnswer(response.clone());
        memory.set(String(readMembers(data).CallId), 'placed');
      }
      const isPlaced = memory.has(String(readFields(request).CallId));
      return m.isFor(request, 'getRecordByCallId') && isPlaced
        ? m.refuse(m.findCode('record-not-found'))
        : response;
    },
  ),
  mutant(
    'records-the-callee-as-caller',
    ['CAL-009'],
    'The caller of a record is its last callee.',
    m.changeRecord((one) => ({
      ...one,
      Caller_Account: Array.isArray(one.CalleeList_Account) ? one.CalleeList_Account.at(-1) : '',
    })),
  ),
  mutant(
    'accepts-a-number-as-caller',
    ['CAL-010'],
    'A caller that is a number is taken.',
    m.acceptWhere(ofStart(({ Robot_Account }) => typeof Robot_Account === 'number')),
  ),
  mutant(
    'reads-numbers-as-callees',
    ['CAL-010'],
    'Callees that are numbers are read as texts.',
    m.changeFields('startCallByRobot', ({ CalleeList_Account: callees, ...fields }) => ({
      ...fields,
      CalleeList_Account: Array.isArray(callees) ? callees.map(String) : callees,
    })),
  ),
  mutant(
    'places-calls-without-a-media-type',
    ['CAL-011'],
    'A call without a media type is an audio call.',
    m.changeFields('startCallByRobot', ({ CallInfo, ...fields }) => ({
      ...fields,
      CallInfo: typeof CallInfo === 'object' ? { MediaType: 'Audio', ...CallInfo } : CallInfo,
    })),
  ),
  ...[10_000, 600_000].map((end) =>
    mutant(
      `refuses-a-timeout-of-${end}`,
      ['CAL-012'],
      `A Timeout of ${end} is refused.`,
      m.refuseWhere(
        wrong,
        ofStart(({ Timeout }) => Timeout === end),
      ),
    ),
  ),
];
