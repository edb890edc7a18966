import { randomUUID } from 'node:crypto';
import { limits } from '@trtc-call/spec/v4';
import { openapi } from '@trtc-call/spec/v4/openapi';
import { type Answer, describeAnswer, readMembers } from '../check/answer.ts';
import type { CheckContext } from '../check/context.ts';
import { expect, given } from '../check/expect.ts';
import { defineArea, defineQuestions, type Literal, type Observation, type Requirement } from '../define.ts';
import { expectThat, InconclusiveError, requireThat } from '../expect.ts';
import type { Generation } from '../generation.ts';
import type { Group } from '../shared/negative.ts';
import { readRecord } from '../shared/records-in-window.ts';

type Members = Readonly<Record<string, unknown>>;

const needs = ['place-calls'] as const;
const request = readMembers(openapi.components.schemas.StartCallByRobotRequest?.properties);
const { minimum, maximum } = readMembers(request.Timeout);
/** The ends of the range of Timeout, in milliseconds. */
export const ringRange = { shortest: Number(minimum), longest: Number(maximum) } as const;

/** Rooms of both types; the members of a request and of a status. */
const rooms = [
  { RoomId: '12345', RoomIdType: 1 },
  { RoomId: 'conformance-room', RoomIdType: 2 },
] as const;

/** The body of a call between the two users for whom calls were allowed. */
function makeCall({ callUsers }: CheckContext): Members {
  return {
    Robot_Account: callUsers.caller,
    CalleeList_Account: [callUsers.callee],
    // What cannot be ended ends by itself.
    Timeout: ringRange.shortest,
    CallInfo: { MediaType: 'Audio' },
  };
}

async function placeCall(context: CheckContext, change: Members = {}): Promise<string> {
  const answer = await context.send('startCallByRobot', { ...makeCall(context), ...change });
  given('CAL-001', answer).toSucceed();
  return readCallId(answer);
}

function readCallId({ data }: Answer): string {
  const { CallId } = readMembers(data);
  // V4-18: one page shows the answer without an id.
  if (typeof CallId !== 'string')
    throw new InconclusiveError('the answer has no CallId to look the call up by');
  return CallId;
}

async function readLiveCall(context: CheckContext, CallId: string): Promise<Answer> {
  const answer = await context.send('getCallInfo', { CallId });
  given('CAL-002', answer).toSucceed();
  return answer;
}

/** The operations of calls: all but the mistake is right, so that a call goes on which can be read and ended. */
export const callGroup: Group = {
  name: 'call',
  numbers: [25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36],
  operations: ['getCallInfo', 'startCallByRobot', 'endCall'],
  withFields: { operations: ['getCallInfo', 'startCallByRobot', 'endCall'], needs },
  needs,
  prepareBodies: prepareCalls,
  prepareQueries: prepareCalls,
};

async function prepareCalls(context: CheckContext) {
  const [live, ended] = [await placeCall(context), await placeCall(context)];
  return {
    startCallByRobot: { ...makeCall(context), UserData: 'conformance' },
    getCallInfo: { CallId: live },
    endCall: { CallId: ended },
  };
}

/** Calls that are going on, their end, and calls that a server places. */
export function calls(generation: Generation): readonly Requirement[] {
  const { schemas } = generation;
  const delay = limits.recordDelay.value;
  const isRefused = (operation: string, sentence: string): Literal => ({
    mistakes: ['call-not-found'],
    operations: [operation],
    sentence,
    ask: (context) => context.send(operation, { CallId: randomUUID() }),
  });
  return defineArea({ operations: ['startCallByRobot'], needs, level: 'MUST' }, generation, {
    'CAL-001': {
      sentence: 'A call that a server places is answered with a success.',
      ask: (context) => context.send('startCallByRobot', makeCall(context)),
    },
    'CAL-002': {
      sentence: 'The live status of a call that is going on can be read by its CallId.',
      operations: ['startCallByRobot', 'getCallInfo'],
      async check(context) {
        const CallId = await placeCall(context);
        const data = expect(await context.send('getCallInfo', { CallId })).toSucceedWithObject();
        const got = readMembers(data.CallInfo).CallId;
        expectThat(got === CallId, `the status of ${CallId}`, JSON.stringify(got));
      },
    },
    'CAL-003': {
      sentence: 'Each documented member of a live status is of its documented type.',
      operations: ['startCallByRobot', 'getCallInfo'],
      async check(context) {
        const { members } = await readLiveCall(context, await placeCall(context));
        schemas.expectTypes(members, 'GetCallInfoSuccess');
      },
    },
    'CAL-004': {
      level: 'SHOULD',
      sentence: 'A live status has every member that its table marks as always there.',
      operations: ['startCallByRobot', 'getCallInfo'],
      async check(context) {
        const { members, data } = await readLiveCall(context, await placeCall(context));
        schemas.expectMembers(members, 'GetCallInfoSuccess');
        const { CallInfo, UserList } = readMembers(data);
        schemas.expectMembers(CallInfo, 'CallInfo');
        for (const user of Array.isArray(UserList) ? UserList : []) schemas.expectMembers(user, 'CallUser');
      },
    },
    'CAL-005': {
      level: 'SHOULD',
      sentence: 'A callee who has not answered is shown as Waiting, with the media type of the call.',
      operations: ['startCallByRobot', 'getCallInfo'],
      async check(context) {
        const CallId = await placeCall(context, { CallInfo: { MediaType: 'Video' } });
        const { CallInfo, UserList } = readMembers((await readLiveCall(context, CallId)).data);
        const users: readonly Members[] = Array.isArray(UserList) ? UserList.map(readMembers) : [];
        const { callee } = context.callUsers;
        const status = users.find((user) => user.User_Account === callee)?.Status;
        expectThat(status === 'Waiting', `${callee} Waiting`, JSON.stringify(UserList));
        const { MediaType } = readMembers(CallInfo);
        expectThat(MediaType === 'Video', 'MediaType Video', JSON.stringify(MediaType));
        for (const user of users) schemas.expectSchema(user.Status, 'CallUserStatus');
      },
    },
    'CAL-006': {
      ...isRefused('getCallInfo', 'The live status of a call that does not exist is refused.'),
      needs: [],
    },
    'CAL-007': isRefused('endCall', 'The end of a call that does not exist is refused.'),
    'CAL-008': {
      sentence: 'A call that is going on is ended, and has no live status any more.',
      operations: ['startCallByRobot', 'endCall', 'getCallInfo'],
      decision: ['V4-U-19'],
      async check(context) {
        const CallId = await placeCall(context);
        given('CAL-002', await context.send('getCallInfo', { CallId })).toSucceed();
        expect(await context.send('endCall', { CallId })).toSucceed();
        expect(await context.send('getCallInfo', { CallId })).toBeRefusedAs('call-not-found');
      },
    },
    'CAL-009': {
      sentence: `The record of a call can be read ${delay} seconds after its end.`,
      source: limits.recordDelay.source,
      operations: ['startCallByRobot', 'endCall', 'getRecordByCallId'],
      async check(context) {
        const CallId = await placeCall(context);
        given('CAL-008', await context.send('endCall', { CallId })).toSucceed();
        await context.wait(delay * 1000 + 500);
        const answer = await context.send('getRecordByCallId', { CallId });
        expectThat(answer.code === 0, `the record of ${CallId}`, describeAnswer(answer));
        const { Caller_Account } = readRecord(context, answer);
        const { caller } = context.callUsers;
        expectThat(Caller_Account === caller, `Caller_Account ${caller}`, JSON.stringify(Caller_Account));
      },
    },
    'CAL-010': {
      mistakes: ['account-not-text'],
      sentence: 'A call whose users are numbers in place of texts is refused.',
      ask: (context) =>
        [{ Robot_Account: 17 }, { CalleeList_Account: [17] }].map((change) =>
          context.send('startCallByRobot', { ...makeCall(context), ...change }),
        ),
    },
    'CAL-011': {
      mistakes: ['field-missing'],
      sentence: 'A call without a media type is refused.',
      ask: (context) => context.send('startCallByRobot', { ...makeCall(context), CallInfo: {} }),
    },
    'CAL-012': {
      sentence: 'Both ends of the range of Timeout are accepted.',
      needs: ['ring-long', ...needs],
      async check(context) {
        for (const Timeout of Object.values(ringRange)) {
          const answer = await context.send('startCallByRobot', { ...makeCall(context), Timeout });
          expect(answer).toSucceed();
          await context.send('endCall', { CallId: readCallId(answer) });
        }
      },
    },
    'CAL-013': {
      sentence: 'A call is placed with every optional member, in a room of either type.',
      decision: ['V4-35'],
      ask: (context) =>
        rooms.map((room) =>
          context.send('startCallByRobot', {
            ...makeCall(context),
            CallInfo: { MediaType: 'Audio', ...room },
            UserData: 'x'.repeat(limits.userDataBytes.value),
            OfflinePushInfo: { PushFlag: 0, Title: 'Call', Desc: 'A call', Ext: '{}' },
          }),
        ),
    },
    'CAL-014': {
      level: 'SHOULD',
      sentence: 'The live status of a call names its room.',
      operations: ['startCallByRobot', 'getCallInfo'],
      async check(context) {
        for (const room of rooms) {
          const CallId = await placeCall(context, { CallInfo: { MediaType: 'Audio', ...room } });
          const { CallInfo } = readMembers((await readLiveCall(context, CallId)).data);
          const { RoomId, RoomIdType } = readMembers(CallInfo);
          const isSame = RoomId === room.RoomId && RoomIdType === room.RoomIdType;
          expectThat(isSame, JSON.stringify(room), JSON.stringify({ RoomId, RoomIdType }));
        }
      },
    },
    'CAL-015': {
      level: 'SHOULD',
      sentence: 'A call that no one answers is over once its Timeout has passed.',
      operations: ['startCallByRobot', 'getCallInfo'],
      async check(context) {
        const CallId = await placeCall(context);
        given('CAL-002', await context.send('getCallInfo', { CallId })).toSucceed();
        await context.wait(ringRange.shortest + 2000);
        const answer = await context.send('getCallInfo', { CallId });
        const { UserList } = readMembers(answer.data);
        const isAnswered = (user: unknown) => {
          const { User_Account, Status } = readMembers(user);
          return User_Account === context.callUsers.callee && Status === 'Calling';
        };
        if (Array.isArray(UserList) && UserList.some(isAnswered))
          throw new InconclusiveError('the callee has answered: let it ring');
        expect(answer).toBeRefusedAs('call-not-found');
      },
    },
    'CAL-016': {
      level: 'SHOULD',
      sentence: 'A call that is over cannot be ended again.',
      operations: ['startCallByRobot', 'endCall'],
      decision: ['V4-U-19'],
      async check(context) {
        const CallId = await placeCall(context);
        given('CAL-008', await context.send('endCall', { CallId })).toSucceed();
        expect(await context.send('endCall', { CallId })).toBeRefusedAs('call-not-found');
      },
    },
  });
}

/** What the pages leave open of calls, answered by calls between the two users. */
export function callObservations(generation: Generation): readonly Observation[] {
  return defineQuestions({ operations: ['startCallByRobot'], needs }, generation, {
    'OBS-033': {
      question: 'What does a call that a server places answer, and what becomes of its callee?',
      async observe(context) {
        const { members, data } = await context.send('startCallByRobot', makeCall(context));
        return 'Response' in members ? context.redact(JSON.stringify(data)).slice(0, 200) : 'no Response';
      },
    },
    'OBS-042': {
      question: 'Is a media type in lower case taken, as the guide prints it?',
      operations: ['startCallByRobot', 'endCall'],
      async observe(context) {
        const body = { ...makeCall(context), CallInfo: { MediaType: 'video' } };
        const answer = await context.send('startCallByRobot', body);
        const { CallId } = readMembers(answer.data);
        if (answer.code === 0 && typeof CallId === 'string') await context.send('endCall', { CallId });
        return describeAnswer(answer);
      },
    },
    'OBS-034': {
      question: 'Which result has a call that the server ends while it rings?',
      operations: ['startCallByRobot', 'endCall', 'getRecordByCallId'],
      async observe(context) {
        const CallId = await placeCall(context);
        const ended = await context.send('endCall', { CallId });
        if (ended.code !== 0) return describeAnswer(ended);
        await context.wait(limits.recordDelay.value * 1000 + 500);
        const answer = await context.send('getRecordByCallId', { CallId });
        requireThat(answer.code === 0, 'CAL-009', 'a record', describeAnswer(answer));
        return JSON.stringify(readRecord(context, answer).CallResult) ?? 'absent';
      },
    },
    'OBS-038': {
      question: 'Which members has the live status of a call without a room?',
      operations: ['startCallByRobot', 'getCallInfo'],
      async observe(context) {
        const { data } = await readLiveCall(context, await placeCall(context));
        const { CallId: _, ...members } = readMembers(readMembers(data).CallInfo);
        return context.redact(JSON.stringify(members)).slice(0, 200);
      },
    },
  });
}
