import { limits } from '@trtc-call/spec/v1';
import { requireThat } from '../not-checked-error.ts';
import { expectAllPages, longWindow } from './all-pages.ts';
import { codeOf, describeAnswer, envelopeOf, membersOf } from './check/answer.ts';
import { expectRejected, expectThat } from './check/expect.ts';
import type { Requirement } from './check/requirement.ts';
import { expectMembers, expectTypes } from './check/wire-schema.ts';
import { aMinuteAgo, firstRecord, idsOf, listRecords, totalOf } from './records-in-window.ts';

const operations = ['getRecordsByFilter'] as const;
const needs = ['call-id'] as const;

/** The pages of the list of records. */
export const list: readonly Requirement[] = [
  {
    id: 'V1-LST-001',
    level: 'SHOULD',
    sentence: 'A list is an object with totalNum, page and callRecordList.',
    source: [60136],
    operations,
    decision: ['V1-U-02'],
    async check(context) {
      const answer = await context.send('getRecordsByFilter', { startTimestamp: context.now() - 3600 });
      requireThat(codeOf(answer) === 0, 'V1-TRN-001', `expected a list, got ${describeAnswer(answer)}`);
      const { data } = envelopeOf(answer);
      const { callRecordList, ...page } = membersOf(data);
      // What a record holds is for requirements of its own.
      expectMembers(data, 'CallRecordPage');
      expectTypes(
        { ...page, callRecordList: Array.isArray(callRecordList) ? [] : callRecordList },
        'CallRecordPage',
      );
    },
  },
  {
    id: 'V1-LST-002',
    level: 'MUST',
    sentence: 'A list without startTimestamp is refused.',
    source: [60136],
    operations,
    decision: ['V1-U-31'],
    async check(context) {
      const body = { endTimestamp: context.now() };
      expectRejected(await context.send('getRecordsByFilter', body), 'field-missing');
    },
  },
  {
    id: 'V1-LST-003',
    level: 'MUST',
    sentence: 'A page holds no more records than numberPerPage.',
    source: [60136],
    operations,
    needs,
    async check(context) {
      expectThat((await firstRecord(context)) !== undefined, 'expected a call of the last 7 days, got none');
      for (const numberPerPage of [1, 2]) {
        const { length } = (await listRecords(context, { numberPerPage })).records;
        expectThat(length <= numberPerPage, `expected at most ${numberPerPage} on a page, got ${length}`);
      }
    },
  },
  {
    id: 'V1-LST-004',
    level: 'MUST',
    sentence: 'A page holds at most 100 records when numberPerPage is not given.',
    source: [60136],
    operations,
    needs,
    async check(context) {
      const filter = { endTimestamp: aMinuteAgo(context) };
      const { records } = await listRecords(context, filter);
      const most = limits.defaultPageSize.value;
      expectThat(records.length <= most, `expected at most ${most} records, got ${records.length}`);
      const explicit = (await listRecords(context, { ...filter, numberPerPage: most })).records;
      expectThat(
        records.length === explicit.length,
        `expected the ${explicit.length} records that a page of ${most} has, got ${records.length}`,
      );
    },
  },
  {
    id: 'V1-LST-005',
    level: 'MUST',
    sentence: 'The first page is given when page is not.',
    source: [60136],
    operations,
    decision: ['V1-12'],
    needs,
    async check(context) {
      const filter = { endTimestamp: aMinuteAgo(context), numberPerPage: 2 };
      const implicit = idsOf(await listRecords(context, filter));
      const explicit = idsOf(await listRecords(context, { ...filter, page: 1 }));
      expectThat(implicit.join() === explicit.join(), `expected page 1 (${explicit}), got ${implicit}`);
    },
  },
  {
    id: 'V1-LST-006',
    level: 'SHOULD',
    sentence: 'A list says which page it is.',
    source: [60136],
    operations,
    decision: ['V1-U-02'],
    needs,
    async check(context) {
      const { page } = await listRecords(context, { numberPerPage: 1, page: 2 });
      requireThat(page !== undefined, 'V1-LST-001', 'expected a list to have the member page');
      expectThat(page === 2, `expected page 2, got ${JSON.stringify(page)}`);
    },
  },
  {
    id: 'V1-LST-007',
    level: 'SHOULD',
    sentence: 'Two pages share no record.',
    source: [60136],
    operations,
    decision: ['V1-U-13', 'V1-U-14'],
    needs,
    async check(context) {
      const filter = { endTimestamp: aMinuteAgo(context), numberPerPage: 5 };
      const first = idsOf(await listRecords(context, { ...filter, page: 1 }));
      const second = idsOf(await listRecords(context, { ...filter, page: 2 }));
      const shared = first.filter((id) => second.includes(id));
      expectThat(shared.length === 0, `expected no record twice, got on pages 1 and 2: ${shared.join(', ')}`);
    },
  },
  {
    id: 'V1-LST-008',
    level: 'SHOULD',
    sentence: 'All pages together hold totalNum records, each once.',
    source: [60136],
    operations,
    decision: ['V1-12', 'V1-U-13'],
    needs,
    async check(context) {
      await expectAllPages(context, await longWindow(context));
    },
  },
  {
    id: 'V1-LST-009',
    level: 'SHOULD',
    sentence: 'totalNum is the same whatever page and page size are asked for.',
    source: [60136],
    operations,
    decision: ['V1-12'],
    needs,
    async check(context) {
      const filter = { endTimestamp: aMinuteAgo(context) };
      const first = await listRecords(context, { ...filter, numberPerPage: 1, page: 1 });
      for (const other of [
        { numberPerPage: 1, page: 2 },
        { numberPerPage: 2, page: 1 },
      ]) {
        const totalNum = totalOf(await listRecords(context, { ...filter, ...other }));
        expectThat(
          totalOf(first) === totalNum,
          `expected ${totalOf(first)} on page ${other.page} of ${other.numberPerPage}, got ${totalNum}`,
        );
      }
    },
  },
  {
    id: 'V1-LST-010',
    level: 'MUST',
    sentence: 'Each documented member of a listed record is of its documented type.',
    source: [60136, 60137],
    operations,
    decision: ['V1-U-02'],
    needs,
    async check(context) {
      const { records } = await listRecords(context, { numberPerPage: 20 });
      expectThat(records.length > 0, 'expected records of the last 7 days, the list has none');
      for (const record of records) expectTypes(record, 'CallRecord');
    },
  },
  {
    id: 'V1-LST-012',
    level: 'SHOULD',
    sentence: 'A listed record has every member that its table marks as always there.',
    source: [60136, 60137],
    operations,
    decision: ['V1-U-01', 'V1-U-02'],
    needs,
    async check(context) {
      const { records } = await listRecords(context, { numberPerPage: 20 });
      for (const record of records) expectMembers(record, 'CallRecord');
    },
  },
  {
    id: 'V1-LST-011',
    level: 'SHOULD',
    sentence: 'A page size that is not positive is refused.',
    source: [60136, 60138],
    operations,
    decision: ['V1-U-11', 'V1-U-31'],
    async check(context) {
      for (const numberPerPage of [0, -1]) {
        const body = { startTimestamp: context.now() - 3600, numberPerPage };
        expectRejected(await context.send('getRecordsByFilter', body), 'field-range');
      }
    },
  },
];
