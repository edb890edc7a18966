import { findMistake, webhooks } from '@trtc-call/spec/v1';
import {
  type ConfirmingRecord,
  hasOtherId,
  hasOtherWord,
  type WebhookContract,
  type WrittenObject,
} from '../contract.ts';
import { compileMember, digestText, type ReadMembers, readMembers, writeMembers } from '../events/members.ts';
import { isEventCommand, isStatusCommand, type StatusEvent, type WebhookEvent } from './events.ts';

type QueryName = keyof (typeof webhooks)['status']['query'];

const compileMembers = (rows: Readonly<Record<string, Parameters<typeof compileMember>[1]>>) =>
  Object.entries(rows).map(([name, row]) => compileMember(name, row));

const members = {
  status: compileMembers(webhooks.status.members),
  event: compileMembers(webhooks.event.members),
};

const sortedNames = [...new Set([...members.status, ...members.event].map(({ name }) => name))].sort();

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
  // No page knows of one (V1-U-24).
  signature: undefined,

  readEvent({ command, sdkappid, clientip, optplatform }, raw, written) {
    const { body } = raw;
    // The body decides on its identity, so that another command cannot make it another event.
    const bodyFamily = body.Event === undefined || body.Event === null ? 'status' : 'event';
    const ofBody = readMembers(body, members[bodyFamily], written);
    const received = {
      generation: 'v1',
      sdkappid,
      ...(clientip === undefined ? undefined : { clientip }),
      ...(optplatform === undefined ? undefined : { optplatform }),
      fingerprint: makeFingerprint(sdkappid, command, ofBody, written),
      raw,
    } as const;
    const read = (family: keyof typeof members) => {
      const { members: values, misfits } =
        family === bodyFamily ? ofBody : readMembers(body, members[family], written);
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
function makeFingerprint(
  sdkappid: number,
  command: string,
  read: ReadMembers,
  written: WrittenObject,
): string {
  if (isKnown(read)) {
    // An empty result says what an absent one says: the call has not ended (60129).
    const names = sortedNames.filter((name) => name !== 'CallResult' || read.members.CallResult !== '');
    return digestText(`${sdkappid} ${writeMembers(names, read, written)}`);
  }
  return digestText(`${sdkappid} other ${saysWhat(read, command) ? '' : `${command} `}${written.canonical}`);
}

/** Whether the body itself says what has happened; where the command is not known, it has to. */
function saysWhat({ members: { Event, CallResult } }: ReadMembers, command: string): boolean {
  if (Event !== undefined || !(isStatusCommand(command) || isEventCommand(command))) return true;
  return isStatusCommand(command) && CallResult !== undefined;
}

/** Whether the body says in a listed word what has happened, and in which call. */
function isKnown({ members: values, misfits }: ReadMembers): boolean {
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
