import { openapi } from '@trtc-call/spec/v1/openapi';
import type { CheckContext } from '../../src/check/context.ts';
import { expectThat } from '../../src/check/expect.ts';
import type { Requirement } from '../../src/requirement.ts';
import { idsOf, knownRecord, listRecords, windowStart } from './records-in-window.ts';

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
      const startTimestamp = context.now() - 3 * 86_400;
      const { records } = await listRecords(context, { startTimestamp });
      const early = records.filter(({ startCallTs }) => Number(startCallTs) < startTimestamp);
      expectThat(early.length === 0, `expected no call before ${startTimestamp}, got ${early.length}`);
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
      const endTimestamp = context.now() - 3 * 86_400;
      const { records } = await listRecords(context, { endTimestamp });
      const late = records.filter(({ startCallTs }) => Number(startCallTs) > endTimestamp);
      expectThat(late.length === 0, `expected no call after ${endTimestamp}, got ${late.length}`);
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
      await expectAtLeastTheParts(context, 'callResult', wordsOf('CallResult'));
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
      await expectAtLeastTheParts(context, 'callType', wordsOf('CallType'));
    },
  },
  {
    id: 'V1-FLT-007',
    level: 'MUST',
    sentence: 'No call is listed that began more than 7 days ago.',
    source: [60138],
    operations,
    async check(context) {
      const oldest = windowStart(context) - 120;
      const { records } = await listRecords(context, {
        startTimestamp: context.now() - 30 * 86_400,
        endTimestamp: oldest,
      });
      const old = records.filter(({ startCallTs }) => Number(startCallTs) < oldest);
      expectThat(old.length === 0, `expected no call from before ${oldest}, got ${old.length}`);
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
      const around = { startTimestamp: Number(startCallTs) - 1, endTimestamp: Number(startCallTs) + 1 };
      const ids = idsOf(await listRecords(context, around));
      expectThat(ids.includes(String(callId)), `expected call ${callId} within a second of its start`);
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
        endTimestamp: context.now() - 60,
        numberPerPage: 3,
        page: 1,
      };
      const raw = await listRecords(context, body);
      const page = await context.client.records.query(body);
      const ids = page.records.map(({ callId }) => callId);
      expectThat(
        ids.join() === idsOf(raw).join(),
        `expected ${idsOf(raw).join(', ')}, got ${ids.join(', ')}`,
      );
      expectThat(page.totalNum === raw.totalNum, `expected totalNum ${raw.totalNum}, got ${page.totalNum}`);
    },
  },
];

async function expectOnly(
  context: CheckContext,
  field: 'callResult' | 'callType',
  words: readonly unknown[],
) {
  for (const word of words) {
    const { records } = await listRecords(context, { [field]: word, numberPerPage: 50 });
    const other = records.filter((record) => record[field] !== word);
    const seen = [...new Set(other.map((record) => record[field]))].join(', ');
    expectThat(other.length === 0, `expected only ${field} ${word}, got ${other.length} of ${seen}`);
  }
}

async function expectAtLeastTheParts(context: CheckContext, field: string, words: readonly unknown[]) {
  const filter = { endTimestamp: context.now() - 60, numberPerPage: 1 };
  let parts = 0;
  for (const word of words)
    parts += Number((await listRecords(context, { ...filter, [field]: word })).totalNum);
  const { totalNum } = await listRecords(context, filter);
  expectThat(
    Number(totalNum) >= parts,
    `expected at least the ${parts} calls that the filters list, got ${totalNum}`,
  );
}
