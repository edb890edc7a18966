import { type Answer, describeAnswer, readMembers } from '../check/answer.ts';
import type { CheckContext } from '../check/context.ts';
import { expect, given } from '../check/expect.ts';
import { defineArea, type Requirement } from '../define.ts';
import { expectThat, requireThat } from '../expect.ts';
import type { Generation } from '../generation.ts';
import { expectOrder, expectWord } from './record.ts';
import {
  aMinuteAgo,
  firstRecord,
  knownRecord,
  listRecords,
  longBeforeWindow,
  readTotal,
  windowStart,
} from './records-in-window.ts';

type Members = Readonly<Record<string, unknown>>;

const needs = ['call-id'] as const;
/** A window of which all pages can be read with a few requests. */
const pageSize = 10;
const mostPages = 12;

/** The pages of the list of records. */
export function list(generation: Generation): readonly Requirement[] {
  const { names, schemas, contract } = generation;
  const days = contract.limits.dataWindow.value;
  const defaultSize = contract.limits.defaultPageSize.value;
  const till = (context: CheckContext) => ({ [names.to]: aMinuteAgo(context) });
  return defineArea({ operations: ['getRecordsByFilter'], needs }, generation, {
    'LST-001': {
      sentence: `A list is an object with ${names.total}, ${names.page} and ${names.records}.`,
      needs: [],
      async check(context) {
        const now = context.now();
        const answer = await context.send('getRecordsByFilter', { [names.from]: now - 3600 });
        given('TRN-001', answer).toSucceed();
        // No call has begun tomorrow; a service may refuse to look for one.
        const tomorrow = { [names.from]: now + 86_400, [names.to]: now + 86_460 };
        const empty = await context.send('getRecordsByFilter', tomorrow);
        for (const { data } of empty.code === 0 ? [answer, empty] : [answer]) {
          const { [names.records]: records, ...page } = readMembers(data);
          // What a record holds is for requirements of its own.
          const withoutRecords = { ...page, [names.records]: Array.isArray(records) ? [] : records };
          schemas.expectMembers(data, 'CallRecordPage');
          schemas.expectTypes(withoutRecords, 'CallRecordPage');
        }
      },
    },
    'LST-002': {
      sentence: `A list without ${names.from} is refused.`,
      needs: [],
      async check(context) {
        const body = { [names.to]: context.now() };
        expect(await context.send('getRecordsByFilter', body)).toBeRefusedAs('field-missing');
      },
    },
    'LST-003': {
      sentence: `A page holds no more records than ${names.pageSize}.`,
      async check(context) {
        expectThat((await firstRecord(context)) !== undefined, `a call of the last ${days} days`, 'none');
        for (const size of [1, 2]) {
          const { length } = (await listRecords(context, { [names.pageSize]: size })).records;
          expectThat(length <= size, `at most ${size} on a page`, `${length}`);
        }
      },
    },
    'LST-004': {
      sentence: `A page holds at most ${defaultSize} records when ${names.pageSize} is not given.`,
      async check(context) {
        const filter = till(context);
        const { records } = await listRecords(context, filter);
        expectThat(records.length <= defaultSize, `at most ${defaultSize} records`, `${records.length}`);
        const explicit = (await listRecords(context, { ...filter, [names.pageSize]: defaultSize })).records;
        const expected = `the ${explicit.length} records that a page of ${defaultSize} has`;
        expectThat(records.length === explicit.length, expected, `${records.length}`);
      },
    },
    'LST-005': {
      sentence: `Without ${names.page} the first page is returned.`,
      async check(context) {
        const filter = { ...till(context), [names.pageSize]: 2 };
        const { ids: implicit } = await listRecords(context, filter);
        const { ids: explicit } = await listRecords(context, { ...filter, [names.page]: 1 });
        expectThat(implicit.join() === explicit.join(), `page 1 (${explicit})`, `${implicit}`);
      },
    },
    'LST-006': {
      sentence: 'A list says which page it is.',
      async check(context) {
        const { page } = await listRecords(context, { [names.pageSize]: 1, [names.page]: 2 });
        requireThat(page !== undefined, 'LST-001', `a list with the member ${names.page}`, 'one without it');
        expectThat(page === 2, 'page 2', JSON.stringify(page));
      },
    },
    'LST-007': {
      sentence: 'Two pages share no record.',
      async check(context) {
        const filter = { ...till(context), [names.pageSize]: 5 };
        const { ids: first } = await listRecords(context, { ...filter, [names.page]: 1 });
        const { ids: second } = await listRecords(context, { ...filter, [names.page]: 2 });
        const shared = first.filter((id) => second.includes(id));
        expectThat(shared.length === 0, 'no record twice', `on pages 1 and 2: ${shared.join(', ')}`);
      },
    },
    'LST-008': {
      sentence: `All pages together hold ${names.total} records, each once.`,
      check: expectAllPages,
    },
    'LST-009': {
      sentence: `${names.total} is the same whatever page and page size are asked for.`,
      async check(context) {
        const filter = till(context);
        const read = async (size: number, page: number) => {
          const body = { ...filter, [names.pageSize]: size, [names.page]: page };
          return readTotal(context, await listRecords(context, body));
        };
        const first = await read(1, 1);
        const [onNext, onLonger] = [await read(1, 2), await read(2, 1)];
        expectThat(first === onNext, `${first} on page 2 of 1`, `${onNext}`);
        expectThat(first === onLonger, `${first} on page 1 of 2`, `${onLonger}`);
      },
    },
    'LST-010': {
      sentence: 'Each documented member of a listed record is of its documented type.',
      async check(context) {
        const { records } = await listRecords(context, { [names.pageSize]: 20 });
        expectThat(records.length > 0, `records of the last ${days} days`, 'an empty list');
        for (const record of records) schemas.expectTypes(record, 'CallRecord');
      },
    },
    'LST-011': {
      mistakes: ['field-range'],
      sentence: 'A page size that is not positive is refused.',
      needs: [],
      ask: (context) =>
        [0, -1].map((size) => {
          const body = { [names.from]: context.now() - 3600, [names.pageSize]: size };
          return context.send('getRecordsByFilter', body);
        }),
    },
    'LST-012': {
      sentence: 'A listed record has every member that its table marks as always there.',
      async check(context) {
        const { records } = await listRecords(context, { [names.pageSize]: 20 });
        for (const record of records) schemas.expectMembers(record, 'CallRecord');
      },
    },
    'LST-013': {
      sentence: `An empty object asks for the first page of the last ${days} days.`,
      async check(context) {
        const { callId } = await knownRecord(context);
        const window = { [names.to]: context.now(), [names.pageSize]: defaultSize };
        const { total: least } = await listRecords(context, window);
        const answer = await context.send('getRecordsByFilter', {});
        const { [names.total]: total } = expectBeginning(context, callId, answer);
        // Whether a list says how many there are is for another requirement.
        if (typeof least !== 'number' || typeof total !== 'number') return;
        expectThat(total >= least, `at least the ${least} calls of the last ${days} days`, `${total}`);
      },
    },
    'LST-014': {
      sentence: `A ${names.from} further back than ${days} days asks for the last ${days} days.`,
      async check(context) {
        const { callId } = await knownRecord(context);
        for (const from of [0, longBeforeWindow(context)]) {
          const answer = await context.send('getRecordsByFilter', { [names.from]: from });
          expectBeginning(context, callId, answer);
        }
      },
    },
    'LST-015': {
      sentence: 'Each listed record has words of the documented lists, and its times in their order.',
      async check(context) {
        const { records } = await listRecords(context, { [names.pageSize]: 20 });
        for (const record of records) {
          for (const member of [names.mediaType, names.callType, names.callResult])
            expectWord(generation, record, member);
          expectOrder(generation, record, 'LST-010');
        }
      },
    },
  });
}

/**
 * The answer is a page that holds a known call, or that is full of calls from the ends of the window: the known call was
 * chosen between them. An empty page fails, and so does an answer that nothing matches.
 */
function expectBeginning(context: CheckContext, callId: string, answer: Answer): Members {
  const { names } = context.generation;
  expectThat(answer.code === 0, `a list that begins with call ${callId}`, describeAnswer(answer));
  const data = readMembers(answer.data);
  const { [names.records]: list } = data;
  const records = Array.isArray(list) ? list.map(readMembers) : [];
  const isAside = ({ [names.start]: start }: Members) =>
    Number(start) < windowStart(context) || Number(start) > aMinuteAgo(context);
  const isThere = records.some((record) => record[names.callId] === callId);
  const isFull = records.length > 0 && records.every(isAside);
  const expected = `call ${callId}, with which the list begins`;
  expectThat(isThere || isFull, expected, `${records.length} others`);
  return data;
}

/** The pages of a window, one after the other, hold as many records as its total says, each once. */
async function expectAllPages(context: CheckContext): Promise<void> {
  const { names } = context.generation;
  const filter = { ...(await longWindow(context)), [names.pageSize]: pageSize };
  const first = await listRecords(context, filter);
  const total = readTotal(context, first);
  requireThat(first.records.length > 0, 'FLT-008', 'the calls of a window', 'an empty list');
  const numbers = Array.from({ length: Math.ceil(total / pageSize) }, (_, at) => at + 1);
  const pages = await Promise.all(
    numbers.map((page) => listRecords(context, { ...filter, [names.page]: page })),
  );
  const ids = pages.flatMap((page) => page.ids);
  expectThat(ids.length === total, `${total} records on all pages together`, `${ids.length}`);
  const repeated = ids.filter((id, at) => ids.indexOf(id) !== at);
  expectThat(repeated.length === 0, 'each record once', `${repeated.join(', ')} twice`);
}

/** The longest window around a known call that holds a few pages only, however many calls the app has. */
async function longWindow(context: CheckContext): Promise<Readonly<Record<string, number>>> {
  const { names } = context.generation;
  const { start } = await knownRecord(context);
  const end = aMinuteAgo(context);
  const half = context.generation.contract.limits.dataWindow.seconds / 2;
  for (let seconds = half; seconds > 60; seconds = Math.floor(seconds / 4)) {
    const window = {
      [names.from]: Math.max(windowStart(context), start - seconds),
      [names.to]: Math.min(end, start + seconds),
    };
    const total = readTotal(context, await listRecords(context, { ...window, [names.pageSize]: 1 }));
    if (total <= pageSize * mostPages) return window;
  }
  return { [names.from]: start, [names.to]: Math.min(end, start + 1) };
}
