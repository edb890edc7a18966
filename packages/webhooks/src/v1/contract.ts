import { findMistake, limits, webhooks } from '@trtc-call/spec/v1';
import {
  type ConfirmingRecord,
  hasOtherId,
  hasOtherWord,
  type MemberValue,
  type Misfit,
  type Received,
  type WebhookContract,
  type WrittenObject,
} from '../contract.ts';
import { compileObject, readObject } from '../events/members.ts';
import { digestText } from '../events/read-event.ts';

/** The two kinds of webhooks: `status` after a call has ended, `event` after a step of a call. */
export type WebhookFamily = keyof typeof webhooks;

/** A command word of the status family (60130). */
export type StatusCommand = (typeof webhooks)['status']['commands'][number];

/** A command word of the event family (60129). */
export type EventCommand = (typeof webhooks)['event']['commands'][number];

/** One of the 25 command words (60135). */
export type WebhookCommand = StatusCommand | EventCommand;

/** All command words, those of the status family first. */
export const webhookCommands: readonly WebhookCommand[] = Object.freeze([
  ...webhooks.status.commands,
  ...webhooks.event.commands,
]);

const includes = (words: readonly string[], text: string) => words.includes(text);

export function isStatusCommand(text: string): text is StatusCommand {
  return includes(webhooks.status.commands, text);
}

function isEventCommand(text: string): text is EventCommand {
  return includes(webhooks.event.commands, text);
}

export function isWebhookCommand(text: string): text is WebhookCommand {
  return isStatusCommand(text) || isEventCommand(text);
}

type Members<Family extends WebhookFamily> = (typeof webhooks)[Family]['members'];

/**
 * The body of a family's webhooks as the contract states it: no page promises that a member is there (V1-U-52). Words that
 * differ in capitals only are as listed.
 */
export type WebhookBody<Family extends WebhookFamily> = {
  readonly [Name in keyof Members<Family>]?: MemberValue<Members<Family>[Name]>;
};

interface ReceivedV1 extends Received {
  readonly generation: 'v1';
}

/** A call has ended; sent once for each side. @see https://trtc.io/document/60130 */
export type StatusEvent = {
  [Word in StatusCommand]: ReceivedV1 &
    WebhookBody<'status'> & { readonly family: 'status'; readonly command: Word };
}[StatusCommand];

/** A step of a call. @see https://trtc.io/document/60129 */
export type CallEvent = {
  [Word in EventCommand]: ReceivedV1 &
    WebhookBody<'event'> & { readonly family: 'event'; readonly command: Word };
}[EventCommand];

/** One of the documented webhooks, by its `command`. */
export type WebhookEvent = StatusEvent | CallEvent;

type QueryName = keyof (typeof webhooks)['status']['query'];

const shapes = {
  status: compileObject(webhooks.status.members),
  event: compileObject(webhooks.event.members),
};

/** The documented members of a body in one spelling, and where it differs from the contract. */
interface ReadBody {
  readonly values: Readonly<Record<string, unknown>>;
  readonly misfits: readonly Misfit[];
}

const sortedNames = [
  ...new Set([...shapes.status.members, ...shapes.event.members].map(([name]) => name)),
].sort();

/**
 * Members that tell calls and their steps apart. Without one of them a body counts as a whole: should the vendor rename a
 * member, two calls that agree in all others must not become one (V1-U-44).
 */
const identifyingNames = {
  status: ['UserId', 'RoomId', 'TotalNum', 'MediaType', 'CallId', 'Role', 'CallResult', 'EventTime'],
  event: ['UserId', 'RoomId', 'TotalNum', 'CallType', 'CallId', 'Role', 'Event'],
} as const;

/** What generation v1 states about its webhooks. @see https://trtc.io/document/60135 */
export const v1: WebhookContract<WebhookEvent> = {
  generation: 'v1',
  query: {
    app: 'sdkappid',
    command: 'command',
    contentType: 'contenttype',
    clientIp: 'clientip',
    platform: 'optplatform',
  } satisfies Record<string, QueryName>,
  commands: [...webhooks.status.commands, ...webhooks.event.commands],
  members: new Set(sortedNames),
  words: new Set(Object.values(webhooks).flatMap(listWords)),
  retryWaitsSeconds: webhooks.status.retryWaitsSeconds,
  recordSeconds: limits.dataWindow.seconds,
  // No page knows of one (V1-U-24).
  signature: undefined,

  readEvent(head, command, written) {
    const { body } = head.raw;
    // The body decides on its identity, so that another command cannot make it another event.
    const bodyFamily = body.Event === undefined || body.Event === null ? 'status' : 'event';
    const readAs = (family: keyof typeof shapes): ReadBody => {
      const misfits: Misfit[] = [];
      return { values: readObject(shapes[family], body, written, misfits), misfits };
    };
    const ofBody = readAs(bodyFamily);
    const fingerprint = makeFingerprint(head.sdkappid, command, ofBody, written);
    const received = { ...head, generation: 'v1', fingerprint } as const;
    const read = (family: keyof typeof shapes) => {
      const { values, misfits } = family === bodyFamily ? ofBody : readAs(family);
      return { ...received, ...values, misfits };
    };
    if (isStatusCommand(command)) return { ...read('status'), family: 'status', command };
    if (isEventCommand(command)) return { ...read('event'), family: 'event', command };
    return { ...received, misfits: [], family: 'unknown', command: '*', word: command };
  },

  writeAnswer: (ErrorCode, ErrorMessage) => JSON.stringify({ ErrorCode, ErrorMessage }),

  findTime: (event) =>
    event.family === 'unknown' || event.EventTime === undefined ? undefined : event.EventTime * 1000,

  findCallId(event) {
    const callId: unknown = event.family === 'unknown' ? event.raw.body.CallId : event.CallId;
    return typeof callId === 'string' && callId !== '' ? callId : undefined;
  },

  hasRecord: (event) => event.family === 'status',

  findContradiction(event, record: ConfirmingRecord) {
    if (event.family !== 'status') return 'it is not about the end of a call';
    const { RoomId, MediaType, CallResult = event.command } = event;
    if (record.callId !== event.CallId) return 'the record is of another call';
    if (hasOtherId(event.sdkappid, record.sdkAppId)) return 'the record is of another app';
    if (hasOtherId(RoomId, record.roomId)) return 'the record has another room';
    if (hasOtherWord(MediaType, record.mediaType)) return 'the record has another medium';
    if (hasOtherWord(CallResult, record.callResult)) return 'the record has another result';
    return takesPart(event, record) ? undefined : 'the record does not have this user on this side';
  },

  recordNotFound: findMistake('record-not-found').answer,
};

/**
 * What tells an event from every other one: a digest of the app and of the documented members of the body (V1-U-44). The
 * query and undocumented members are not part of it, so that none of them makes a repetition look new. A body
 * that lacks a member or has one of another type counts as a whole. The command is part of it only where the body does not
 * say what has happened.
 */
function makeFingerprint(sdkappid: number, command: string, read: ReadBody, written: WrittenObject): string {
  if (isKnown(read)) {
    // An empty result says what an absent one says: the call has not ended (60129).
    const names = sortedNames.filter((name) => name !== 'CallResult' || read.values.CallResult !== '');
    return digestText(`${sdkappid} ${writeMembers(names, read, written)}`);
  }
  return digestText(`${sdkappid} other ${saysWhat(read, command) ? '' : `${command} `}${written.canonical}`);
}

/** Members as one text. Lengths tell where a text ends, so that no two lists of members give the same. */
function writeMembers(names: readonly string[], { values }: ReadBody, written: WrittenObject): string {
  let text = '';
  for (const name of names) {
    const value = values[name];
    if (typeof value === 'number') text += `${name}=${value};`;
    else if (typeof value !== 'string') continue;
    else if (!written.undecodable.has(name)) text += `${name}:${value.length}:${value};`;
    else {
      // A byte that is not UTF-8 and the escape that is read as the same are two things.
      const spelt = String(written.members.get(name));
      text += `${name}~${spelt.length}:${spelt};`;
    }
  }
  return text;
}

/** Whether the body itself says what has happened; where the command is not known, it has to. */
function saysWhat({ values: { Event, CallResult } }: ReadBody, command: string): boolean {
  if (Event !== undefined || !(isStatusCommand(command) || isEventCommand(command))) return true;
  return isStatusCommand(command) && CallResult !== undefined;
}

/** Whether the body says in a listed word what has happened, and in which call. */
function isKnown({ values, misfits }: ReadBody): boolean {
  const { Event, CallResult, CallId } = values;
  if (misfits.length > 0 || CallId === '') return false;
  const isListed = (words: readonly string[], value: unknown) => words.some((word) => word === value);
  const isComplete = (names: readonly string[]) => names.every((name) => values[name] !== undefined);
  if (Event === undefined) {
    const { words } = webhooks.status.members.CallResult;
    return isListed(words, CallResult) && isComplete(identifyingNames.status);
  }
  return isListed(webhooks.event.members.Event.words, Event) && isComplete(identifyingNames.event);
}

/** A word of `Role` that is not listed says nothing (V1-25). */
function takesPart(
  { Role, UserId }: StatusEvent,
  { caller, callees }: { readonly caller: string; readonly callees?: readonly string[] | undefined },
): boolean {
  if (UserId === undefined || (Role !== 'callee' && UserId === caller)) return true;
  return Role !== 'caller' && (callees === undefined || callees.includes(UserId));
}

function listWords({ commands, members: rows, query }: (typeof webhooks)['status' | 'event']): string[] {
  const ofMembers = Object.entries(rows).flatMap(([name, row]) => [
    name,
    ...('words' in row ? row.words : []),
  ]);
  return [...commands, ...Object.keys(query), ...ofMembers].flatMap((word) => word.split('_'));
}
