import { randomUUID } from 'node:crypto';
import { expectThat, requireThat } from '../expect.ts';
import { describeAnswer, readCode, readEnvelope, readMembers } from './check/answer.ts';
import type { CheckContext } from './check/context.ts';
import { expect } from './check/expect.ts';
import { defineArea, type Requirement } from './check/requirement.ts';
import { expectMembers, expectSchema, expectTypes } from './check/wire-schema.ts';
import { fetchKnownRecord, fetchRecord, hasRecord, knownRecord, listRecords } from './records-in-window.ts';

const operations = ['getRecordByCallId'] as const;
const needs = ['call-id'] as const;

/** The record of one call. */
export const record: readonly Requirement[] = defineArea({ source: [60137], operations }, [
  {
    id: 'V1-REC-001',
    sentence: 'MUST: The record that is returned is that of the callId that was asked for.',
    needs,
    async check(context) {
      const { callId } = await knownRecord(context);
      const answer = await context.send('getRecordByCallId', { callId });
      expectThat(readCode(answer) === 0, `the record of ${callId}`, describeAnswer(answer));
      const got = readMembers(readEnvelope(answer).data).callId;
      expectThat(got === callId, `the record of ${callId}`, JSON.stringify(got));
    },
  },
  {
    id: 'V1-REC-002',
    sentence: 'MUST: Each documented member of a record is of its documented type.',
    decision: ['V1-U-01', 'V1-U-07', 'V1-U-28'],
    needs,
    async check(context) {
      expectTypes(await fetchKnownRecord(context), 'CallRecord');
    },
  },
  {
    id: 'V1-REC-003',
    sentence: 'MUST: The sdkAppId of a record is the app that asked.',
    needs,
    async check(context) {
      const sdkAppId = await knownMember(context, 'sdkAppId');
      expectThat(sdkAppId === context.account.sdkAppId, `${context.account.sdkAppId}`, `${sdkAppId}`);
    },
  },
  {
    id: 'V1-REC-004',
    sentence: 'SHOULD: mediaType is video or audio.',
    decision: ['V1-23'],
    needs,
    async check(context) {
      expectSchema(await knownMember(context, 'mediaType'), 'MediaType');
    },
  },
  {
    id: 'V1-REC-005',
    sentence: 'SHOULD: callType is single or group.',
    decision: ['V1-23', 'V1-24'],
    needs,
    async check(context) {
      expectSchema(await knownMember(context, 'callType'), 'CallType');
    },
  },
  {
    id: 'V1-REC-006',
    sentence: 'SHOULD: callResult is one of the six documented words.',
    decision: ['V1-10', 'V1-U-06'],
    needs,
    async check(context) {
      expectSchema(await knownMember(context, 'callResult'), 'CallResult');
    },
  },
  {
    id: 'V1-REC-007',
    sentence: 'SHOULD: A call begins before it is answered, and is answered before it ends.',
    needs,
    async check(context) {
      const { startCallTs, acceptTs, endTs } = await fetchKnownRecord(context);
      const given = [startCallTs, acceptTs, endTs].filter((time) => time !== undefined && time !== null);
      const isReadable = given.every((time) => typeof time === 'number');
      requireThat(isReadable, 'V1-REC-002', 'times in numbers', JSON.stringify(given));
      // A call that nobody answered may have noughts.
      const times = given.filter((time) => Number(time) > 0);
      const inOrder = times.every((time, at) => at === 0 || Number(times[at - 1]) <= Number(time));
      expectThat(inOrder, 'startCallTs <= acceptTs <= endTs', `${times.join(', ')}`);
    },
  },
  {
    id: 'V1-REC-008',
    sentence: 'SHOULD: callees is a list of user ids.',
    decision: ['V1-U-07'],
    needs,
    async check(context) {
      const { callees } = await fetchKnownRecord(context);
      if (callees === undefined) return;
      const isList = Array.isArray(callees) && callees.every((id) => typeof id === 'string');
      expectThat(isList, 'a list of strings', JSON.stringify(callees));
    },
  },
  {
    id: 'V1-REC-009',
    sentence: 'MUST: A callId that belongs to no call of the app yields no record.',
    decision: ['V1-U-09'],
    async check(context) {
      const answer = await context.send('getRecordByCallId', { callId: randomUUID() });
      expectThat(
        !hasRecord(answer),
        'no record for a callId that was made up a moment ago',
        `${describeAnswer(answer)} with data`,
      );
    },
  },
  {
    id: 'V1-REC-010',
    sentence: 'MAY: A callId that belongs to no call of the app is refused.',
    decision: ['V1-U-09'],
    async check(context) {
      expect(await context.send('getRecordByCallId', { callId: randomUUID() })).toBeRefusedAs(
        'record-not-found',
      );
    },
  },
  {
    id: 'V1-REC-011',
    sentence: 'MUST: A request without callId is refused.',
    source: [60137, 60138],
    decision: ['V1-U-31'],
    async check(context) {
      expect(await context.send('getRecordByCallId', {})).toBeRefusedAs('field-missing');
    },
  },
  {
    id: 'V1-REC-012',
    sentence: 'SHOULD: The same call has the same record, asked by callId or listed.',
    source: [60136, 60137],
    operations: ['getRecordByCallId', 'getRecordsByFilter'],
    needs,
    async check(context) {
      const { callId } = await knownRecord(context);
      const [listed = {}] = (await listRecords(context, { numberPerPage: 20 })).records.filter(
        (one) => one.callId === callId,
      );
      const single = await fetchRecord(context, callId);
      const different = Object.keys({ ...listed, ...single }).filter(
        (name) => JSON.stringify(listed[name]) !== JSON.stringify(single[name]),
      );
      expectThat(
        different.length === 0,
        'the same record',
        `other members: ${different
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
    sentence: 'SHOULD: A record has every member that its table marks as always there.',
    decision: ['V1-U-01', 'V1-U-28'],
    needs,
    async check(context) {
      expectMembers(await fetchKnownRecord(context), 'CallRecord');
    },
  },
]);

/** A member of the record of a known call. Whether it is there is for another requirement. */
async function knownMember(context: CheckContext, name: string): Promise<unknown> {
  const value = (await fetchKnownRecord(context))[name];
  requireThat(value !== undefined, 'V1-REC-013', `a record with ${name}`, 'one without it');
  return value;
}
