import { limits } from '@trtc-call/spec/v1';
import { expectThat, requireThat } from '../expect.ts';
import { expectAllPages, longWindow } from './all-pages.ts';
import { readEnvelope, readMembers } from './check/answer.ts';
import { expect, given } from './check/expect.ts';
import { defineArea, type Requirement } from './check/requirement.ts';
import { expectMembers, expectTypes } from './check/wire-schema.ts';
import { aMinuteAgo, firstRecord, listIds, listRecords, readTotal } from './records-in-window.ts';

const needs = ['call-id'] as const;

/** The pages of the list of records. */
export const list: readonly Requirement[] = defineArea(
  { source: [60136], operations: ['getRecordsByFilter'] },
  [
    {
      id: 'V1-LST-001',
      sentence: 'SHOULD: A list is an object with totalNum, page and callRecordList.',
      decision: ['V1-U-02'],
      async check(context) {
        const answer = await context.send('getRecordsByFilter', { startTimestamp: context.now() - 3600 });
        given('V1-TRN-001', answer).toSucceed();
        const { data } = readEnvelope(answer);
        const { callRecordList, ...page } = readMembers(data);
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
      sentence: 'MUST: A list without startTimestamp is refused.',
      decision: ['V1-U-31'],
      async check(context) {
        const body = { endTimestamp: context.now() };
        expect(await context.send('getRecordsByFilter', body)).toBeRefusedAs('field-missing');
      },
    },
    {
      id: 'V1-LST-003',
      sentence: 'MUST: A page holds no more records than numberPerPage.',
      needs,
      async check(context) {
        expectThat(
          (await firstRecord(context)) !== undefined,
          `a call of the last ${limits.dataWindow.value} days`,
          'none',
        );
        for (const numberPerPage of [1, 2]) {
          const { length } = (await listRecords(context, { numberPerPage })).records;
          expectThat(length <= numberPerPage, `at most ${numberPerPage} on a page`, `${length}`);
        }
      },
    },
    {
      id: 'V1-LST-004',
      sentence: `MUST: A page holds at most ${limits.defaultPageSize.value} records when numberPerPage is not given.`,
      needs,
      async check(context) {
        const filter = { endTimestamp: aMinuteAgo(context) };
        const { records } = await listRecords(context, filter);
        const most = limits.defaultPageSize.value;
        expectThat(records.length <= most, `at most ${most} records`, `${records.length}`);
        const explicit = (await listRecords(context, { ...filter, numberPerPage: most })).records;
        expectThat(
          records.length === explicit.length,
          `the ${explicit.length} records that a page of ${most} has`,
          `${records.length}`,
        );
      },
    },
    {
      id: 'V1-LST-005',
      sentence: 'MUST: Without page the first page is returned.',
      decision: ['V1-12'],
      needs,
      async check(context) {
        const filter = { endTimestamp: aMinuteAgo(context), numberPerPage: 2 };
        const implicit = listIds(await listRecords(context, filter));
        const explicit = listIds(await listRecords(context, { ...filter, page: 1 }));
        expectThat(implicit.join() === explicit.join(), `page 1 (${explicit})`, `${implicit}`);
      },
    },
    {
      id: 'V1-LST-006',
      sentence: 'SHOULD: A list says which page it is.',
      decision: ['V1-U-02'],
      needs,
      async check(context) {
        const { page } = await listRecords(context, { numberPerPage: 1, page: 2 });
        requireThat(page !== undefined, 'V1-LST-001', 'a list with the member page', 'one without it');
        expectThat(page === 2, 'page 2', JSON.stringify(page));
      },
    },
    {
      id: 'V1-LST-007',
      sentence: 'SHOULD: Two pages share no record.',
      decision: ['V1-U-13', 'V1-U-14'],
      needs,
      async check(context) {
        const filter = { endTimestamp: aMinuteAgo(context), numberPerPage: 5 };
        const first = listIds(await listRecords(context, { ...filter, page: 1 }));
        const second = listIds(await listRecords(context, { ...filter, page: 2 }));
        const shared = first.filter((id) => second.includes(id));
        expectThat(shared.length === 0, 'no record twice', `on pages 1 and 2: ${shared.join(', ')}`);
      },
    },
    {
      id: 'V1-LST-008',
      sentence: 'SHOULD: All pages together hold totalNum records, each once.',
      decision: ['V1-12', 'V1-U-13'],
      needs,
      async check(context) {
        await expectAllPages(context, await longWindow(context));
      },
    },
    {
      id: 'V1-LST-009',
      sentence: 'SHOULD: totalNum is the same whatever page and page size are asked for.',
      decision: ['V1-12'],
      needs,
      async check(context) {
        const filter = { endTimestamp: aMinuteAgo(context) };
        const first = await listRecords(context, { ...filter, numberPerPage: 1, page: 1 });
        for (const other of [
          { numberPerPage: 1, page: 2 },
          { numberPerPage: 2, page: 1 },
        ]) {
          const totalNum = readTotal(await listRecords(context, { ...filter, ...other }));
          expectThat(
            readTotal(first) === totalNum,
            `${readTotal(first)} on page ${other.page} of ${other.numberPerPage}`,
            `${totalNum}`,
          );
        }
      },
    },
    {
      id: 'V1-LST-010',
      sentence: 'MUST: Each documented member of a listed record is of its documented type.',
      source: [60136, 60137],
      decision: ['V1-U-02'],
      needs,
      async check(context) {
        const { records } = await listRecords(context, { numberPerPage: 20 });
        expectThat(
          records.length > 0,
          `records of the last ${limits.dataWindow.value} days`,
          'an empty list',
        );
        for (const record of records) expectTypes(record, 'CallRecord');
      },
    },
    {
      id: 'V1-LST-012',
      sentence: 'SHOULD: A listed record has every member that its table marks as always there.',
      source: [60136, 60137],
      decision: ['V1-U-01', 'V1-U-02'],
      needs,
      async check(context) {
        const { records } = await listRecords(context, { numberPerPage: 20 });
        for (const record of records) expectMembers(record, 'CallRecord');
      },
    },
    {
      id: 'V1-LST-011',
      sentence: 'SHOULD: A page size that is not positive is refused.',
      source: [60136, 60138],
      decision: ['V1-U-11', 'V1-U-31'],
      async check(context) {
        for (const numberPerPage of [0, -1]) {
          const body = { startTimestamp: context.now() - 3600, numberPerPage };
          expect(await context.send('getRecordsByFilter', body)).toBeRefusedAs('field-range');
        }
      },
    },
  ],
);
