import { listWords } from '../../requirements/check/schemas.ts';
import { type Members, type MutantTable, type Mutations, readFields } from '../mutations.ts';

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
        const records = listing.records.filter((one) => Number(one[names.end]) <= Number(to));
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
    'FLT-010': { ...listNothingBy(names.callResult), ...listNothingBy(names.callType) },
  };
}
