import { readMembers } from '../../requirements/check/answer.ts';
import { ringRange } from '../../requirements/v4/calls.ts';
import { generation } from '../../requirements/v4/index.ts';
import { type Mutant, type Mutate, mutant } from '../mutant.ts';
import { createMutations, type Members, readFields } from '../mutations.ts';

const m = createMutations(generation);
const notFound = m.findCode('call-not-found');
const wrong = m.findCode('method-not-post');

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
    'CAL-001',
    m.refuseWhere(
      wrong,
      ofStart(() => true),
    ),
  ),
  mutant(
    'shows-the-status-of-another-call',
    'CAL-002',
    changeCall((call) => ({ ...call, CallId: 'another-call' })),
  ),
  mutant(
    'knows-no-live-call',
    'CAL-002',
    m.refuseWhere(notFound, (request) => m.isFor(request, 'getCallInfo')),
  ),
  mutant(
    'lists-users-by-name',
    'CAL-003',
    m.changeData('getCallInfo', (data) => ({ ...readMembers(data), UserList: ['a', 'b'] })),
  ),
  mutant(
    'writes-the-id-of-a-live-call-as-a-number',
    'CAL-003',
    changeCall((call) => ({ ...call, MediaType: 1 })),
  ),
  mutant(
    'drops-the-status-of-users',
    'CAL-004',
    changeUsers(({ User_Account }) => ({ User_Account })),
  ),
  mutant(
    'drops-the-media-type-of-a-live-call',
    'CAL-004',
    changeCall(({ MediaType, ...call }) => call),
  ),
  mutant(
    'shows-every-user-as-calling',
    'CAL-005',
    changeUsers((user) => ({ ...user, Status: 'Calling' })),
  ),
  mutant(
    'shows-every-call-as-audio',
    'CAL-005',
    changeCall((call) => ({ ...call, MediaType: 'Audio' })),
  ),
  mutant('invents-live-calls', ['CAL-006', 'CAL-008'], m.acceptCode(notFound, ['getCallInfo'])),
  mutant('ends-calls-that-never-were', 'CAL-007', m.acceptCode(notFound, ['endCall'])),
  mutant(
    'only-says-that-calls-are-ended',
    'CAL-008',
    m.acceptWhere((request) => m.isFor(request, 'endCall')),
  ),
  mutant(
    'refuses-to-end-calls',
    'CAL-008',
    m.refuseWhere(wrong, (request) => m.isFor(request, 'endCall')),
  ),
  mutant('keeps-no-record-of-placed-calls', 'CAL-009', async (request, forward, { memory }) => {
    const response = await forward(request);
    if (m.isFor(request, 'startCallByRobot')) {
      const { data } = await m.readAnswer(response.clone());
      memory.set(String(readMembers(data).CallId), 'placed');
    }
    const isPlaced = memory.has(String(readFields(request).CallId));
    return m.isFor(request, 'getRecordByCallId') && isPlaced
      ? m.refuse(m.findCode('record-not-found'))
      : response;
  }),
  mutant(
    'records-the-callee-as-caller',
    'CAL-009',
    m.changeRecord((one) => ({
      ...one,
      Caller_Account: Array.isArray(one.CalleeList_Account) ? one.CalleeList_Account.at(-1) : '',
    })),
  ),
  mutant(
    'accepts-a-number-as-caller',
    'CAL-010',
    m.acceptWhere(ofStart(({ Robot_Account }) => typeof Robot_Account === 'number')),
  ),
  mutant(
    'reads-numbers-as-callees',
    'CAL-010',
    m.changeFields('startCallByRobot', ({ CalleeList_Account: callees, ...fields }) => ({
      ...fields,
      CalleeList_Account: Array.isArray(callees) ? callees.map(String) : callees,
    })),
  ),
  mutant(
    'places-calls-without-a-media-type',
    'CAL-011',
    m.changeFields('startCallByRobot', ({ CallInfo, ...fields }) => ({
      ...fields,
      CallInfo: typeof CallInfo === 'object' ? { MediaType: 'Audio', ...CallInfo } : CallInfo,
    })),
  ),
  ...Object.values(ringRange).map((end) =>
    mutant(
      `refuses-a-timeout-of-${end}`,
      'CAL-012',
      m.refuseWhere(
        wrong,
        ofStart(({ Timeout }) => Timeout === end),
      ),
    ),
  ),
];
