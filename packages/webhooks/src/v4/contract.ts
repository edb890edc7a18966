import { createHash } from 'node:crypto';
import { isObject } from '@trtc-call/reporting/values';
import { findMistake, limits, webhooks } from '@trtc-call/spec/v4';
import {
  type ConfirmingRecordV4,
  hasOtherId,
  hasOtherWord,
  type MemberValue,
  type Misfit,
  type Received,
  type WebhookContract,
} from '../contract.ts';
import { compileObject, type ObjectShape, readObject } from '../events/members.ts';
import { digestText } from '../events/read-event.ts';

type Families = typeof webhooks;

/** The three kinds of webhooks of generation v4. */
export type WebhookFamilyV4 = keyof Families;

/** One of the three command words (68934). */
export type WebhookCommandV4 = Families[WebhookFamilyV4]['commands'][number];

/** The command words of generation v4. */
export const webhookCommandsV4: readonly WebhookCommandV4[] = Object.freeze(
  Object.values(webhooks).flatMap(({ commands }) => [...commands]),
);

/** The family of a command word; undefined where the word is not known. */
export function findFamily(command: string): WebhookFamilyV4 | undefined {
  return families.get(command);
}

const families = new Map<string, WebhookFamilyV4>([
  ...webhooks.start.commands.map((word) => [word, 'start'] as const),
  ...webhooks.end.commands.map((word) => [word, 'end'] as const),
  ...webhooks.member.commands.map((word) => [word, 'member'] as const),
]);

type Member<Family extends WebhookFamilyV4, Name extends keyof Families[Family]['members']> = MemberValue<
  Families[Family]['members'][Name]
>;

interface ReceivedV4 extends Received {
  readonly generation: 'v4';
  /** When it happened, in Unix milliseconds. */
  readonly EventTime?: Member<'start', 'EventTime'>;
}

/** A user of a call. */
export type WebhookUser = Member<'start', 'UserList'>[number];

/** A user whose part in a call has changed; `ActionType` is one word for all its spellings. */
export type ChangedUser = Member<'member', 'ChangedUserList'>[number];

/** A call was placed. @see https://trtc.io/document/68941 */
export interface StartEventV4 extends ReceivedV4 {
  readonly family: 'start';
  readonly command: Families['start']['commands'][number];
  /** `MediaType` under whichever of its two names it came. */
  readonly CallInfo?: Omit<Member<'start', 'CallInfo'>, 'CallMediaType'>;
  readonly UserList?: Member<'start', 'UserList'>;
}

/** A call is over. @see https://trtc.io/document/68940 */
export interface EndEventV4 extends ReceivedV4 {
  readonly family: 'end';
  readonly command: Families['end']['commands'][number];
  /** Its times are Unix seconds. */
  readonly CallRecord?: Member<'end', 'CallRecord'>;
}

/** A user has answered, refused, joined, left or was invited. @see https://trtc.io/document/69215 */
export interface MemberEventV4 extends ReceivedV4 {
  readonly family: 'member';
  readonly command: Families['member']['commands'][number];
  readonly CallId?: Member<'member', 'CallId'>;
  readonly UserList?: Member<'member', 'UserList'>;
  readonly ChangedUserList?: Member<'member', 'ChangedUserList'>;
}

/** One of the documented webhooks of generation v4, by its `command`; no page promises any member (V4-U-38). */
export type WebhookEventV4 = StartEventV4 | EndEventV4 | MemberEventV4;

type QueryName = keyof (typeof webhooks)['start']['query'];

const { CallbackCommand: commandRow } = webhooks.start.members;
const saidCommand = compileObject({ CallbackCommand: commandRow });

/** What a body says besides its command. */
const shapes = {
  start: compileOthers(webhooks.start),
  end: compileOthers(webhooks.end),
  member: compileOthers(webhooks.member),
};

function compileOthers({ members }: (typeof webhooks)[WebhookFamilyV4]): ObjectShape {
  const { CallbackCommand: _, ...others } = members;
  return compileObject(others);
}

const tables = Object.values(webhooks).map(({ query, members }) => ({ query, members }));

/** What generation v4 states about its webhooks. @see https://trtc.io/document/68933 */
export const v4: WebhookContract<WebhookEventV4> = {
  generation: 'v4',
  query: {
    app: 'SdkAppid',
    command: 'CallbackCommand',
    contentType: 'contenttype',
    clientIp: 'ClientIP',
    platform: 'OptPlatform',
  } satisfies Record<string, QueryName>,
  commands: webhookCommandsV4,
  members: new Set(tables.flatMap(({ members }) => Object.keys(members))),
  words: new Set(JSON.stringify(tables).match(/[\p{L}\p{N}]{3,}/gu)),
  // One attempt: no page says that there is another (V4-38).
  retryWaitsSeconds: [0, ...webhooks.end.retryWaitsSeconds],
  recordSeconds: limits.dataWindow.seconds,
  signature: {
    names: { sign: 'Sign', time: 'RequestTime' } satisfies Record<string, QueryName>,
    windowMilliseconds: limits.signatureWindow.value * 1000,
    sign: (token, time) => createHash('sha256').update(`${token}${time}`).digest('hex'),
  },

  readEvent(head, command, written) {
    const { sdkappid, raw } = head;
    const misfits: Misfit[] = [];
    const identifyWhole = () => {
      const isSaid = raw.body.CallbackCommand === command;
      return digestText(`v4 ${sdkappid} other ${isSaid ? '' : `${command} `}${written.canonical}`);
    };
    const family = findFamily(command);
    if (family === undefined) {
      const fingerprint = identifyWhole();
      return {
        ...head,
        generation: 'v4',
        fingerprint,
        misfits,
        family: 'unknown',
        command: '*',
        word: command,
      };
    }
    const { CallbackCommand = command } = readObject(saidCommand, raw.body, written, misfits);
    if (CallbackCommand !== command) {
      misfits.push({ pointer: '/CallbackCommand', expected: 'the command of the query', got: 'another one' });
    }
    const read = readObject(shapes[family], raw.body, written, misfits);
    const values = family === 'start' ? mergeMedia(read, misfits) : read;
    const isWhole = misfits.length === 0 && written.undecodable.size === 0;
    const fingerprint =
      isWhole && isComplete[family](values)
        ? digestText(`v4 ${sdkappid} ${command} ${JSON.stringify(values)}`)
        : identifyWhole();
    const received = { generation: 'v4', fingerprint, misfits } as const;
    if (family === 'start') {
      return { ...head, ...values, ...received, family, command: webhooks.start.commands[0] };
    }
    if (family === 'end')
      return { ...head, ...values, ...received, family, command: webhooks.end.commands[0] };
    return { ...head, ...values, ...received, family, command: webhooks.member.commands[0] };
  },

  writeAnswer: (ErrorCode, message) =>
    ErrorCode === 0
      ? JSON.stringify({ ActionStatus: 'OK', ErrorInfo: '', ErrorCode })
      : JSON.stringify({ ActionStatus: 'FAIL', ErrorInfo: message, ErrorCode }),

  findTime: (event) => (event.family === 'unknown' ? undefined : event.EventTime),

  findCallId(event) {
    const { CallId, CallInfo, CallRecord } = event.raw.body;
    const places = [CallId, ...[CallInfo, CallRecord].map((place) => isObject(place) && place.CallId)];
    return places.find((place): place is string => typeof place === 'string' && place !== '');
  },

  hasRecord: (event) => event.family === 'end',

  findContradiction(event, record: ConfirmingRecordV4) {
    if (event.family !== 'end') return 'it is not about the end of a call';
    const { CallId, Caller_Account, MediaType, CallType, CallResult } = event.CallRecord ?? {};
    if (CallId !== record.CallId) return 'the record is of another call';
    if (hasOtherId(Caller_Account, record.Caller_Account)) return 'the record has another caller';
    if (hasOtherWord(MediaType, record.MediaType)) return 'the record has another medium';
    if (hasOtherWord(CallType, record.CallType)) return 'the record has another type of call';
    // Only the webhook is said to have this result (V4-06): which one the record then has is not.
    const isRecorded = CallResult !== 'Offline' && hasOtherWord(CallResult, record.CallResult);
    return isRecorded ? 'the record has another result' : undefined;
  },

  recordNotFound: findMistake('record-not-found').answer,
};

/** One name for the media type, which the sample of the page calls otherwise than its table (V4-09). */
function mergeMedia(read: Record<string, unknown>, misfits: Misfit[]): Record<string, unknown> {
  if (!isObject(read.CallInfo)) return read;
  const { CallMediaType, MediaType = CallMediaType, ...info } = read.CallInfo;
  if (MediaType === undefined) return read;
  if (CallMediaType !== undefined && CallMediaType !== MediaType) {
    const pointer = '/CallInfo/CallMediaType';
    misfits.push({ pointer, expected: 'the same as MediaType', got: 'another string' });
  }
  return { ...read, CallInfo: { ...info, MediaType } };
}

// Whether an event says in listed words what has happened, when, and in which call. Where it does not, its body counts as
// a whole: should the vendor rename a member, two events must not become one (V4-U-37).

const { CallResult: results } = webhooks.end.members.CallRecord.members;
const { ActionType: actions } = webhooks.member.members.ChangedUserList.items.members;

const isListed = (words: readonly string[], word: string | undefined) =>
  word !== undefined && words.includes(word);

const isComplete = {
  start: ({ CallInfo, EventTime }: Partial<StartEventV4>) =>
    Boolean(CallInfo?.CallId) && EventTime !== undefined,
  end: ({ CallRecord, EventTime }: Partial<EndEventV4>) =>
    Boolean(CallRecord?.CallId) && isListed(results.words, CallRecord?.CallResult) && EventTime !== undefined,
  member: ({ CallId, ChangedUserList = [], EventTime }: Partial<MemberEventV4>) =>
    Boolean(CallId) &&
    EventTime !== undefined &&
    ChangedUserList.length > 0 &&
    ChangedUserList.every(
      ({ User_Account, ActionType }) => User_Account !== undefined && isListed(actions.words, ActionType),
    ),
};
