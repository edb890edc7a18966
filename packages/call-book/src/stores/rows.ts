import { createHash } from 'node:crypto';
import { findBegin, toBookedCall } from '../booked-call.ts';
import { type Evidence, writeEvidence } from '../evidence.ts';
import type { CallTotals, UserPosition } from '../store.ts';

/** The most bytes of an id in a column: an index of Postgres holds 2704, of which a user's call takes two ids. */
const mostBytes = 1000;

/**
 * An id as a column holds it: text of Postgres has neither NUL nor half a character, and a long id does not fit into an
 * index. Two ids are never one. The evidence has every id as it came.
 */
export function toColumn(text: string): string {
  const written = text.replaceAll(/[\\\0]|\p{Surrogate}/gu, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  const bytes = Buffer.from(written);
  if (bytes.length <= mostBytes) return written;
  const end = `\\…${createHash('sha256').update(bytes).digest('hex')}`;
  // A decoder that expects more leaves out the letter that is cut.
  const start = new TextDecoder().decode(bytes.subarray(0, mostBytes - Buffer.byteLength(end)), {
    stream: true,
  });
  return start + end;
}

function fromColumn(column: string): string {
  return column.replaceAll(/\\u([0-9a-f]{4})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

const toNullable = (text: string | null) => (text === null ? null : toColumn(text));

/** The rows of a call: everything but the evidence is made from the evidence. */
export function toRows(evidence: Evidence) {
  const call = toBookedCall(evidence);
  const began = findBegin(evidence);
  const key = { generation: call.generation, app: call.app, call_id: toColumn(call.callId) };
  return {
    call: {
      ...key,
      state: call.state,
      caller: toNullable(call.caller),
      media: toNullable(call.media),
      type: toNullable(call.type),
      result: toNullable(call.result),
      start_time: call.startTime,
      accept_time: call.acceptTime,
      end_time: call.endTime,
      talk_seconds: call.talkSeconds,
      began,
      evidence: writeEvidence(evidence),
    },
    users: call.users.map(({ user, role, takesPart, joinTime, leaveTime, talkSeconds }) => ({
      ...key,
      user_id: toColumn(user),
      role,
      takes_part: Number(takesPart),
      join_time: joinTime,
      leave_time: leaveTime,
      talk_seconds: talkSeconds,
      began,
    })),
  };
}

/** The rows of users whom a call had before, and has no more: a record names those who took part. */
export function findGone(
  before: Evidence,
  users: readonly UserRow[],
): Pick<UserRow, 'call_id' | 'user_id'>[] {
  const stays = new Set(users.map(({ user_id }) => user_id));
  const call_id = toColumn(before.callId);
  return toBookedCall(before).users.flatMap(({ user }) => {
    const user_id = toColumn(user);
    return stays.has(user_id) ? [] : [{ call_id, user_id }];
  });
}

export type CallRow = ReturnType<typeof toRows>['call'];
export type UserRow = ReturnType<typeof toRows>['users'][number];

/** A row as a driver gives it. */
export type ReadRow = Readonly<Record<string, unknown>>;

export function readUserTotals(row: ReadRow): UserPosition {
  const position = String(row.user_id);
  return { position, totals: { user: fromColumn(position), ...readTotals(row) } };
}

export function readTotals(row: ReadRow = {}): CallTotals {
  return {
    calls: Number(row.calls),
    talkSeconds: Number(row.talk_seconds),
    callsWithoutTalkSeconds: Number(row.unknown),
  };
}
