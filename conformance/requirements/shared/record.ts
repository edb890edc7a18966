import { randomUUID } from 'node:crypto';
import { describeAnswer } from '../check/answer.ts';
import type { CheckContext } from '../check/context.ts';
import { defineArea, type Requirement } from '../define.ts';
import { expectThat, requireThat } from '../expect.ts';
import type { Generation } from '../generation.ts';
import type { RequirementKey } from '../requirement.ts';
import {
  fetchKnownRecord,
  fetchRecord,
  hasRecord,
  knownRecord,
  listRecords,
  readRecord,
} from './records-in-window.ts';

type Members = Readonly<Record<string, unknown>>;

const needs = ['call-id'] as const;
const operations = ['getRecordByCallId'];

/** The record of one call. */
export function record(generation: Generation): readonly Requirement[] {
  const { names, schemas, mixedTypes = [] } = generation;
  const askMadeUp = (context: CheckContext) =>
    context.send('getRecordByCallId', { [names.callId]: randomUUID() });
  const isOneOf = (member: string) => async (context: CheckContext) => {
    expectWord(generation, await fetchRecordWith(context, member), member);
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
        const { sdkAppId } = await fetchRecordWith(context, 'sdkAppId');
        expectThat(sdkAppId === context.account.sdkAppId, `${context.account.sdkAppId}`, `${sdkAppId}`);
      },
    },
    'REC-004': {
      sentence: `${names.mediaType} is video or audio.`,
      check: isOneOf(names.mediaType),
    },
    'REC-005': {
      sentence: `${names.callType} is single or group.`,
      check: isOneOf(names.callType),
    },
    'REC-006': {
      sentence: `${names.callResult} is one of the documented words.`,
      check: isOneOf(names.callResult),
    },
    'REC-007': {
      sentence: 'A call begins before it is answered, and is answered before it ends.',
      async check(context) {
        expectOrder(generation, await fetchKnownRecord(context), 'REC-002');
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

/** The word of a member is a documented one; whether the member is there is for another requirement. */
export function expectWord(
  { names, schemas, mixedTypes }: Generation,
  record: Members,
  member: string,
): void {
  const { [member]: word } = record;
  // A number stands for a word that no page gives.
  if (word === undefined || (mixedTypes?.includes(member) && typeof word === 'number')) return;
  const { mediaType, callType } = names;
  schemas.expectSchema(
    word,
    member === mediaType ? 'MediaType' : member === callType ? 'CallType' : 'CallResult',
  );
}

/** The times of a record are in their order. Whether they are numbers is for the requirement `by`. */
export function expectOrder({ names }: Generation, record: Members, by: RequirementKey): void {
  const all = [names.start, names.accept, names.end].map((name) => record[name]);
  const given = all.filter((time) => time !== undefined && time !== null);
  const isReadable = given.every((time) => typeof time === 'number');
  requireThat(isReadable, by, 'times in numbers', JSON.stringify(given));
  // An unanswered call may have noughts.
  const times = given.filter((time) => Number(time) > 0);
  const inOrder = times.every((time, at) => at === 0 || Number(times[at - 1]) <= Number(time));
  expectThat(inOrder, `${names.start} <= ${names.accept} <= ${names.end}`, times.join(', '));
}

/** The record of a known call. Whether it has the member is for another requirement. */
async function fetchRecordWith(context: CheckContext, name: string): Promise<Members> {
  const record = await fetchKnownRecord(context);
  requireThat(record[name] !== undefined, 'REC-013', `a record with ${name}`, 'one without it');
  return record;
}
