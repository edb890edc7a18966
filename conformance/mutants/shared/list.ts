import { readMembers } from '../../requirements/check/answer.ts';
import type { Mutant, Mutate } from '../mutant.ts';
import { type Mutations, readFields, withFields, without } from '../mutations.ts';

/** The pages of the list of records, broken. */
export const list = (m: Mutations): readonly Mutant[] => {
  const { names } = m;
  const defaultSize = m.generation.contract.limits.defaultPageSize.value;
  /** Lets each page but the first begin with the last record of the page before it. */
  const overlapPages: Mutate = async (request, forward) => {
    const fields = readFields(request);
    const page = Number(fields[names.page] ?? 1);
    if (!m.isFor(request, 'getRecordsByFilter') || !(page > 1)) return forward(request);
    const { data } = await m.readAnswer(await forward(request));
    const before = await m.readAnswer(
      await forward(withFields(request, { ...fields, [names.page]: page - 1 })),
    );
    const listing = m.readListing(data);
    const size = Number(fields[names.pageSize] ?? defaultSize);
    const records = [...m.readListing(before.data).records.slice(-1), ...listing.records].slice(0, size);
    return m.succeed(m.writeListing({ ...listing, records }));
  };

  return [
    {
      id: 'drops-total-num',
      breaks: ['LST-001'],
      description: 'A list does not say how many records there are.',
      mutate: m.changeData('getRecordsByFilter', (data) => without(readMembers(data), names.total)),
    },
    {
      id: 'lists-nothing-but-records',
      breaks: ['LST-001'],
      description: 'The data of a list is the list itself.',
      mutate: m.changeData('getRecordsByFilter', (data) => readMembers(data)[names.records]),
    },
    {
      id: 'accepts-a-missing-start-timestamp',
      breaks: ['LST-002'],
      description: 'A list without a start is carried out.',
      mutate: m.acceptWhere(
        (request) => m.isFor(request, 'getRecordsByFilter') && !(names.from in readFields(request)),
      ),
    },
    {
      id: 'ignores-page-size',
      breaks: ['LST-003'],
      description: 'Every page has the default size.',
      mutate: m.changeFields('getRecordsByFilter', (fields) => without(fields, names.pageSize)),
    },
    {
      id: 'one-record-too-many',
      breaks: ['LST-003'],
      description: 'A page holds one record more than the page size.',
      mutate: m.changeFields('getRecordsByFilter', (fields) =>
        names.pageSize in fields
          ? { ...fields, [names.pageSize]: Number(fields[names.pageSize]) + 1 }
          : fields,
      ),
    },
    {
      id: 'forgets-page-size',
      breaks: ['LST-004'],
      description: 'Everything is listed at once when the page size is not given.',
      mutate: m.changeFields('getRecordsByFilter', (fields) => ({
        [names.pageSize]: defaultSize * 10,
        ...fields,
      })),
    },
    {
      id: 'default-page-too-small',
      breaks: ['LST-004'],
      description: 'A page holds 5 records when the page size is not given.',
      mutate: m.changeFields('getRecordsByFilter', (fields) => ({ [names.pageSize]: 5, ...fields })),
    },
    {
      id: 'begins-at-the-second-page',
      breaks: ['LST-005'],
      description: 'The second page is given when page is not.',
      mutate: m.changeFields('getRecordsByFilter', (fields) => ({ [names.page]: 2, ...fields })),
    },
    {
      id: 'forgets-its-page-number',
      breaks: ['LST-006'],
      description: 'Every list says that it is page 1.',
      mutate: m.changeListing((listing) => ({ ...listing, page: 1 })),
    },
    {
      id: 'counts-pages-from-zero',
      breaks: ['LST-006'],
      description: 'A list says the number of its page less one.',
      mutate: m.changeListing((listing) => ({ ...listing, page: listing.page - 1 })),
    },
    {
      id: 'ignores-page',
      breaks: ['LST-007', 'LST-008'],
      description: 'Every page is the first one.',
      mutate: m.changeFields('getRecordsByFilter', (fields) => without(fields, names.page)),
    },
    {
      id: 'off-by-one-page',
      breaks: ['LST-007', 'LST-008'],
      description: 'A page begins with the last record of the page before.',
      mutate: overlapPages,
    },
    {
      id: 'loses-the-last-record-of-a-page',
      breaks: ['LST-008'],
      description: 'A full page of several records lacks its last one.',
      mutate: m.changeListing((listing, request) => {
        const { length } = listing.records;
        const isFull = length > 1 && length === readFields(request)[names.pageSize];
        return isFull ? { ...listing, records: listing.records.slice(0, -1) } : listing;
      }),
    },
    {
      id: 'counts-one-page-only',
      breaks: ['LST-009'],
      description: 'The total is the number of records on the page.',
      mutate: m.changeListing((listing) => ({ ...listing, total: listing.records.length })),
    },
    {
      id: 'counts-what-is-left',
      breaks: ['LST-009'],
      description: 'The total is the number of records from this page on.',
      mutate: m.changeListing((listing, request) => {
        const size = readFields(request)[names.pageSize] ?? defaultSize;
        return { ...listing, total: listing.total - (listing.page - 1) * Number(size) };
      }),
    },
    {
      id: 'shortens-listed-records',
      breaks: ['LST-012', 'REC-012'],
      description: 'A listed record has no more than its callId and its start.',
      mutate: m.changeListing((listing) => ({
        ...listing,
        records: listing.records.map((one) => ({
          [names.callId]: one[names.callId],
          [names.start]: one[names.start],
        })),
      })),
    },
    {
      id: 'lists-times-as-text',
      breaks: ['LST-010'],
      description: 'The start of a listed record is the digits of a number as a string.',
      mutate: m.changeListing((listing) => ({
        ...listing,
        records: listing.records.map((one) => ({ ...one, [names.start]: String(one[names.start]) })),
      })),
    },
    {
      id: 'refuses-an-empty-filter',
      breaks: ['LST-013'],
      description: 'A list needs a start.',
      mutate: m.refuseWhere(
        m.findCode('method-not-post'),
        (request) => m.isFor(request, 'getRecordsByFilter') && request.body === '{}',
      ),
    },
    {
      id: 'lists-nothing-by-default',
      breaks: ['LST-013'],
      description: 'Without a start no call is listed.',
      mutate: m.changeListing((listing, request) =>
        names.from in readFields(request) ? listing : { ...listing, total: 0, records: [] },
      ),
    },
    {
      id: 'accepts-a-page-size-of-zero',
      breaks: ['LST-011'],
      description: 'A page size of 0 is taken.',
      mutate: m.acceptWhere((request) => readFields(request)[names.pageSize] === 0),
    },
    {
      id: 'accepts-a-negative-page-size',
      breaks: ['LST-011'],
      description: 'A negative page size is taken.',
      mutate: m.acceptWhere((request) => Number(readFields(request)[names.pageSize]) < 0),
    },
  ];
};
