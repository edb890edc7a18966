import { webhooks } from '@trtc-call/spec/v4';
import { refuseUnknown } from '../refuse-unknown.ts';
import { createWebhook } from '../send/create-webhook.ts';
import { type OutgoingWebhook, SendOptionError } from '../send/webhook.ts';

const { start, member, end } = webhooks;
const { ActionType: actions } = member.members.ChangedUserList.items.members;
const { CallResult: results, MediaType: mediaTypes } = end.members.CallRecord.members;

/** One call, without a room. Times are Unix seconds. */
export interface PlayedCallV4 {
  readonly sdkAppId: number;
  readonly callId: string;
  readonly caller: string;
  /** Several of them make a `MultiCall`. */
  readonly callees: readonly string[];
  readonly mediaType: (typeof mediaTypes)['words'][number];
  /** All callees have answered a call with the result `NormalEnd`, and none any other call. */
  readonly result: (typeof results)['words'][number];
  readonly startTime: number;
  /** Left out where the call was not answered. */
  readonly acceptTime?: number | undefined;
  readonly endTime: number;
}

/** What becomes of the callees of a call that is not answered; nothing is said of them where it has another result. */
const outcomes: Partial<Record<PlayedCallV4['result'], (typeof actions)['words'][number]>> = {
  Cancel: 'Cancel_Invite',
  Reject: 'Reject',
  NotAnswer: 'NotAnswer',
};

/**
 * The webhooks that a call of v4 causes: its start, what its users do, one after the other, and its end (V4-U-36).
 *
 * @throws SendOptionError for a call without callees, or with a result that the contract does not list
 */
export function createCallWebhooksV4(call: PlayedCallV4): readonly OutgoingWebhook[] {
  refuseUnknown(call, knownMembers, (...why) => new SendOptionError(...why));
  const { sdkAppId, callId, caller, callees, mediaType, result, startTime, endTime } = call;
  if (callees.length === 0) throw new SendOptionError('callees', 'must not be empty', 'Name a user.');
  if (!results.words.some((word) => word === result)) {
    const got = JSON.stringify(result);
    throw new SendOptionError('result', `no call ends as ${got}`, `Choose from ${results.words.join(', ')}.`);
  }
  const isAnswered = result === 'NormalEnd';
  const acceptTime = isAnswered ? (call.acceptTime ?? startTime) : 0;
  const room = { RoomId: '', RoomIdType: 0 };
  const users = new Map([[caller, 'Calling'], ...callees.map((user) => [user, 'Waiting'] as const)]);
  const write = (command: string, at: number, body: object) =>
    createWebhook({ command, sdkAppId, callId, at, body: { ...body, EventTime: at * 1000 } });
  const listUsers = () => [...users].map(([user, Status]) => ({ User_Account: user, Status }));
  const change = (at: number, user: string, action: (typeof actions)['words'][number]) => {
    if (action === 'Accept') users.set(user, 'Calling');
    else users.delete(user);
    const ChangedUserList = [{ User_Account: user, ActionType: action }];
    return write(member.commands[0], at, { UserList: listUsers(), ChangedUserList });
  };
  const CallInfo = { MediaType: mediaType, ChatGroupId: '', ...room };
  const begin = write(start.commands[0], startTime, { CallInfo, UserList: listUsers() });
  const outcome = outcomes[result];
  const changes = isAnswered
    ? [
        ...callees.map((user) => change(acceptTime, user, 'Accept')),
        ...[caller, ...callees.slice(1)].map((user) => change(endTime, user, 'HangUp')),
      ]
    : outcome === undefined
      ? []
      : callees.map((user) => change(endTime, user, outcome));
  const CallRecord = {
    Caller_Account: caller,
    MediaType: mediaType,
    CallType: callees.length > 1 ? 'MultiCall' : 'SingleCall',
    StartTime: startTime,
    EndTime: endTime,
    AcceptTime: acceptTime,
    CallResult: result,
    CalleeList_Account: [caller, ...callees],
    ...room,
  };
  return [begin, ...changes, write(end.commands[0], endTime, { CallRecord })];
}

const knownMembers = {
  sdkAppId: true,
  callId: true,
  caller: true,
  callees: true,
  mediaType: true,
  result: true,
  startTime: true,
  acceptTime: true,
  endTime: true,
} satisfies Record<keyof PlayedCallV4, true>;
