import { describe, expect, test } from 'vitest';
import type { RecordListOptions } from '../list/record-list.ts';
import { rejection } from '../testing/answering-fetch.ts';
import { createWorld } from '../testing/record-world.ts';
import type { RecordListFilter } from './records.ts';
import { createRecordList } from './records.ts';

const now = () => 1_700_000_000_000;
const { query, asked } = createWorld([]);

describe('a wrong argument is refused at once', () => {
  const refused: [name: string, filter: unknown, options: unknown, message: string][] = [
    ['an unknown name', { from: 1 }, {}, 'filter.from is not known: known options are'],
    ['not an object', 5, {}, 'filter must be an object (got 5)'],
    ['an end before the start', { startTimestamp: 9, endTimestamp: 8 }, {}, 'filter.endTimestamp is before'],
    ['a time before 1970', { startTimestamp: -1 }, {}, 'filter.startTimestamp is before 1970'],
    [
      'a time without offset',
      { endTimestamp: '2024-05-01T08:00' },
      {},
      'filter.endTimestamp needs a date and a time zone',
    ],
    [
      'a page of 101',
      { numberPerPage: 101 },
      {},
      'filter.numberPerPage must be an integer from 1 to 100 (got 101)',
    ],
    [
      'an empty page',
      { numberPerPage: 0 },
      {},
      'filter.numberPerPage must be an integer from 1 to 100 (got 0)',
    ],
    [
      'an empty type',
      { callType: '' },
      {},
      'filter.callType must be one of single, group (got an empty string)',
    ],
    ['a type that is not text', { callType: 1 }, {}, 'filter.callType must be one of single, group (got 1)'],
    ['too much ahead', {}, { prefetch: 9 }, 'options.prefetch must be an integer from 0 to 8 (got 9)'],
    ['an unknown option', {}, { limit: 9 }, 'options.limit is not known: known options are'],
    ['no signal', {}, { signal: 1 }, 'options.signal must be an AbortSignal (got 1)'],
  ];
  test.each(refused)('%s', (_, filter, options, message) => {
    const make = () =>
      createRecordList({ query, now }, filter as RecordListFilter, options as RecordListOptions);
    expect(make).toThrow(`records.list: ${message}`);
    expect(make).toThrow(expect.objectContaining({ kind: 'argument' }));
    expect(asked).toEqual([]);
  });

  test('a limit that is not a number', async () => {
    const list = createRecordList({ query, now });
    for (const limit of [0, -1, 1.5, Number.NaN]) {
      const error = await rejection(list.toArray({ limit }));
      expect(error).toMatchObject({ kind: 'argument', field: 'options.limit' });
    }
  });
});
