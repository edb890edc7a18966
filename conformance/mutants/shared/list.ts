import { type MutantTable, type Mutate, type Mutations, readFields, withFields } from '../mutations.ts';

const operation = 'getRecordsByFilter';

/** The pages of the list of records, broken. */
export function list(m: Mutations): MutantTable {
  const { names, changeListing, changeListed } = m;
  const defaultSize = m.generation.contract.limits.defaultPageSize.value;
  const acceptSize = (test: (size: unknown) => boolean) =>
    m.acceptWhere((request) => test(readFields(request)[names.pageSize]));
  const hasFilter = (request: Parameters<Mutate>[0]) => names.from in readFields(request);
  /** Lets each page but the first begin with the last record of the page before it. */
  const overlapPages = m.onlyFor(operation, async (request, forward) => {
    const fields = readFields(request);
    const page = Number(fields[names.page] ?? 1);
    if (!(page > 1)) return forward(request);
    const read = async (number: number) => {
      const asked = withFields(request, { ...fields, [names.page]: number });
      return m.readListing(m.readAnswer(await forward(asked)).data);
    };
    const [listing, before] = [await read(page), await read(page - 1)];
    const size = Number(fields[names.pageSize] ?? defaultSize);
    const records = [...before.records.slice(-1), ...listing.records].slice(0, size);
    return m.succeed(m.writeListing({ ...listing, records }));
  });

  return {
    'LST-001': {
      'drops-total-num': m.changeMembers(operation, () => ({ [names.total]: undefined })),
      'lists-nothing-but-records': m.changeData(operation, (data) => m.readListing(data).records),
    },
    'LST-002': {
      'accepts-a-missing-start-timestamp': m.acceptWhere(
        (request) => m.isFor(request, operation) && !hasFilter(request),
      ),
    },
    'LST-003': {
      'ignores-page-size': m.changeFields(operation, () => ({ [names.pageSize]: undefined })),
      'one-record-too-many': m.changeFields(operation, ({ [names.pageSize]: size }) => ({
        [names.pageSize]: typeof size === 'number' ? size + 1 : size,
      })),
    },
    'LST-004': {
      'forgets-page-size': m.changeFields(operation, (fields) => ({
        [names.pageSize]: defaultSize * 10,
        ...fields,
      })),
      'default-page-too-small': m.changeFields(operation, (fields) => ({ [names.pageSize]: 5, ...fields })),
    },
    'LST-005': {
      'begins-at-the-second-page': m.changeFields(operation, (fields) => ({ [names.page]: 2, ...fields })),
    },
    'LST-006': {
      'forgets-its-page-number': changeListing(() => ({ page: 1 })),
      'counts-pages-from-zero': changeListing(({ page }) => ({ page: page - 1 })),
    },
    'LST-007 LST-008': {
      'ignores-page': m.changeFields(operation, () => ({ [names.page]: undefined })),
      'off-by-one-page': overlapPages,
    },
    'LST-008': {
      'loses-the-last-record-of-a-page': changeListing(({ records }, request) => {
        const isFull = records.length > 1 && records.length === readFields(request)[names.pageSize];
        return isFull ? { records: records.slice(0, -1) } : {};
      }),
    },
    'LST-009': {
      'counts-one-page-only': changeListing(({ records }) => ({ total: records.length })),
      'counts-what-is-left': changeListing(({ total, page }, request) => {
        const size = readFields(request)[names.pageSize] ?? defaultSize;
        return { total: total - (page - 1) * Number(size) };
      }),
    },
    'LST-010': {
      'lists-times-as-text': changeListed((one) => ({ [names.start]: String(one[names.start]) })),
    },
    'LST-011': {
      'accepts-a-page-size-of-zero': acceptSize((size) => size === 0),
      'accepts-a-negative-page-size': acceptSize((size) => Number(size) < 0),
    },
    'LST-012 REC-012': {
      'shortens-listed-records': changeListing(({ records }) => ({
        records: records.map((one) => ({
          [names.callId]: one[names.callId],
          [names.start]: one[names.start],
        })),
      })),
    },
    'LST-013': {
      'refuses-an-empty-filter': m.refuseWhere(
        m.findCode('method-not-post'),
        (request) => m.isFor(request, operation) && request.body === '{}',
      ),
      'lists-nothing-by-default': changeListing((_, request) =>
        hasFilter(request) ? {} : { total: 0, records: [] },
      ),
    },
  };
}
