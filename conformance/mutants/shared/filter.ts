import { listWords } from '../../requirements/check/schemas.ts';
import { type Mutant, mutant } from '../mutant.ts';
import { type Listing, type Members, type Mutations, readFields, without } from '../mutations.ts';

/** The filter of the list, broken. */
export function filter(m: Mutations): readonly Mutant[] {
  const { names, generation } = m;
  const week = generation.contract.limits.dataWindow.seconds;
  const onList = (change: (fields: Members) => Members) => m.changeFields('getRecordsByFilter', change);
  const none = (listing: Listing): Listing => ({ ...listing, total: 0, records: [] });
  const firstWord = (schema: string, fit: RegExp) =>
    listWords(generation.openapi, schema).find((word) => fit.test(word));
  return [
    mutant(
      'ignores-start-timestamp',
      'FLT-001',
      onList((fields) => {
        const from = Number(fields[names.from]);
        return { [names.to]: from + week, ...fields, [names.from]: from - week };
      }),
    ),
    mutant(
      'ignores-start-timestamp-beside-an-end',
      'FLT-001',
      onList((fields) =>
        names.to in fields ? { ...fields, [names.from]: Number(fields[names.from]) - week } : fields,
      ),
    ),
    mutant(
      'ignores-end-timestamp',
      'FLT-002',
      onList((fields) => without(fields, names.to)),
    ),
    ...[names.callResult, names.callType].flatMap((field) => [
      mutant(
        `lists-nothing-by-${field.toLowerCase()}`,
        'FLT-010',
        m.changeListing((listing, request) => (field in readFields(request) ? none(listing) : listing)),
      ),
      mutant(
        `ignores-${field.toLowerCase()}`,
        field === names.callResult ? 'FLT-003' : 'FLT-004',
        onList((fields) => without(fields, field)),
      ),
    ]),
    mutant(
      'lists-answered-calls-by-default',
      'FLT-005',
      onList((fields) => ({ [names.callResult]: firstWord('CallResult', /^normal/i), ...fields })),
    ),
    mutant(
      'lists-one-to-one-calls-by-default',
      'FLT-006',
      onList((fields) => ({ [names.callType]: firstWord('CallType', /^single/i), ...fields })),
    ),
    mutant(
      'lists-old-records',
      'FLT-007',
      m.changeListing((listing, request, { now }) => {
        const start = Number(readFields(request)[names.from]) + 1;
        if (start >= now() / 1000 - week) return listing;
        const old = { [names.callId]: 'old', [names.start]: start };
        return { ...listing, total: listing.total + 1, records: [old, ...listing.records] };
      }),
    ),
    mutant(
      'filters-by-the-end-of-a-call',
      'FLT-008',
      m.changeListing((listing, request) => {
        const { [names.to]: to = Infinity } = readFields(request);
        const records = listing.records.filter((one) => Number(one[names.end]) <= Number(to));
        return { ...listing, total: records.length, records };
      }),
    ),
    mutant(
      'turns-the-list-around-each-time',
      ['FLT-009', 'LST-005'],
      m.changeListing((listing, _, { memory }) => {
        const isTurned = memory.has('turned');
        if (isTurned) memory.delete('turned');
        else memory.set('turned', 'yes');
        return isTurned ? { ...listing, records: listing.records.toReversed() } : listing;
      }),
    ),
  ];
}
