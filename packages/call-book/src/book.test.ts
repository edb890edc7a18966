import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCallBook } from './book.ts';
import { sqliteBook } from './stores/sqlite.ts';
import { app, collect, playV1, writeRecordV1 } from './testing/play-calls.ts';

const key = { generation: 'v1', app, callId: 'call-1' } as const;
const open = () => createCallBook({ store: sqliteBook({ path: ':memory:' }) });

test('makes one row of all webhooks of a call', async () => {
  const book = open();
  for (const event of playV1()) await book.handle(event);
  expect(await book.get(key)).toEqual({
    ...key,
    ...{ state: 'ended', caller: 'alice', participants: ['alice', 'bob'], media: 'audio', type: 'single' },
    ...{ result: 'normal_end', startTime: 1704856873, acceptTime: 1704856876, endTime: 1704856885 },
    talkSeconds: 9,
    users: [
      {
        user: 'alice',
        role: 'caller',
        takesPart: true,
        joinTime: 1704856876,
        leaveTime: 1704856885,
        talkSeconds: 9,
      },
      {
        user: 'bob',
        role: 'callee',
        takesPart: true,
        joinTime: 1704856876,
        leaveTime: 1704856885,
        talkSeconds: 9,
      },
    ],
    sources: {
      ...{ caller: 'stated', media: 'stated', type: 'stated', result: 'stated' },
      ...{ startTime: 'stated', acceptTime: 'stated', endTime: 'stated' },
    },
  });
  expect(await book.totals()).toEqual({ calls: 1, talkSeconds: 9, callsWithoutTalkSeconds: 0 });
  expect(await collect(book.userTotals())).toEqual([
    { user: 'alice', calls: 1, talkSeconds: 9, callsWithoutTalkSeconds: 0 },
    { user: 'bob', calls: 1, talkSeconds: 9, callsWithoutTalkSeconds: 0 },
  ]);
});

const group = { callees: ['bob', 'carol'], invited: ['dave'], joined: ['erin'] };
const deliveries = [...playV1(group), ...playV1(group), ...playV1()];
test('gives the same row for webhooks and records in any order, with any of them again', async () => {
  const records = [writeRecordV1(group), { ...writeRecordV1(group), endTs: 1704856999 }];
  const steps = [
    ...deliveries.map((event) => (book: ReturnType<typeof open>) => book.handle(event)),
    ...records.map(
      (record, readAt) => (book: ReturnType<typeof open>) => book.addRecords([record], { app, readAt }),
    ),
  ];
  const read = async (order: readonly number[]) => {
    const book = open();
    for (const at of order) await steps[at]?.(book);
    return book.store.list({ limit: 9 });
  };
  const all = steps.map((_, at) => at);
  const expected = await read(all);
  const shuffled = fc.tuple(
    fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length, maxLength: 2 * all.length }),
  );
  const property = fc.asyncProperty(shuffled, async ([order]) => {
    expect(await read(order)).toEqual(expected);
  });
  await fc.assert(property, { numRuns: 100 });
});
