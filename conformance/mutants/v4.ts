import { limits } from '@trtc-call/spec/v4';
import { readMembers } from '../requirements/check/answer.ts';
import { ringRange } from '../requirements/v4/calls.ts';
import { generation } from '../requirements/v4/index.ts';
import {
  createMutations,
  type Members,
  type MutantRequest,
  type MutantTable,
  readFields,
} from './mutations.ts';

const m = createMutations(generation);
const notFound = m.findCode('call-not-found');

const changeUsers = (change: (user: Members) => Members) =>
  m.changeMembers('getCallInfo', ({ UserList }) => ({
    UserList: Array.isArray(UserList) ? UserList.map((user) => change(readMembers(user))) : [],
  }));

const changeCall = (change: Members) =>
  m.changeMembers('getCallInfo', ({ CallInfo }) => ({ CallInfo: { ...readMembers(CallInfo), ...change } }));

const isStart = (test: (fields: Members) => boolean) => (request: MutantRequest) =>
  m.isFor(request, 'startCallByRobot') && test(readFields(request));

const refuse = (test: (request: MutantRequest) => boolean) =>
  m.refuseWhere(m.findCode('method-not-post'), test);

/** What only this generation states, broken. */
export const ownMutants: MutantTable = {
  'CAL-001': { 'refuses-to-place-calls': refuse(isStart(() => true)) },
  'CAL-002': {
    'shows-the-status-of-another-call': changeCall({ CallId: 'another-call' }),
    'knows-no-live-call': m.refuseWhere(notFound, (request) => m.isFor(request, 'getCallInfo')),
  },
  'CAL-003': {
    'lists-users-by-name': m.changeMembers('getCallInfo', () => ({ UserList: ['a', 'b'] })),
    'writes-the-id-of-a-live-call-as-a-number': changeCall({ MediaType: 1 }),
  },
  'CAL-004': {
    'drops-the-status-of-users': changeUsers(({ User_Account }) => ({ User_Account })),
    'drops-the-media-type-of-a-live-call': changeCall({ MediaType: undefined }),
  },
  'CAL-005': {
    'shows-every-user-as-calling': changeUsers((user) => ({ ...user, Status: 'Calling' })),
    'shows-a-user-who-has-gone': m.changeMembers('getCallInfo', ({ UserList }) => ({
      UserList: [...(Array.isArray(UserList) ? UserList : []), { User_Account: 'gone', Status: 'Gone' }],
    })),
    'shows-every-call-as-audio': changeCall({ MediaType: 'Audio' }),
  },
  'CAL-006 CAL-008': { 'invents-live-calls': m.acceptCode(notFound, ['getCallInfo']) },
  'CAL-007': { 'ends-calls-that-never-were': m.acceptCode(notFound, ['endCall']) },
  'CAL-008': {
    'only-says-that-calls-are-ended': m.acceptWhere((request) => m.isFor(request, 'endCall')),
    'refuses-to-end-calls': refuse((request) => m.isFor(request, 'endCall')),
  },
  'CAL-009': {
    'keeps-no-record-of-placed-calls': m.replaceAnswers(({ data }, request, { memory }) => {
      if (m.isFor(request, 'startCallByRobot')) memory.set(String(readMembers(data).CallId), 'placed');
      const isPlaced = memory.has(String(readFields(request).CallId));
      return m.isFor(request, 'getRecordByCallId') && isPlaced
        ? m.refuse(m.findCode('record-not-found'))
        : undefined;
    }),
    'records-the-callee-as-caller': m.changeRecord(({ CalleeList_Account: callees }) => ({
      Caller_Account: Array.isArray(callees) ? callees.at(-1) : '',
    })),
  },
  'CAL-010': {
    'accepts-a-number-as-caller': m.acceptWhere(
      isStart(({ Robot_Account }) => typeof Robot_Account === 'number'),
    ),
    'reads-numbers-as-callees': m.changeFields('startCallByRobot', ({ CalleeList_Account: callees }) => ({
      CalleeList_Account: Array.isArray(callees) ? callees.map(String) : callees,
    })),
  },
  'CAL-011': {
    'places-calls-without-a-media-type': m.changeFields('startCallByRobot', ({ CallInfo }) => ({
      CallInfo: typeof CallInfo === 'object' ? { MediaType: 'Audio', ...CallInfo } : CallInfo,
    })),
  },
  'CAL-012': Object.fromEntries(
    Object.values(ringRange).map((end) => [
      `refuses-a-timeout-of-${end}`,
      refuse(isStart(({ Timeout }) => Timeout === end)),
    ]),
  ),
  'CAL-013': {
    'refuses-rooms-of-numbers': refuse(isStart(({ CallInfo }) => readMembers(CallInfo).RoomIdType === 1)),
    'refuses-rooms-of-texts': refuse(isStart(({ CallInfo }) => readMembers(CallInfo).RoomIdType === 2)),
    'refuses-user-data-of-501-characters': refuse(isStart(({ UserData }) => String(UserData).length > 500)),
    'refuses-what-is-pushed': refuse(isStart((fields) => 'OfflinePushInfo' in fields)),
  },
  'CAL-014': {
    'forgets-the-room': changeCall({ RoomId: '', RoomIdType: 0 }),
    'gives-every-room-a-number': changeCall({ RoomIdType: 1 }),
  },
  'CAL-016': {
    'ends-a-call-twice': m.onlyFor('endCall', async (request, forward, { memory }) => {
      const { CallId } = readFields(request);
      const response = await forward(request);
      if (m.readAnswer(response).isSuccess) memory.set(`ended ${CallId}`, 'yes');
      return memory.has(`ended ${CallId}`) ? m.succeed() : response;
    }),
  },
  'CAL-015': {
    'rings-for-ten-minutes': m.changeFields('startCallByRobot', () => ({ Timeout: ringRange.longest })),
  },
  'LST-014': {
    'refuses-a-start-before-its-window': m.refuseWhere(
      m.findCode('record-field-range'),
      (request, { now }) =>
        m.isFor(request, 'getRecordsByFilter') &&
        Number(readFields(request).StartTime) < now() / 1000 - 1.1 * limits.dataWindow.seconds,
    ),
  },
};
