import { readMembers } from '../../requirements/check/answer.ts';
import { type Mutant, type Mutate, mutant } from '../mutant.ts';
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
    mutant(
      'drops-total-num',
      'LST-001',
      m.changeData('getRecordsByFilter', (data) => without(readMembers(data), names.total)),
    ),
    mutant(
      'lists-nothing-but-records',
      'LST-001',
      m.changeData('getRecordsByFilter', (data) => readMembers(data)[names.records]),
    ),
    mutant(
      'accepts-a-missing-start-timestamp',
      'LST-002',
      m.acceptWhere(
        (request) => m.isFor(request, 'getRecordsByFilter') && !(names.from in readFields(request)),
      ),
    ),
    mutant(
      'ignores-page-size',
      'LST-003',
      m.changeFields('getRecordsByFilter', (fields) => without(fields, names.pageSize)),
    ),
    mutant(
      'one-record-too-many',
      'LST-003',
      m.changeFields('getRecordsByFilter', (fields) =>
        names.pageSize in fields
          ? { ...fields, [names.pageSize]: Number(fields[names.pageSize]) + 1 }
          : fields,
      ),
    ),
    mutant(
      'forgets-page-size',
      'LST-004',
      m.changeFields('getRecordsByFilter', (fields) => ({
        [names.pageSize]: defaultSize * 10,
        ...fields,
      })),
    ),
    mutant(
      'default-page-too-small',
      'LST-004',
      m.changeFields('getRecordsByFilter', (fields) => ({ [names.pageSize]: 5, ...fields })),
    ),
    mutant(
      'begins-at-the-second-page',
      'LST-005',
      m.changeFields('getRecordsByFilter', (fields) => ({ [names.page]: 2, ...fields })),
    ),
    mutant(
      'forgets-its-page-number',
      'LST-006',
      m.changeListing((listing) => ({ ...listing, page: 1 })),
    ),
    mutant(
      'counts-pages-from-zero',
      'LST-006',
      m.changeListing((listing) => ({ ...listing, page: listing.page - 1 })),
    ),
    mutant(
      'ignores-page',
      ['LST-007', 'LST-008'],
      m.changeFields('getRecordsByFilter', (fields) => without(fields, names.page)),
    ),
    mutant('off-by-one-page', ['LST-007', 'LST-008'], overlapPages),
    mutant(
      'loses-the-last-record-of-a-page',
      'LST-008',
      m.changeListing((listing, request) => {
        const { length } = listing.records;
        const isFull = length > 1 && length === readFields(request)[names.pageSize];
        return isFull ? { ...listing, records: listing.records.slice(0, -1) } : listing;
      }),
    ),
    mutant(
      'counts-one-page-only',
      'LST-009',
      m.changeListing((listing) => ({ ...listing, total: listing.records.length })),
    ),
    mutant(
      'counts-what-is-left',
      'LST-009',
      m.changeListing((listing, request) => {
        const size = readFields(request)[names.pageSize] ?? defaultSize;
        return { ...listing, total: listing.total - (listing.page - 1) * Number(size) };
      }),
    ),
    mutant(
      'shortens-listed-records',
      ['LST-012', 'REC-012'],
      m.changeListed((one) => ({
        [names.callId]: one[names.callId],
        [names.start]: one[names.start],
      })),
    ),
    mutant(
      'lists-times-as-text',
      'LST-010',
      m.changeListed((one) => ({ ...one, [names.start]: String(one[names.start]) })),
    ),
    mutant(
      'refuses-an-empty-filter',
      'LST-013',
      m.refuseWhere(
        m.findCode('method-not-post'),
        (request) => m.isFor(request, 'getRecordsByFilter') && request.body === '{}',
      ),
    ),
    mutant(
      'lists-nothing-by-default',
      'LST-013',
      m.changeListing((listing, request) =>
        names.from in readFields(request) ? listing : { ...listing, total: 0, records: [] },
      ),
    ),
    mutant(
      'accepts-a-page-size-of-zero',
      'LST-011',
      m.acceptWhere((request) => readFields(request)[names.pageSize] === 0),
    ),
    mutant(
      'accepts-a-negative-page-size',
      'LST-011',
      m.acceptWhere((request) => Number(readFields(request)[names.pageSize]) < 0),
    ),
  ];
};
