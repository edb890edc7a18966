import { randomUUID } from 'node:crypto';
import { describeAnswer } from '../check/answer.ts';
import type { CheckContext } from '../check/context.ts';
import { defineArea, type Requirement } from '../define.ts';
import { expectThat, requireThat } from '../expect.ts';
import type { Generation } from '../generation.ts';
import {
  fetchKnownRecord,
  fetchRecord,
  hasRecord,
  knownRecord,
  listRecords,
  readRecord,
} from './records-in-window.ts';

const needs = ['call-id'] as const;
const operations = ['getRecordByCallId'];

/** The record of one call. */
export function record(generation: Generation): readonly Requirement[] {
  const { names, schemas, mixedTypes = [] } = generation;
  const askMadeUp = (context: CheckContext) =>
    context.send('getRecordByCallId', { [names.callId]: randomUUID() });
  const isOneOf = (member: string, schemaName: string) => async (context: CheckContext) => {
    const value = await knownMember(context, member);
    // A number stands for a word that no page gives.
    if (mixedTypes.includes(member) && typeof value === 'number') return;
    schemas.expectSchema(value, schemaName);
  };
  return defineArea({ operations, needs }, generation, {
    'REC-001': {
      sentence: `The record that is returned is that of the ${names.callId} that was asked for.`,
      async check(context) {
        const { callId } = await knownRecord(context);
        const answer = await context.send('getRecordByCallId', { [names.callId]: callId });
        expectThat(answer.code === 0, `the record of ${callId}`, describeAnswer(answer));
        const got = readRecord(context, answer)[names.callId];
        expectThat(got === callId, `the record of ${callId}`, JSON.stringify(got));
      },
    },
    'REC-002': {
      sentence: 'Each documented member of a record is of its documented type.',
      check: async (context) => schemas.expectTypes(await fetchKnownRecord(context), 'CallRecord'),
    },
    'REC-003': {
      sentence: 'The sdkAppId of a record is the app that asked.',
      async check(context) {
        const sdkAppId = await knownMember(context, 'sdkAppId');
        expectThat(sdkAppId === context.account.sdkAppId, `${context.account.sdkAppId}`, `${sdkAppId}`);
      },
    },
    'REC-004': {
      sentence: `${names.mediaType} is video or audio.`,
      check: isOneOf(names.mediaType, 'MediaType'),
    },
    'REC-005': {
      sentence: `${names.callType} is single or group.`,
      check: isOneOf(names.callType, 'CallType'),
    },
    'REC-006': {
      sentence: `${names.callResult} is one of the documented words.`,
      check: isOneOf(names.callResult, 'CallResult'),
    },
    'REC-007': {
      sentence: 'A call begins before it is answered, and is answered before it ends.',
      async check(context) {
        const members = await fetchKnownRecord(context);
        const all = [names.start, names.accept, names.end].map((name) => members[name]);
        const given = all.filter((time) => time !== undefined && time !== null);
        const isReadable = given.every((time) => typeof time === 'number');
        requireThat(isReadable, 'REC-002', 'times in numbers', JSON.stringify(given));
        // An unanswered call may have noughts.
        const times = given.filter((time) => Number(time) > 0);
        const inOrder = times.every((time, at) => at === 0 || Number(times[at - 1]) <= Number(time));
        expectThat(inOrder, `${names.start} <= ${names.accept} <= ${names.end}`, times.join(', '));
      },
    },
    'REC-008': {
      sentence: `${names.callees} is a list of user ids.`,
      async check(context) {
        const callees = (await fetchKnownRecord(context))[names.callees];
        if (callees === undefined) return;
        const isList = Array.isArray(callees) && callees.every((id) => typeof id === 'string');
        expectThat(isList, 'a list of strings', JSON.stringify(callees));
      },
    },
    'REC-009': {
      sentence: `A ${names.callId} that belongs to no call of the app yields no record.`,
      needs: [],
      async check(context) {
        const answer = await askMadeUp(context);
        const expected = `no record for a ${names.callId} that was made up a moment ago`;
        expectThat(!hasRecord(context, answer), expected, `${describeAnswer(answer)} with data`);
      },
    },
    'REC-010': {
      mistakes: ['record-not-found'],
      sentence: `A ${names.callId} that belongs to no call of the app is refused.`,
      needs: [],
      ask: askMadeUp,
    },
    'REC-011': {
      mistakes: ['field-missing'],
      sentence: `A request without ${names.callId} is refused.`,
      needs: [],
      ask: (context) => context.send('getRecordByCallId', {}),
    },
    'REC-012': {
      sentence: `The same call has the same record, asked by ${names.callId} or listed.`,
      operations: ['getRecordByCallId', 'getRecordsByFilter'],
      async check(context) {
        const { callId } = await knownRecord(context);
        const { records } = await listRecords(context, { [names.pageSize]: 20 });
        const listed = records.find((record) => record[names.callId] === callId) ?? {};
        const single = await fetchRecord(context, callId);
        const different = Object.keys({ ...listed, ...single }).filter(
          (name) =>
            JSON.stringify(listed[name]) !== JSON.stringify(single[name]) &&
            !(mixedTypes.includes(name) && typeof listed[name] !== typeof single[name]),
        );
        const tell = (name: string) =>
          `${name} ${JSON.stringify(listed[name])} in the list, ${JSON.stringify(single[name])} by ${names.callId}`;
        const got = `other members: ${different.map(tell).join('; ')}`;
        expectThat(different.length === 0, 'the same record', got);
      },
    },
    'REC-013': {
      sentence: 'A record has every member that its table marks as always there.',
      check: async (context) => schemas.expectMembers(await fetchKnownRecord(context), 'CallRecord'),
    },
    'REC-014': {
      sentence: 'The times of a record lie within a year of now, read as Unix seconds.',
      async check(context) {
        const members = await fetchKnownRecord(context);
        const year = 366 * 86_400;
        for (const name of [names.start, names.end]) {
          const time = members[name];
          requireThat(typeof time === 'number', 'REC-002', `${name} in numbers`, JSON.stringify(time));
          expectThat(Math.abs(time - context.now()) < year, `${name} within a year of now`, `${time}`);
        }
      },
    },
  });
}

/** A member of the record of a known call. Whether it is there is for another requirement. */
async function knownMember(context: CheckContext, name: string): Promise<unknown> {
  const value = (await fetchKnownRecord(context))[name];
  requireThat(value !== undefined, 'REC-013', `a record with ${name}`, 'one without it');
  return value;
}
