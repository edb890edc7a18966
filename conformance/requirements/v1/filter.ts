import { isTrtcCallError } from '@trtc-call/client';
import { limits } from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { BlockedError, expectThat, requireThat } from '../expect.ts';
import { describeAnswer, readCode, readEnvelope, readMembers } from './check/answer.ts';
import type { CheckContext } from './check/context.ts';
import { defineArea, type Requirement } from './check/requirement.ts';
import {
  aMinuteAgo,
  firstRecord,
  type KnownRecord,
  knownRecord,
  listIds,
  listRecords,
  windowStart,
} from './records-in-window.ts';

const needs = ['call-id'] as const;

/** The words that a schema of the contract lists. */
function listWords(schemaName: string): readonly unknown[] {
  const words = openapi.components.schemas[schemaName]?.enum;
  return Array.isArray(words) ? words : [];
}

/** Which records a filter lets through. */
export const filter: readonly Requirement[] = defineArea(
  { source: [60136], operations: ['getRecordsByFilter'] },
  [
    {
      id: 'V1-FLT-001',
      sentence: 'MUST: No listed call began before startTimestamp.',
      needs,
      async check(context) {
        const { callId, startCallTs } = await knownRecord(context);
        const startTimestamp = startCallTs + 1;
        // The list begins with the call that is shut out, so that it is on the first page where the bound is ignored.
        for (const more of [{}, { endTimestamp: context.now() }]) {
          const { records } = await listRecords(context, { startTimestamp, ...more });
          const early = records.filter(
            (one) => Number(one.startCallTs) < startTimestamp || one.callId === callId,
          );
          expectThat(early.length === 0, `no call before ${startTimestamp}`, describe(early));
        }
      },
    },
    {
      id: 'V1-FLT-002',
      sentence: 'MUST: No listed call began after endTimestamp.',
      needs,
      async check(context) {
        const { callId, startCallTs } = await knownRecord(context);
        const endTimestamp = startCallTs - 1;
        const startTimestamp = Math.min(windowStart(context), endTimestamp);
        const { records } = await listRecords(context, { startTimestamp, endTimestamp });
        const late = records.filter((one) => Number(one.startCallTs) > endTimestamp || one.callId === callId);
        expectThat(late.length === 0, `no call after ${endTimestamp}`, describe(late));
      },
    },
    {
      id: 'V1-FLT-003',
      sentence: 'MUST: A filter by callResult lists no call with another result.',
      decision: ['V1-13'],
      needs,
      async check(context) {
        await expectOnly(context, 'callResult', listWords('CallResult'));
      },
    },
    {
      id: 'V1-FLT-004',
      sentence: 'MUST: A filter by callType lists no call of another type.',
      needs,
      async check(context) {
        await expectOnly(context, 'callType', listWords('CallType'));
      },
    },
    {
      id: 'V1-FLT-005',
      sentence: 'MUST: Without callResult calls with any result are listed.',
      needs,
      async check(context) {
        await expectEachPartWithout(context, 'callResult', listWords('CallResult'));
      },
    },
    {
      id: 'V1-FLT-006',
      sentence: 'MUST: Without callType calls of both types are listed.',
      needs,
      async check(context) {
        await expectEachPartWithout(context, 'callType', listWords('CallType'));
      },
    },
    {
      id: 'V1-FLT-007',
      sentence: `MAY: No call is listed that began more than ${limits.dataWindow.value} days ago.`,
      source: [60138],
      decision: ['V1-U-50'],
      async check(context) {
        const oldest = windowStart(context) - 120;
        const body = { startTimestamp: context.now() - 30 * 86_400, endTimestamp: oldest };
        const answer = await context.send('getRecordsByFilter', body);
        // A refusal lists none either.
        const { callRecordList } = readMembers(readEnvelope(answer).data);
        requireThat(
          readCode(answer) !== undefined,
          'V1-TRN-003',
          'an answer with an errorCode',
          describeAnswer(answer),
        );
        const records = Array.isArray(callRecordList) ? callRecordList.map(readMembers) : [];
        const old = records.filter(({ startCallTs }) => Number(startCallTs) < oldest);
        expectThat(old.length === 0, `no call from before ${oldest}`, describe(old));
      },
    },
    {
      id: 'V1-FLT-008',
      sentence: 'MUST: A call is listed by a filter whose times enclose its start.',
      decision: ['V1-U-41'],
      needs,
      async check(context) {
        const { callId, startCallTs } = await knownRecord(context);
        const ids = listIds(await listRecords(context, around(startCallTs)));
        expectThat(
          ids.includes(callId),
          `call ${callId} within a second of its start`,
          `${ids.length} others`,
        );
      },
    },
    {
      id: 'V1-FLT-009',
      sentence: 'SHOULD: The client reads a filtered page as the raw answer has it.',
      needs,
      async check(context) {
        const body = {
          startTimestamp: windowStart(context),
          endTimestamp: aMinuteAgo(context),
          numberPerPage: 3,
          page: 1,
        };
        const raw = await listRecords(context, body);
        const page = await context.client.records.query(body).catch(blockByContract);
        const ids = page.records.map(({ callId }) => callId);
        expectThat(ids.join() === listIds(raw).join(), `${listIds(raw).join(', ')}`, `${ids.join(', ')}`);
        expectThat(page.totalNum === raw.totalNum, `totalNum ${raw.totalNum}`, `${page.totalNum}`);
      },
    },
    {
      id: 'V1-FLT-010',
      sentence: 'MUST: A call is listed by a filter by its callResult and its callType.',
      decision: ['V1-13'],
      needs,
      async check(context) {
        const { callId, startCallTs, callResult, callType } = await knownRecord(context);
        const times = around(startCallTs);
        for (const [name, value, schema] of [
          ['callResult', callResult, 'CallResult'],
          ['callType', callType, 'CallType'],
        ] as const) {
          // A word that no page lists may be refused as a filter.
          const word = inLowerCase(value);
          if (!listWords(schema).includes(word)) continue;
          const ids = listIds(await listRecords(context, { ...times, [name]: word }));
          expectThat(ids.includes(callId), `call ${callId} by ${name} ${word}`, `${ids.length} others`);
        }
      },
    },
  ],
);

async function expectOnly(
  context: CheckContext,
  field: 'callResult' | 'callType',
  words: readonly unknown[],
) {
  const lists = words.map((word) => listRecords(context, { [field]: word, numberPerPage: 50 }));
  for (const [at, { records }] of (await Promise.all(lists)).entries()) {
    const word = words[at];
    // Which case records use is for requirements of their own.
    const other = records.filter((record) => inLowerCase(record[field]) !== word);
    const seen = [...new Set(other.map((record) => record[field]))].join(', ');
    expectThat(other.length === 0, `only ${field} ${word}`, `${other.length} of ${seen}`);
  }
}

/** What a filter by each of the words gives first is listed without that filter too. */
async function expectEachPartWithout(context: CheckContext, field: string, words: readonly unknown[]) {
  const firsts = await Promise.all(words.map((word) => firstRecord(context, { [field]: word })));
  const known = firsts.filter((record): record is KnownRecord => record !== undefined);
  requireThat(known.length > 0, 'V1-FLT-010', `a call by one of the words of ${field}`, 'none');
  for (const { callId, startCallTs, [field]: word } of known) {
    const ids = listIds(await listRecords(context, around(startCallTs)));
    expectThat(
      ids.includes(callId),
      `call ${callId} (${field} ${word}) to be listed without ${field}`,
      `${ids.length} others`,
    );
  }
}

/** What the client does not read at all has no page to compare. */
function blockByContract(error: unknown): never {
  if (isTrtcCallError(error) && error.kind === 'contract')
    throw new BlockedError('V1-ENV-001', 'an answer that the client can read', error.message);
  throw error;
}

function inLowerCase(word: unknown): unknown {
  return typeof word === 'string' ? word.toLowerCase() : word;
}

/** Times that enclose the start of a call. */
function around(startCallTs: number) {
  return { startTimestamp: startCallTs - 1, endTimestamp: startCallTs + 1 };
}

function describe(records: readonly Readonly<Record<string, unknown>>[]): string {
  const [first] = records;
  return `${records.length}, such as ${first?.callId} at ${first?.startCallTs}`;
}
