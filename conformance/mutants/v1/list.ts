import { limits } from '@trtc-call/spec/v1';
import { readAnswer } from './change-answers.ts';
import { acceptWhere, changeFields, without } from './change-requests.ts';
import { changeListing, readListing } from './list-answers.ts';
import type { Mutant, Mutate } from './mutant.ts';
import { isFor, readFields, withFields } from './request.ts';

/** Lets each page but the first begin with the last record of the page before it. */
const overlapPages: Mutate = async (request, forward) => {
  const response = await forward(request);
  const fields = readFields(request);
  const page = Number(fields.page ?? 1);
  if (!isFor(request, 'getRecordsByFilter') || !(page > 1)) return response;
  const { envelope } = await readAnswer(response);
  const before = await readAnswer(await forward(withFields(request, { ...fields, page: page - 1 })));
  const listing = readListing(envelope.data);
  const last = readListing(before.envelope.data).callRecordList.slice(-1);
  const callRecordList = [...last, ...listing.callRecordList].slice(
    0,
    Number(fields.numberPerPage ?? limits.defaultPageSize.value),
  );
  return Response.json({ ...envelope, data: { ...listing, callRecordList } });
};

/** The pages of the list of records, broken. */
export const list: readonly Mutant[] = [
  {
    id: 'drops-total-num',
    breaks: ['V1-LST-001'],
    description: 'A list does not say how many records there are.',
    mutate: changeListing((listing) => without({ ...listing }, 'totalNum')),
  },
  {
    id: 'lists-nothing-but-records',
    breaks: ['V1-LST-001'],
    description: 'The data of a list is the list itself.',
    mutate: changeListing(({ callRecordList }) => callRecordList),
  },
  {
    id: 'accepts-a-missing-start-timestamp',
    breaks: ['V1-LST-002', 'V1-NEG-001'],
    description: 'A list without startTimestamp is carried out.',
    mutate: acceptWhere(
      (request) => isFor(request, 'getRecordsByFilter') && /^\{"endTimestamp|^\{\}$/.test(request.body),
    ),
  },
  {
    id: 'ignores-page-size',
    breaks: ['V1-LST-003'],
    description: 'Every page has the default size.',
    mutate: changeFields('getRecordsByFilter', (fields) => without(fields, 'numberPerPage')),
  },
  {
    id: 'one-record-too-many',
    breaks: ['V1-LST-003'],
    description: 'A page holds one record more than numberPerPage.',
    mutate: changeFields('getRecordsByFilter', (fields) =>
      'numberPerPage' in fields ? { ...fields, numberPerPage: Number(fields.numberPerPage) + 1 } : fields,
    ),
  },
  {
    id: 'forgets-page-size',
    breaks: ['V1-LST-004'],
    description: 'Everything is listed at once when numberPerPage is not given.',
    mutate: changeFields('getRecordsByFilter', (fields) => ({ numberPerPage: 100_000, ...fields })),
  },
  {
    id: 'default-page-too-small',
    breaks: ['V1-LST-004'],
    description: 'A page holds 20 records when numberPerPage is not given.',
    mutate: changeFields('getRecordsByFilter', (fields) => ({ numberPerPage: 20, ...fields })),
  },
  {
    id: 'begins-at-the-second-page',
    breaks: ['V1-LST-005'],
    description: 'The second page is given when page is not.',
    mutate: changeFields('getRecordsByFilter', (fields) => ({ page: 2, ...fields })),
  },
  {
    id: 'forgets-its-page-number',
    breaks: ['V1-LST-006'],
    description: 'Every list says that it is page 1.',
    mutate: changeListing((listing) => ({ ...listing, page: 1 })),
  },
  {
    id: 'counts-pages-from-zero',
    breaks: ['V1-LST-006'],
    description: 'A list says the number of its page less one.',
    mutate: changeListing((listing) => ({ ...listing, page: listing.page - 1 })),
  },
  {
    id: 'ignores-page',
    breaks: ['V1-LST-007', 'V1-LST-008'],
    description: 'Every page is the first one.',
    mutate: changeFields('getRecordsByFilter', (fields) => without(fields, 'page')),
  },
  {
    id: 'off-by-one-page',
    breaks: ['V1-LST-007', 'V1-LST-008'],
    description: 'A page begins with the last record of the page before.',
    mutate: overlapPages,
  },
  {
    id: 'loses-the-last-record-of-a-page',
    breaks: ['V1-LST-008'],
    description: 'A full page of several records lacks its last one.',
    mutate: changeListing((listing, request) => {
      const { callRecordList } = listing;
      const { length } = callRecordList;
      const isFull = length > 1 && length === readFields(request).numberPerPage;
      return isFull ? { ...listing, callRecordList: callRecordList.slice(0, -1) } : listing;
    }),
  },
  {
    id: 'counts-one-page-only',
    breaks: ['V1-LST-009'],
    description: 'totalNum is the number of records on the page.',
    mutate: changeListing((listing) => ({ ...listing, totalNum: listing.callRecordList.length })),
  },
  {
    id: 'counts-what-is-left',
    breaks: ['V1-LST-009'],
    description: 'totalNum is the number of records from this page on.',
    mutate: changeListing((listing, request) => {
      const { numberPerPage = limits.defaultPageSize.value } = readFields(request);
      return { ...listing, totalNum: listing.totalNum - (listing.page - 1) * Number(numberPerPage) };
    }),
  },
  {
    id: 'shortens-listed-records',
    breaks: ['V1-LST-012', 'V1-REC-012'],
    description: 'A listed record has no more than its callId and its start.',
    mutate: changeListing((listing) => ({
      ...listing,
      callRecordList: listing.callRecordList.map(({ callId, startCallTs }) => ({ callId, startCallTs })),
    })),
  },
  {
    id: 'lists-times-as-text',
    breaks: ['V1-LST-010'],
    description: 'startCallTs of a listed record is the digits of a number as a string.',
    mutate: changeListing((listing) => ({
      ...listing,
      callRecordList: listing.callRecordList.map((one) => ({ ...one, startCallTs: String(one.startCallTs) })),
    })),
  },
  {
    id: 'accepts-a-page-size-of-zero',
    breaks: ['V1-LST-011', 'V1-NEG-004'],
    description: 'A page size of 0 is taken.',
    mutate: acceptWhere((request) => readFields(request).numberPerPage === 0),
  },
  {
    id: 'accepts-a-negative-page-size',
    breaks: ['V1-LST-011'],
    description: 'A negative page size is taken.',
    mutate: acceptWhere((request) => Number(readFields(request).numberPerPage) < 0),
  },
];
