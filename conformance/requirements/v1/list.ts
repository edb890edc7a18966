import { limits } from '@trtc-call/spec/v1';
import { expectRejected, expectSuccess, expectThat } from '../../src/check/expect.ts';
import { expectSchema } from '../../src/check/wire-schema.ts';
import type { Requirement } from '../../src/requirement.ts';
import { idsOf, knownRecord, listRecords } from './records-in-window.ts';

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
      const body = { startTimestamp: context.now() - 3600 };
      expectSchema(expectSuccess(await context.send('getRecordsByFilter', body)), 'CallRecordPage');
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
      const { records } = await listRecords(context, { numberPerPage: 1 });
      expectThat(records.length === 1, `expected 1 record on a page of 1, got ${records.length}`);
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
      const { records, totalNum } = await listRecords(context);
      const expected = Math.min(limits.defaultPageSize.value, Number(totalNum));
      expectThat(
        records.length === expected,
        `expected ${expected} of ${totalNum} records, got ${records.length}`,
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
      const implicit = idsOf(await listRecords(context, { numberPerPage: 2 }));
      const explicit = idsOf(await listRecords(context, { numberPerPage: 2, page: 1 }));
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
      const first = idsOf(await listRecords(context, { numberPerPage: 5, page: 1 }));
      const second = idsOf(await listRecords(context, { numberPerPage: 5, page: 2 }));
      const shared = first.filter((id) => second.includes(id));
      expectThat(
        shared.length === 0,
        `expected no record twice, these are on pages 1 and 2: ${shared.join(', ')}`,
      );
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
      // A window that has ended, so that calls of this moment do not change it.
      const { startCallTs } = await knownRecord(context);
      const filter = {
        startTimestamp: startCallTs,
        endTimestamp: Number(startCallTs) + 86_400,
        numberPerPage: 10,
      };
      const { totalNum } = await listRecords(context, filter);
      const ids: string[] = [];
      for (let page = 1; page <= Math.ceil(Number(totalNum) / 10); page += 1) {
        ids.push(...idsOf(await listRecords(context, { ...filter, page })));
      }
      expectThat(
        ids.length === totalNum,
        `expected ${totalNum} records on all pages together, got ${ids.length}`,
      );
      expectThat(new Set(ids).size === ids.length, 'expected each record once, some came twice');
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
      const filter = { endTimestamp: context.now() - 60 };
      const first = await listRecords(context, { ...filter, numberPerPage: 1, page: 1 });
      for (const other of [
        { numberPerPage: 1, page: 2 },
        { numberPerPage: 2, page: 1 },
      ]) {
        const { totalNum } = await listRecords(context, { ...filter, ...other });
        expectThat(
          first.totalNum === totalNum,
          `expected ${first.totalNum} on page ${other.page} of ${other.numberPerPage}, got ${totalNum}`,
        );
      }
    },
  },
  {
    id: 'V1-LST-010',
    level: 'MUST',
    sentence: 'A listed record has the documented members, each of its documented type.',
    source: [60136, 60137],
    operations,
    decision: ['V1-U-02'],
    needs,
    async check(context) {
      const { records } = await listRecords(context, { numberPerPage: 20 });
      for (const record of records) expectSchema(record, 'CallRecord');
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
