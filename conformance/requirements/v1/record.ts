import { randomUUID } from 'node:crypto';
import { requireThat } from '../not-checked-error.ts';
import { codeOf, describeAnswer, envelopeOf, membersOf } from './check/answer.ts';
import type { CheckContext } from './check/context.ts';
import { expectRejected, expectThat } from './check/expect.ts';
import type { Requirement } from './check/requirement.ts';
import { expectMembers, expectSchema, expectTypes } from './check/wire-schema.ts';
import { hasRecord, knownRecord, listRecords, recordOf, recordOfKnownCall } from './records-in-window.ts';

const operations = ['getRecordByCallId'] as const;
const needs = ['call-id'] as const;

/** The record of one call. */
export const record: readonly Requirement[] = [
  {
    id: 'V1-REC-001',
    level: 'MUST',
    sentence: 'The record that is returned is that of the callId that was asked for.',
    source: [60137],
    operations,
    needs,
    async check(context) {
      const { callId } = await knownRecord(context);
      const answer = await context.send('getRecordByCallId', { callId });
      expectThat(codeOf(answer) === 0, `expected the record of ${callId}, got ${describeAnswer(answer)}`);
      const got = membersOf(envelopeOf(answer).data).callId;
      expectThat(got === callId, `expected the record of ${callId}, got ${JSON.stringify(got)}`);
    },
  },
  {
    id: 'V1-REC-002',
    level: 'MUST',
    sentence: 'Each documented member of a record is of its documented type.',
    source: [60137],
    operations,
    decision: ['V1-U-01', 'V1-U-07', 'V1-U-28'],
    needs,
    async check(context) {
      expectTypes(await recordOfKnownCall(context), 'CallRecord');
    },
  },
  {
    id: 'V1-REC-003',
    level: 'MUST',
    sentence: 'The sdkAppId of a record is the app that asked.',
    source: [60137],
    operations,
    needs,
    async check(context) {
      const sdkAppId = await knownMember(context, 'sdkAppId');
      expectThat(
        sdkAppId === context.account.sdkAppId,
        `expected ${context.account.sdkAppId}, got ${sdkAppId}`,
      );
    },
  },
  {
    id: 'V1-REC-004',
    level: 'SHOULD',
    sentence: 'mediaType is video or audio.',
    source: [60137],
    operations,
    decision: ['V1-23'],
    needs,
    async check(context) {
      expectSchema(await knownMember(context, 'mediaType'), 'MediaType');
    },
  },
  {
    id: 'V1-REC-005',
    level: 'SHOULD',
    sentence: 'callType is single or group.',
    source: [60137],
    operations,
    decision: ['V1-23', 'V1-24'],
    needs,
    async check(context) {
      expectSchema(await knownMember(context, 'callType'), 'CallType');
    },
  },
  {
    id: 'V1-REC-006',
    level: 'SHOULD',
    sentence: 'callResult is one of the six documented words.',
    source: [60137],
    operations,
    decision: ['V1-10', 'V1-U-06'],
    needs,
    async check(context) {
      expectSchema(await knownMember(context, 'callResult'), 'CallResult');
    },
  },
  {
    id: 'V1-REC-007',
    level: 'SHOULD',
    sentence: 'A call begins before it is answered, and is answered before it ends.',
    source: [60137],
    operations,
    needs,
    async check(context) {
      const { startCallTs, acceptTs, endTs } = await recordOfKnownCall(context);
      const given = [startCallTs, acceptTs, endTs].filter((time) => time !== undefined && time !== null);
      const isReadable = given.every((time) => typeof time === 'number');
      requireThat(isReadable, 'V1-REC-002', `expected times in numbers, got ${JSON.stringify(given)}`);
      // A call that nobody answered may have noughts.
      const times = given.filter((time) => Number(time) > 0);
      const inOrder = times.every((time, at) => at === 0 || Number(times[at - 1]) <= Number(time));
      expectThat(inOrder, `expected startCallTs <= acceptTs <= endTs, got ${times.join(', ')}`);
    },
  },
  {
    id: 'V1-REC-008',
    level: 'SHOULD',
    sentence: 'callees is a list of user ids.',
    source: [60137],
    operations,
    decision: ['V1-U-07'],
    needs,
    async check(context) {
      const { callees } = await recordOfKnownCall(context);
      if (callees === undefined) return;
      const isList = Array.isArray(callees) && callees.every((id) => typeof id === 'string');
      expectThat(isList, `expected a list of strings, got ${JSON.stringify(callees)}`);
    },
  },
  {
    id: 'V1-REC-009',
    level: 'MUST',
    sentence: 'A callId that belongs to no call of the app yields no record.',
    source: [60137],
    operations,
    decision: ['V1-U-09'],
    async check(context) {
      const answer = await context.send('getRecordByCallId', { callId: randomUUID() });
      expectThat(
        !hasRecord(answer),
        `expected no record for a callId that was made up a moment ago, got ${describeAnswer(answer)} with data`,
      );
    },
  },
  {
    id: 'V1-REC-010',
    level: 'MAY',
    sentence: 'A callId that belongs to no call of the app is refused.',
    source: [60137],
    operations,
    decision: ['V1-U-09'],
    async check(context) {
      expectRejected(await context.send('getRecordByCallId', { callId: randomUUID() }), 'record-not-found');
    },
  },
  {
    id: 'V1-REC-011',
    level: 'MUST',
    sentence: 'A request without callId is refused.',
    source: [60137, 60138],
    operations,
    decision: ['V1-U-31'],
    async check(context) {
      expectRejected(await context.send('getRecordByCallId', {}), 'field-missing');
    },
  },
  {
    id: 'V1-REC-012',
    level: 'SHOULD',
    sentence: 'The same call has the same record, asked by callId or listed.',
    source: [60136, 60137],
    operations: ['getRecordByCallId', 'getRecordsByFilter'],
    needs,
    async check(context) {
      const { callId } = await knownRecord(context);
      const [listed = {}] = (await listRecords(context, { numberPerPage: 20 })).records.filter(
        (one) => one.callId === callId,
      );
      const single = await recordOf(context, callId);
      const different = Object.keys({ ...listed, ...single }).filter(
        (name) => JSON.stringify(listed[name]) !== JSON.stringify(single[name]),
      );
      expectThat(
        different.length === 0,
        `expected the same record, got other members: ${different
          .map(
            (name) =>
              `${name} ${JSON.stringify(listed[name])} in the list, ${JSON.stringify(single[name])} by callId`,
          )
          .join('; ')}`,
      );
    },
  },
  {
    id: 'V1-REC-013',
    level: 'SHOULD',
    sentence: 'A record has every member that its table marks as always there.',
    source: [60137],
    operations,
    decision: ['V1-U-01', 'V1-U-28'],
    needs,
    async check(context) {
      expectMembers(await recordOfKnownCall(context), 'CallRecord');
    },
  },
];

/** A member of the record of a known call. Whether it is there is for another requirement. */
async function knownMember(context: CheckContext, name: string): Promise<unknown> {
  const value = (await recordOfKnownCall(context))[name];
  requireThat(value !== undefined, 'V1-REC-013', `expected a record with ${name}`);
  return value;
}
