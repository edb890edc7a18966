import { isTrtcCallError } from '@trtc-call/client';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { BlockedError, requireThat } from '../not-checked-error.ts';
import { codeOf, envelopeOf, membersOf } from './check/answer.ts';
import type { CheckContext } from './check/context.ts';
import { expectThat } from './check/expect.ts';
import type { Requirement } from './check/requirement.ts';
import {
  aMinuteAgo,
  firstRecord,
  idsOf,
  type KnownRecord,
  knownRecord,
  listRecords,
  windowStart,
} from './records-in-window.ts';

const operations = ['getRecordsByFilter'] as const;
const needs = ['call-id'] as const;

/** The words that a schema of the contract lists. */
function wordsOf(schemaName: string): readonly unknown[] {
  const words = openapi.components.schemas[schemaName]?.enum;
  return Array.isArray(words) ? words : [];
}

/** Which records a filter lets through. */
export const filter: readonly Requirement[] = [
  {
    id: 'V1-FLT-001',
    level: 'MUST',
    sentence: 'No listed call began before startTimestamp.',
    source: [60136],
    operations,
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
        expectThat(early.length === 0, `expected no call before ${startTimestamp}, got ${describe(early)}`);
      }
    },
  },
  {
    id: 'V1-FLT-002',
    level: 'MUST',
    sentence: 'No listed call began after endTimestamp.',
    source: [60136],
    operations,
    needs,
    async check(context) {
      const { callId, startCallTs } = await knownRecord(context);
      const endTimestamp = startCallTs - 1;
      const startTimestamp = Math.min(windowStart(context), endTimestamp);
      const { records } = await listRecords(context, { startTimestamp, endTimestamp });
      const late = records.filter((one) => Number(one.startCallTs) > endTimestamp || one.callId === callId);
      expectThat(late.length === 0, `expected no call after ${endTimestamp}, got ${describe(late)}`);
    },
  },
  {
    id: 'V1-FLT-003',
    level: 'MUST',
    sentence: 'A filter by callResult lists no call with another result.',
    source: [60136],
    operations,
    decision: ['V1-13'],
    needs,
    async check(context) {
      await expectOnly(context, 'callResult', wordsOf('CallResult'));
    },
  },
  {
    id: 'V1-FLT-004',
    level: 'MUST',
    sentence: 'A filter by callType lists no call of another type.',
    source: [60136],
    operations,
    needs,
    async check(context) {
      await expectOnly(context, 'callType', wordsOf('CallType'));
    },
  },
  {
    id: 'V1-FLT-005',
    level: 'MUST',
    sentence: 'Without callResult calls with any result are listed.',
    source: [60136],
    operations,
    needs,
    async check(context) {
      await expectEachPartWithout(context, 'callResult', wordsOf('CallResult'));
    },
  },
  {
    id: 'V1-FLT-006',
    level: 'MUST',
    sentence: 'Without callType calls of both types are listed.',
    source: [60136],
    operations,
    needs,
    async check(context) {
      await expectEachPartWithout(context, 'callType', wordsOf('CallType'));
    },
  },
  {
    id: 'V1-FLT-007',
    level: 'MAY',
    sentence: 'No call is listed that began more than 7 days ago.',
    source: [60138],
    operations,
    decision: ['V1-U-50'],
    async check(context) {
      const oldest = windowStart(context) - 120;
      const body = { startTimestamp: context.now() - 30 * 86_400, endTimestamp: oldest };
      const answer = await context.send('getRecordsByFilter', body);
      // A refusal lists none either.
      const { callRecordList } = membersOf(envelopeOf(answer).data);
      requireThat(codeOf(answer) !== undefined, 'V1-TRN-003', 'expected an answer with an errorCode');
      const records = Array.isArray(callRecordList) ? callRecordList.map(membersOf) : [];
      const old = records.filter(({ startCallTs }) => Number(startCallTs) < oldest);
      expectThat(old.length === 0, `expected no call from before ${oldest}, got ${describe(old)}`);
    },
  },
  {
    id: 'V1-FLT-008',
    level: 'MUST',
    sentence: 'A call is listed by a filter whose times enclose its start.',
    source: [60136],
    operations,
    decision: ['V1-U-41'],
    needs,
    async check(context) {
      const { callId, startCallTs } = await knownRecord(context);
      const ids = idsOf(await listRecords(context, around(startCallTs)));
      expectThat(
        ids.includes(callId),
        `expected call ${callId} within a second of its start, got ${ids.length} others`,
      );
    },
  },
  {
    id: 'V1-FLT-009',
    level: 'SHOULD',
    sentence: 'The client reads a filtered page as the raw answer has it.',
    source: [60136],
    operations,
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
      expectThat(
        ids.join() === idsOf(raw).join(),
        `expected ${idsOf(raw).join(', ')}, got ${ids.join(', ')}`,
      );
      expectThat(page.totalNum === raw.totalNum, `expected totalNum ${raw.totalNum}, got ${page.totalNum}`);
    },
  },
  {
    id: 'V1-FLT-010',
    level: 'MUST',
    sentence: 'A call is listed by a filter by its callResult and its callType.',
    source: [60136],
    operations,
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
        if (!wordsOf(schema).includes(word)) continue;
        const ids = idsOf(await listRecords(context, { ...times, [name]: word }));
        expectThat(
          ids.includes(callId),
          `expected call ${callId} by ${name} ${word}, got ${ids.length} others`,
        );
      }
    },
  },
];

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
    expectThat(other.length === 0, `expected only ${field} ${word}, got ${other.length} of ${seen}`);
  }
}

/** What a filter by each of the words gives first is listed without that filter too. */
async function expectEachPartWithout(context: CheckContext, field: string, words: readonly unknown[]) {
  const firsts = await Promise.all(words.map((word) => firstRecord(context, { [field]: word })));
  const known = firsts.filter((record): record is KnownRecord => record !== undefined);
  requireThat(known.length > 0, 'V1-FLT-010', `expected a call by one of the words of ${field}, got none`);
  for (const { callId, startCallTs, [field]: word } of known) {
    const ids = idsOf(await listRecords(context, around(startCallTs)));
    expectThat(
      ids.includes(callId),
      `expected call ${callId} (${field} ${word}) to be listed without ${field}, got ${ids.length} others`,
    );
  }
}

/** What the client does not read at all has no page to compare. */
function blockByContract(error: unknown): never {
  if (isTrtcCallError(error) && error.kind === 'contract')
    throw new BlockedError('V1-ENV-001', error.message);
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
