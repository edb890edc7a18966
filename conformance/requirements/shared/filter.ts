import { isTrtcCallError } from '@trtc-call/client';
import { describeAnswer, readMembers } from '../check/answer.ts';
import type { CheckContext } from '../check/context.ts';
import { listWords } from '../check/schemas.ts';
import { defineArea, type Requirement } from '../define.ts';
import { BlockedError, ExpectationError, expectThat, requireThat } from '../expect.ts';
import type { Generation } from '../generation.ts';
import {
  aMinuteAgo,
  firstRecord,
  type KnownRecord,
  knownRecord,
  listRecords,
  longBeforeWindow,
  windowStart,
} from './records-in-window.ts';

const needs = ['call-id'] as const;
/** Where an app has many calls, others lie beside the one that is looked for. */
const pageSize = 50;
const mostPages = 20;

/** Which records a filter lets through. */
export function filter(generation: Generation): readonly Requirement[] {
  const { names, openapi, contract } = generation;
  const days = contract.limits.dataWindow.value;
  const results = { field: names.callResult, words: listWords(openapi, 'CallResult') };
  const types = { field: names.callType, words: listWords(openapi, 'CallType') };

  const describe = (records: readonly Readonly<Record<string, unknown>>[]) =>
    `${records.length}, such as ${records[0]?.[names.callId]} at ${records[0]?.[names.start]}`;

  /** The whole of a call: no page says whether the end of a filter is held against its start or its end. */
  const enclose = (context: CheckContext, { start, record }: KnownRecord) => {
    const end = Number(record[names.end]);
    return { [names.from]: start - 1, [names.to]: end >= start ? end + 1 : context.now() };
  };

  const expectListed = async (context: CheckContext, callId: string, body: object, how: string) => {
    let others = 0;
    for (let page = 1; page <= mostPages; page += 1) {
      const asked = { ...body, [names.pageSize]: pageSize, [names.page]: page };
      // A page behind the last one may be refused.
      const listed = await listRecords(context, asked).catch((error: unknown) => {
        if (page === 1 || !(error instanceof BlockedError)) throw error;
      });
      const ids = listed?.ids ?? [];
      if (ids.includes(callId)) return;
      if (ids.length === 0) break;
      others += ids.length;
    }
    throw new ExpectationError(`call ${callId} ${how}`, `${others} others`);
  };

  const expectOnly = async (context: CheckContext, { field, words }: typeof results) => {
    const lists = words.map((word) => listRecords(context, { [field]: word, [names.pageSize]: 50 }));
    // A number for a word cannot be compared with it.
    const isMixed = ({ [field]: value }: Readonly<Record<string, unknown>>) =>
      generation.mixedTypes?.includes(field) === true && typeof value === 'number';
    for (const [at, { records }] of (await Promise.all(lists)).entries()) {
      const word = words[at];
      // Which case records use is for requirements of their own.
      const other = records.filter((record) => !isMixed(record) && fold(record[field]) !== fold(word));
      const seen = [...new Set(other.map((record) => record[field]))].join(', ');
      expectThat(other.length === 0, `only ${field} ${word}`, `${other.length} of ${seen}`);
    }
  };

  /** What a filter by each of the words gives first is listed without that filter too. */
  const expectEachPartWithout = async (context: CheckContext, { field, words }: typeof results) => {
    const firsts = await Promise.all(words.map((word) => firstRecord(context, { [field]: word })));
    const known = firsts.filter((record) => record !== undefined);
    requireThat(known.length > 0, 'FLT-010', `a call by one of the words of ${field}`, 'none');
    for (const call of known) {
      const how = `(${field} ${call.record[field]}) to be listed without ${field}`;
      await expectListed(context, call.callId, enclose(context, call), how);
    }
  };

  return defineArea({ operations: ['getRecordsByFilter'], needs }, generation, {
    'FLT-001': {
      sentence: `No listed call began before ${names.from}.`,
      async check(context) {
        const { callId, start } = await knownRecord(context);
        const from = start + 1;
        // The list begins with the call that is shut out, so that it is on the first page where the bound is ignored.
        for (const more of [{}, { [names.to]: context.now() }]) {
          const { records } = await listRecords(context, { [names.from]: from, ...more });
          const early = records.filter(
            (record) => Number(record[names.start]) < from || record[names.callId] === callId,
          );
          expectThat(early.length === 0, `no call before ${from}`, describe(early));
        }
      },
    },
    'FLT-002': {
      sentence: `No listed call began after ${names.to}.`,
      async check(context) {
        const { callId, start } = await knownRecord(context);
        const to = start - 1;
        const from = Math.min(windowStart(context), to);
        const { records } = await listRecords(context, { [names.from]: from, [names.to]: to });
        const late = records.filter(
          (record) => Number(record[names.start]) > to || record[names.callId] === callId,
        );
        expectThat(late.length === 0, `no call after ${to}`, describe(late));
      },
    },
    'FLT-003': {
      sentence: `A filter by ${results.field} lists no call with another result.`,
      check: (context) => expectOnly(context, results),
    },
    'FLT-004': {
      sentence: `A filter by ${types.field} lists no call of another type.`,
      check: (context) => expectOnly(context, types),
    },
    'FLT-005': {
      sentence: `Without ${results.field} calls with any result are listed.`,
      check: (context) => expectEachPartWithout(context, results),
    },
    'FLT-006': {
      sentence: `Without ${types.field} calls of both types are listed.`,
      check: (context) => expectEachPartWithout(context, types),
    },
    'FLT-007': {
      sentence: `No call is listed that began more than ${days} days ago.`,
      needs: [],
      async check(context) {
        const oldest = windowStart(context) - 120;
        const body = { [names.from]: longBeforeWindow(context), [names.to]: oldest };
        const answer = await context.send('getRecordsByFilter', body);
        const expected = `an answer with an ${contract.envelope.code}`;
        requireThat(answer.code !== undefined, 'TRN-003', expected, describeAnswer(answer));
        // A refusal lists none either.
        const listed = readMembers(answer.data)[names.records];
        const records = Array.isArray(listed) ? listed.map(readMembers) : [];
        const old = records.filter((record) => Number(record[names.start]) < oldest);
        expectThat(old.length === 0, `no call from before ${oldest}`, describe(old));
      },
    },
    'FLT-008': {
      sentence: 'A call is listed by a filter whose times enclose its start.',
      async check(context) {
        const { callId, start } = await knownRecord(context);
        const times = { [names.from]: start - 1, [names.to]: start + 1 };
        await expectListed(context, callId, times, 'within a second of its start');
      },
    },
    'FLT-009': {
      level: 'SHOULD',
      sentence: 'The client reads a filtered page as the raw answer has it.',
      async check(context) {
        const times = { [names.from]: windowStart(context), [names.to]: aMinuteAgo(context) };
        const body = { ...times, [names.pageSize]: 3, [names.page]: 1 };
        const raw = await listRecords(context, body);
        const rawIds = raw.ids.join(', ');
        const page = await generation.queryByClient(context.clientOptions, body).catch(blockByContract);
        expectThat(page.callIds.join(', ') === rawIds, rawIds, page.callIds.join(', '));
        expectThat(page.total === raw.total, `${names.total} ${raw.total}`, `${page.total}`);
      },
    },
    'FLT-010': {
      sentence: `A call is listed by a filter by its ${results.field} and its ${types.field}.`,
      async check(context) {
        const known = await knownRecord(context);
        let both: Readonly<Record<string, unknown>> = enclose(context, known);
        for (const { field, words } of [results, types]) {
          // A word that no page lists may be refused as a filter.
          const word = words.find((listed) => fold(listed) === fold(known.record[field]));
          if (word === undefined) continue;
          const body = { ...enclose(context, known), [field]: word };
          await expectListed(context, known.callId, body, `by ${field} ${word}`);
          both = { ...both, ...body };
        }
        await expectListed(context, known.callId, both, 'by both');
      },
    },
  });
}

/** What the client does not read at all has no page to compare. */
function blockByContract(error: unknown): never {
  if (isTrtcCallError(error) && error.kind === 'contract')
    throw new BlockedError('ENV-001', 'an answer that the client can read', error.message);
  throw error;
}

function fold(word: unknown): unknown {
  return typeof word === 'string' ? word.toLowerCase() : word;
}
