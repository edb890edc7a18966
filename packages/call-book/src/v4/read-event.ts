import type { WebhookEventV4 } from '@trtc-call/webhooks';
import { createClaims, type Evidence, type Presence } from '../evidence.ts';
import { readRecord, toSeconds } from '../read-record.ts';

type MemberEvent = Extract<WebhookEventV4, { family: 'member' }>;
type EndEvent = Extract<WebhookEventV4, { family: 'end' }>;
type StartEvent = Extract<WebhookEventV4, { family: 'start' }>;
type Action = NonNullable<NonNullable<MemberEvent['ChangedUserList']>[number]['ActionType']>;

const joins: readonly (Action | undefined)[] = ['Accept', 'Join'];
const leaves: readonly (Action | undefined)[] = ['HangUp', 'Offline'];

/** What a webhook of v4 says of its call; undefined where it names none. */
export function readEventV4(event: WebhookEventV4): Evidence | undefined {
  if (event.family === 'start') return readStart(event);
  return event.family === 'end' ? readEnd(event) : readChange(event);
}

const none: Presence = { joined: [], left: [] };

function readStart({ sdkappid: app, CallInfo, UserList = [], EventTime }: StartEvent): Evidence | undefined {
  if (!CallInfo?.CallId) return undefined;
  const claim = createClaims(EventTime ?? 0);
  // The caller is in the call while the others are still being called.
  const [caller, ...others] = UserList.filter(({ Status }) => Status === 'Calling');
  return {
    generation: 'v4',
    app,
    callId: CallInfo.CallId,
    state: 'started',
    claims: {
      caller: others.length === 0 ? claim(caller?.User_Account, 'seen') : undefined,
      media: claim(CallInfo.MediaType?.toLowerCase(), 'stated'),
      startTime: claim(toSeconds(EventTime), 'seen'),
    },
    users: listUsers(UserList),
  };
}

function readChange(event: MemberEvent): Evidence | undefined {
  const { sdkappid: app, CallId: callId, UserList = [], ChangedUserList = [], EventTime } = event;
  if (!callId) return undefined;
  const time = toSeconds(EventTime);
  const times = time === undefined ? [] : [time];
  const users = listUsers([...UserList, ...ChangedUserList]);
  for (const { User_Account: user, ActionType: action } of ChangedUserList) {
    if (!user) continue;
    users.set(user, {
      joined: joins.includes(action) ? times : [],
      left: leaves.includes(action) ? times : [],
    });
  }
  // A call closes with its last but one member (68934): then the last one has left too.
  const [last, ...others] = UserList.flatMap(({ User_Account }) => User_Account ?? []);
  const isClosed =
    ChangedUserList.some(({ ActionType }) => leaves.includes(ActionType)) && others.length === 0;
  if (last && isClosed) users.set(last, { joined: [], left: times });
  const isAnswer = ChangedUserList.some(({ ActionType }) => joins.includes(ActionType));
  return {
    generation: 'v4',
    app,
    callId,
    state: isAnswer ? 'connected' : 'started',
    claims: { acceptTime: createClaims(EventTime ?? 0)(isAnswer ? time : undefined, 'seen') },
    users,
  };
}

function readEnd({ sdkappid: app, CallRecord, EventTime }: EndEvent): Evidence | undefined {
  if (!CallRecord?.CallId) return undefined;
  const {
    CallId,
    Caller_Account = '',
    CalleeList_Account = [],
    MediaType = '',
    CallType = '',
    ...others
  } = CallRecord;
  const { StartTime = 0, EndTime = 0, CallResult = '', ...optional } = others;
  const record = {
    CallId,
    Caller_Account,
    CalleeList_Account: [...CalleeList_Account],
    MediaType,
    CallType,
    StartTime,
    EndTime,
    CallResult,
    ...optional,
  };
  const evidence = readRecord(record, { app, at: EventTime ?? 0, source: 'stated' });
  const endTime = evidence.claims.endTime ?? createClaims(EventTime ?? 0)(toSeconds(EventTime), 'seen');
  return { ...evidence, claims: { ...evidence.claims, endTime } };
}

function listUsers(users: readonly { readonly User_Account?: string }[]): Map<string, Presence> {
  return new Map(users.flatMap(({ User_Account: user }) => (user ? [[user, none]] : [])));
}
