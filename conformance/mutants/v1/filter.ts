import { limits } from '@trtc-call/spec/v1';
import { changeFields, without } from './change-requests.ts';
import { changeListing } from './list-answers.ts';
import type { Mutant } from './mutant.ts';
import { readFields } from './request.ts';

const week = limits.dataWindow.value * 86_400;

/** The filter of the list, broken. */
export const filter: readonly Mutant[] = [
  {
    id: 'ignores-start-timestamp',
    breaks: ['V1-FLT-001'],
    description: 'Calls that began before startTimestamp are listed.',
    mutate: changeFields('getRecordsByFilter', (fields) => {
      const startTimestamp = Number(fields.startTimestamp);
      return { endTimestamp: startTimestamp + week, ...fields, startTimestamp: startTimestamp - week };
    }),
  },
  {
    id: 'ignores-start-timestamp-beside-an-end',
    breaks: ['V1-FLT-001'],
    description: 'Where there is an endTimestamp, calls that began before startTimestamp are listed.',
    mutate: changeFields('getRecordsByFilter', (fields) =>
      'endTimestamp' in fields ? { ...fields, startTimestamp: Number(fields.startTimestamp) - week } : fields,
    ),
  },
  {
    id: 'lists-nothing-by-result',
    breaks: ['V1-FLT-010'],
    description: 'A filter by callResult lists no call at all.',
    mutate: changeListing((listing, request) =>
      'callResult' in readFields(request) ? { ...listing, totalNum: 0, callRecordList: [] } : listing,
    ),
  },
  {
    id: 'lists-nothing-by-type',
    breaks: ['V1-FLT-010'],
    description: 'A filter by callType lists no call at all.',
    mutate: changeListing((listing, request) =>
      'callType' in readFields(request) ? { ...listing, totalNum: 0, callRecordList: [] } : listing,
    ),
  },
  {
    id: 'ignores-end-timestamp',
    breaks: ['V1-FLT-002'],
    description: 'Calls that began after endTimestamp are listed.',
    mutate: changeFields('getRecordsByFilter', (fields) => without(fields, 'endTimestamp')),
  },
  {
    id: 'ignores-call-result',
    breaks: ['V1-FLT-003'],
    description: 'callResult filters nothing.',
    mutate: changeFields('getRecordsByFilter', (fields) => without(fields, 'callResult')),
  },
  {
    id: 'ignores-call-type',
    breaks: ['V1-FLT-004'],
    description: 'callType filters nothing.',
    mutate: changeFields('getRecordsByFilter', (fields) => without(fields, 'callType')),
  },
  {
    id: 'lists-answered-calls-by-default',
    breaks: ['V1-FLT-005'],
    description: 'Without callResult only calls that ended normally are listed.',
    mutate: changeFields('getRecordsByFilter', (fields) => ({ callResult: 'normal_end', ...fields })),
  },
  {
    id: 'lists-one-to-one-calls-by-default',
    breaks: ['V1-FLT-006'],
    description: 'Without callType no group calls are listed.',
    mutate: changeFields('getRecordsByFilter', (fields) => ({ callType: 'single', ...fields })),
  },
  {
    id: 'lists-old-records',
    breaks: ['V1-FLT-007'],
    description: 'Calls are listed that began more than 7 days ago.',
    mutate: changeListing((listing, request, { now }) => {
      const startCallTs = Number(readFields(request).startTimestamp) + 1;
      const isOld = startCallTs < now() / 1000 - week;
      if (!isOld) return listing;
      const callRecordList = [{ callId: 'old', startCallTs }, ...listing.callRecordList];
      return { ...listing, totalNum: listing.totalNum + 1, callRecordList };
    }),
  },
  {
    id: 'filters-by-the-end-of-a-call',
    breaks: ['V1-FLT-008'],
    description: 'endTimestamp is compared with the end of a call, not with its start.',
    mutate: changeListing((listing, request) => {
      const { endTimestamp = Infinity } = readFields(request);
      const ended = listing.callRecordList.filter(({ endTs }) => Number(endTs) <= Number(endTimestamp));
      return { ...listing, totalNum: ended.length, callRecordList: ended };
    }),
  },
  {
    id: 'turns-the-list-around-each-time',
    breaks: ['V1-FLT-009', 'V1-LST-005'],
    description: 'The same filter lists the records in another order each time.',
    mutate: changeListing((listing, _, { memory }) => {
      const isTurned = memory.has('turned');
      if (isTurned) memory.delete('turned');
      else memory.set('turned', 'yes');
      return isTurned ? { ...listing, callRecordList: listing.callRecordList.toReversed() } : listing;
    }),
  },
];
