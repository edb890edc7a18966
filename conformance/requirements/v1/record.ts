import { randomUUID } from 'node:crypto';
import { codeOf } from '../../src/check/answer.ts';
import { expectRejected, expectThat } from '../../src/check/expect.ts';
import { expectSchema } from '../../src/check/wire-schema.ts';
import type { Requirement } from '../../src/requirement.ts';
import { hasRecord, knownRecord, recordOfKnownCall } from './records-in-window.ts';

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
      // Not by the client, which refuses the record of another call by itself.
      const got = await recordOfKnownCall(context);
      expectThat(
        got.callId === callId,
        `expected the record of ${callId}, got ${JSON.stringify(got.callId)}`,
      );
    },
  },
  {
    id: 'V1-REC-002',
    level: 'MUST',
    sentence: 'A record has the documented members, each of its documented type.',
    source: [60137],
    operations,
    decision: ['V1-U-01', 'V1-U-07', 'V1-U-28'],
    needs,
    async check(context) {
      expectSchema(await recordOfKnownCall(context), 'CallRecord');
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
      const { sdkAppId } = await recordOfKnownCall(context);
      expectThat(
        sdkAppId === context.account.sdkAppId,
        `expected ${context.account.sdkAppId}, got ${sdkAppId}`,
      );
    },
  },
  {
    id: 'V1-REC-004',
    level: 'MUST',
    sentence: 'mediaType is video or audio.',
    source: [60137],
    operations,
    needs,
    async check(context) {
      expectSchema((await recordOfKnownCall(context)).mediaType, 'MediaType');
    },
  },
  {
    id: 'V1-REC-005',
    level: 'MUST',
    sentence: 'callType is single or group.',
    source: [60137],
    operations,
    needs,
    async check(context) {
      expectSchema((await recordOfKnownCall(context)).callType, 'CallType');
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
      expectSchema((await recordOfKnownCall(context)).callResult, 'CallResult');
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
      const times = [startCallTs, acceptTs, endTs].filter((time) => typeof time === 'number' && time > 0);
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
      expectThat(!hasRecord(answer), 'expected no record for a callId that was made up a moment ago');
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
      const listed = await knownRecord(context);
      const answer = await context.send('getRecordByCallId', { callId: listed.callId });
      expectThat(codeOf(answer) === 0 && hasRecord(answer), 'expected the record of a call that is listed');
      const single = await recordOfKnownCall(context);
      const different = Object.keys({ ...listed, ...single }).filter(
        (name) => JSON.stringify(listed[name]) !== JSON.stringify(single[name]),
      );
      expectThat(
        different.length === 0,
        `expected the same record, these members differ: ${different.join(', ')}`,
      );
    },
  },
];
