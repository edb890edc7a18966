import { listWords } from '../../requirements/check/schemas.ts';
import {
  type Members,
  type MutantTable,
  type Mutate,
  type Mutations,
  readFields,
  withFields,
} from '../mutations.ts';

/** The record of one call, broken. */
export function record(m: Mutations): MutantTable {
  const { names, changeRecord } = m;
  const { recordMember } = m.generation;
  const operation = 'getRecordByCallId';
  const notFound = m.findCode('record-not-found');
  return {
    'REC-001': {
      'loses-listed-records': m.refuseWhere(notFound, (request) => m.isFor(request, operation)),
    },
    'REC-001 REC-012': {
      'returns-the-record-of-another-call': changeRecord(() => ({ [names.callId]: 'another-call' })),
    },
    'REC-002': {
      'writes-times-as-text': changeRecord((record) => ({ [names.start]: String(record[names.start]) })),
    },
    'REC-003': {
      'returns-records-of-another-app': changeRecord((record) => ({ sdkAppId: Number(record.sdkAppId) + 1 })),
    },
    'REC-004': {
      'writes-the-media-type-in-capitals': changeRecord((one) => ({
        [names.mediaType]: String(one[names.mediaType]).toUpperCase(),
      })),
    },
    'REC-005': { 'calls-a-call-multi': changeRecord(() => ({ [names.callType]: 'multi' })) },
    'REC-006': { 'calls-a-result-offline': changeRecord(() => ({ [names.callResult]: 'offline' })) },
    'REC-007': {
      'ends-calls-before-they-begin': changeRecord((record) => ({
        [names.end]: Number(record[names.start]) - 1,
      })),
    },
    'REC-008': {
      'joins-callees-by-commas': changeRecord((record) => ({
        [names.callees]: String(record[names.callees]),
      })),
    },
    'REC-009 REC-010': {
      'invents-records': m.replaceAnswers(({ isSuccess }, request) => {
        if (isSuccess || !m.isFor(request, operation)) return undefined;
        const made = { [names.callId]: readFields(request)[names.callId], [names.start]: 1 };
        return m.succeed(recordMember === undefined ? made : { [recordMember]: made });
      }),
    },
    'REC-010': { 'succeeds-without-a-record': m.acceptCode(notFound, [operation], null) },
    'REC-011 NEG-001': {
      'accepts-a-missing-call-id': m.acceptWhere(
        (request) => m.isFor(request, operation) && !(names.callId in readFields(request)),
      ),
    },
    'REC-012': {
      'rounds-the-start-of-a-call': changeRecord((record) => ({
        [names.start]: Number(record[names.start]) - 1,
      })),
    },
    'REC-013': { 'drops-the-media-type': changeRecord(() => ({ [names.mediaType]: undefined })) },
    'REC-014': {
      'writes-times-in-milliseconds': changeRecord((one) => ({
        [names.start]: Number(one[names.start]) * 1000,
        [names.end]: Number(one[names.end]) * 1000,
      })),
    },
  };
}

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
      'lists-nothing-as-null': m.changeMembers(operation, ({ [names.records]: list }) => ({
        [names.records]: Array.isArray(list) && list.length > 0 ? list : null,
      })),
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
      'lists-times-as-text': changeListed((record) => ({ [names.start]: String(record[names.start]) })),
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
    'LST-015': {
      'shares-the-screen-in-the-second-record': changeListing(({ records }) => ({
        records: records.map((one, at) => (at === 1 ? { ...one, [names.mediaType]: 'Screen' } : one)),
      })),
      'ends-the-second-record-before-its-start': changeListing(({ records }) => ({
        records: records.map((one, at) =>
          at === 1 ? { ...one, [names.end]: Number(one[names.start]) - 1 } : one,
        ),
      })),
    },
    'LST-013': {
      'refuses-an-empty-filter': m.refuseWhere(
        m.findCode('method-not-post'),
        (request) => m.isFor(request, operation) && request.body === '{}',
      ),
      'ends-a-day-ago-by-default': m.onlyFor(operation, (request, forward, { now }) => {
        const { [names.to]: to = Math.floor(now() / 1000) - 86_400, ...fields } = readFields(request);
        return forward(request.body === '{}' ? withFields(request, { ...fields, [names.to]: to }) : request);
      }),
      'lists-nothing-by-default': changeListing((_, request) =>
        hasFilter(request) ? {} : { total: 0, records: [] },
      ),
    },
  };
}

/** The filter of the list, broken. */
export function filter(m: Mutations): MutantTable {
  const { names, generation, changeListing } = m;
  const week = generation.contract.limits.dataWindow.seconds;
  const onList = (change: (fields: Members) => Members) => m.changeFields('getRecordsByFilter', change);
  const firstWord = (schema: string, fit: RegExp) =>
    listWords(generation.openapi, schema).find((word) => fit.test(word));
  const ignoring = (field: string) => ({
    [`ignores-${field.toLowerCase()}`]: onList(() => ({ [field]: undefined })),
  });
  const listNothingBy = (field: string) => ({
    [`lists-nothing-by-${field.toLowerCase()}`]: changeListing((_, request) =>
      field in readFields(request) ? { total: 0, records: [] } : {},
    ),
  });
  return {
    'FLT-001': {
      'ignores-start-timestamp': onList((fields) => {
        const from = Number(fields[names.from]);
        return { [names.to]: from + week, ...fields, [names.from]: from - week };
      }),
      'ignores-start-timestamp-beside-an-end': onList((fields) =>
        names.to in fields ? { [names.from]: Number(fields[names.from]) - week } : {},
      ),
    },
    'FLT-002': { 'ignores-end-timestamp': onList(() => ({ [names.to]: undefined })) },
    'FLT-003': ignoring(names.callResult),
    'FLT-004': ignoring(names.callType),
    'FLT-005': {
      'lists-answered-calls-by-default': onList((fields) => ({
        [names.callResult]: firstWord('CallResult', /^normal/i),
        ...fields,
      })),
    },
    'FLT-006': {
      'lists-one-to-one-calls-by-default': onList((fields) => ({
        [names.callType]: firstWord('CallType', /^single/i),
        ...fields,
      })),
    },
    'FLT-007': {
      'lists-old-records': changeListing(({ total, records }, request, { now }) => {
        const start = Number(readFields(request)[names.from]) + 1;
        if (start >= now() / 1000 - week) return {};
        return {
          total: total + 1,
          records: [{ [names.callId]: 'old', [names.start]: start }, ...records],
        };
      }),
    },
    'FLT-008': {
      'filters-by-the-end-of-a-call': changeListing((listing, request) => {
        const { [names.to]: to = Infinity } = readFields(request);
        const records = listing.records.filter((record) => Number(record[names.end]) <= Number(to));
        return { total: records.length, records };
      }),
    },
    'FLT-009 LST-005': {
      'turns-the-list-around-each-time': changeListing(({ records }, _, { memory }) => {
        if (memory.delete('turned')) return { records: records.toReversed() };
        memory.set('turned', 'yes');
        return {};
      }),
    },
    'FLT-010': {
      ...listNothingBy(names.callResult),
      ...listNothingBy(names.callType),
      'lists-nothing-by-both-filters': changeListing((_, request) => {
        const fields = readFields(request);
        return names.callResult in fields && names.callType in fields ? { total: 0, records: [] } : {};
      }),
    },
  };
}
