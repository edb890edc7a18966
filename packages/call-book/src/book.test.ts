import { isFullProof } from '@trtc-call/test-servers';
import { type AnyEvent, createReceiver } from '@trtc-call/webhooks';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { type CallBook, createCallBook } from './book.ts';
import { sqliteBook } from './stores/sqlite.ts';
import {
  app,
  collect,
  playV1,
  playV4,
  recordV4,
  send,
  toEvent,
  writeRecordV1,
} from './testing/play-calls.ts';
import { bookAll, openBook } from './testing/world.ts';

const v1 = { generation: 'v1', app, callId: 'call-1' } as const;
const v4 = { generation: 'v4', app, callId: 'call-4' } as const;
test('makes one row of all webhooks of a call of v1', async () => {
  const book = await bookAll(playV1());
  const times = { joinTime: 1704856876, leaveTime: 1704856885, talkSeconds: 9 };
  expect(await book.get(v1)).toEqual({
    ...v1,
    state: 'ended',
    caller: 'alice',
    participants: ['alice', 'bob'],
    media: 'audio',
    type: 'single',
    result: 'normal_end',
    startTime: 1704856873,
    acceptTime: 1704856876,
    endTime: 1704856885,
    talkSeconds: 9,
    users: [
      { user: 'alice', role: 'caller', takesPart: true, ...times },
      { user: 'bob', role: 'callee', takesPart: true, ...times },
    ],
    sources: {
      caller: 'stated',
      media: 'stated',
      type: 'stated',
      result: 'stated',
      startTime: 'stated',
      acceptTime: 'stated',
      endTime: 'stated',
    },
  });
  expect(await book.totals()).toEqual({ calls: 1, talkSeconds: 9, callsWithoutTalkSeconds: 0 });
  expect(await collect(book.userTotals())).toEqual([
    { user: 'alice', calls: 1, talkSeconds: 9, callsWithoutTalkSeconds: 0 },
    { user: 'bob', calls: 1, talkSeconds: 9, callsWithoutTalkSeconds: 0 },
  ]);
});

test.each([
  ['placed', ['StartCall'], { state: 'started', caller: 'alice', talkSeconds: null }],
  ['answered', ['StartCall', 'MemberChanged'], { state: 'connected', talkSeconds: null }],
  ['of which only the end came', ['EndCall'], { state: 'ended', caller: 'alice', talkSeconds: 60 }],
  ['of which the end was lost', ['MemberChanged'], { state: 'connected', caller: null, endTime: null }],
])('knows how far a call of v4 has come that was %s', async (_, commands, expected) => {
  const book = await bookAll(
    playV4().filter(({ command }) => commands.some((word) => command.endsWith(word))),
  );
  expect(await book.get(v4)).toMatchObject(expected);
});

test('invents no duration: the time of a webhook is not the time of the step, and a missing step is not zero', async () => {
  const untimed = playV1().filter(({ command }) => command !== 'normal_end' && command !== 'caller_call_end');
  const bare = untimed.map(({ raw }) => {
    const { AcceptTs, EndTs, ...body } = raw.body;
    return toEvent(raw.query, body);
  });
  const book = await bookAll(bare);
  expect(await book.get(v1)).toMatchObject({
    state: 'ended',
    result: 'normal_end',
    talkSeconds: null,
    sources: { acceptTime: 'seen', endTime: 'seen' },
  });
  const refused = await bookAll(playV1({ result: 'reject', acceptTs: undefined }));
  expect(await refused.get(v1)).toMatchObject({ result: 'reject', talkSeconds: 0 });
  const interrupted = await bookAll(
    playV1({ result: 'interrupt' }).filter(({ command }) => command === 'interrupt'),
  );
  expect(await interrupted.get(v1), 'whether it was answered is not said').toMatchObject({
    talkSeconds: null,
  });

  const whole = playV4();
  const unjoined = await bookAll(whole.filter((_, at) => at !== 2));
  const carol = (await unjoined.get(v4))?.users.find(({ user }) => user === 'carol');
  expect(carol, 'when she came is lost').toMatchObject({ talkSeconds: null, leaveTime: 1740464191 });
});

test('a record wins over webhooks, and one that is read later over an earlier one', async () => {
  const book = await bookAll(playV1({ joined: ['mallory'], callees: ['bob'] }));
  const record = { ...writeRecordV1(), endTs: 1704856895, callResult: 'interrupt' };
  await book.addRecords([record], { app, readAt: 2000 });
  await book.addRecords([writeRecordV1()], { app, readAt: 1000 });
  const call = await book.get(v1);
  expect(call).toMatchObject({
    state: 'confirmed',
    result: 'interrupt',
    talkSeconds: 19,
    participants: ['alice', 'bob'],
  });
  expect(
    call?.users.find(({ user }) => user === 'mallory'),
    'nothing known is lost',
  ).toMatchObject({
    takesPart: false,
  });
  const { acceptTs: _, ...bare } = { ...writeRecordV1(), mediaType: '', callResult: '', endTs: 0 };
  await book.addRecords([bare], { app, readAt: 3000 });
  expect(await book.get(v1), 'what a record leaves out stays').toMatchObject({
    talkSeconds: 19,
    media: 'audio',
  });
});

const group = { callees: ['bob', 'carol'], invited: ['dave'], joined: ['erin'] };
type Step = (book: CallBook<never>) => unknown;
const handleAll = (events: readonly AnyEvent[]) =>
  events.map(
    (event): Step =>
      (book) =>
        book.handle(event),
  );
const addAll = (records: readonly Parameters<CallBook<never>['addRecords']>[0][number][]) =>
  records.map(
    (record, readAt): Step =>
      (book) =>
        book.addRecords([record], { app, readAt }),
  );

test.each([
  [
    'v1',
    [
      ...handleAll([...playV1(group), ...playV1({ startCallTs: 1704856870, endTs: 1704856889 })]),
      ...addAll([writeRecordV1(group), { ...writeRecordV1(group), endTs: 1704856999 }]),
    ],
  ],
  [
    'v4',
    [
      ...handleAll([...playV4(), toEvent(playV4()[0]?.raw.query ?? {}, { CallInfo: { CallId: 'call-4' } })]),
      ...addAll([recordV4, { ...recordV4, EndTime: recordV4.EndTime + 1, CalleeList_Account: ['dave'] }]),
    ],
  ],
])('gives the same row in any order and with any repetition: %s', async (_, steps) => {
  const read = async (order: readonly number[]) => {
    const book = openBook();
    for (const at of order) await steps[at]?.(book);
    return [await book.store.list({ limit: 9 }), await collect(book.calls())];
  };
  const all = steps.map((_, at) => at);
  const expected = await read(all);
  const twice = [...all, ...all];
  const shuffled = fc.shuffledSubarray(twice, { minLength: twice.length });
  const property = fc.asyncProperty(shuffled, async (order) => {
    expect(await read(order)).toEqual(expected);
  });
  await fc.assert(property, { numRuns: isFullProof ? 200 : 30 });
});

test('reports a webhook that names no call, and books nothing', async () => {
  const onUnbooked = vi.fn();
  const book = createCallBook({ store: sqliteBook({ path: ':memory:' }), onUnbooked });
  const [{ raw } = { raw: undefined }] = playV1();
  const nameless = toEvent(raw?.query ?? {}, { ...raw?.body, CallId: undefined });
  const unknown = toEvent({ ...raw?.query, command: 'new_word' }, raw?.body ?? {});
  await book.handle(nameless);
  await book.handle(unknown);
  expect(onUnbooked.mock.calls).toEqual([[nameless], [unknown]]);
  expect(await book.totals()).toMatchObject({ calls: 0 });
});

test('refuses unknown options, and a value that is not a store', () => {
  const store = sqliteBook({ path: ':memory:' });
  expect(() => createCallBook({ store, onUnboked: () => {} } as never)).toThrow(/did you mean onUnbooked\?/);
  expect(() => createCallBook({ store: {} } as never)).toThrow(
    /store must be sqliteBook\(\) or postgresBook\(\)/,
  );
  expect(() => createCallBook({ store, onUnbooked: 5 } as never)).toThrow(
    'createCallBook: onUnbooked must be a function (got 5)',
  );
  expect(() => createCallBook(undefined as never)).toThrow(/options must be an object \(got undefined\)/);
  expect(() => sqliteBook(undefined as never)).toThrow('sqliteBook: options must be an object');
  expect(() => sqliteBook({})).toThrow('sqliteBook: pass either path or database');
  expect(() => sqliteBook({ path: ':memory:', table: 'a b' })).toThrow(/table must be .* \(got "a b"\)/);
});

test.each<[object, RegExp]>([
  [{ usr: 'bob' }, /calls: usr is not an option \(did you mean user\?\)/],
  [{ user: ['bob'] }, /calls: user must be a string \(got bob\)/],
  [{ user: undefined }, /calls: user must be a string \(got undefined\)/],
  [{ app: '1' }, /calls: app must be an SDKAppID \(got 1\)/],
  [{ generation: 'v2' }, /calls: generation must be v1 or v4 \(got v2\)/],
  [{ from: new Date(0) }, /calls: from must be Unix seconds/],
  [{ to: Date.UTC(2026, 1) }, /calls: to must be Unix seconds/],
])('a filter of %j would not select what is meant', async (filter, message) => {
  const book = openBook();
  await expect(collect(book.calls(filter))).rejects.toThrow(message);
});

test('sums are of all users: they refuse one', async () => {
  const book = await bookAll(playV1());
  const filter: object = { user: 'bob' };
  await expect(book.totals(filter)).rejects.toThrow('totals: user is not an option');
  await expect(collect(book.userTotals(filter))).rejects.toThrow('userTotals: user is not an option');
});

test.each<[string, (book: CallBook<never>) => unknown, RegExp]>([
  [
    'records of another app',
    (book) => book.addRecords([writeRecordV1()], { app: 1 }),
    /records\[0\] must be of the app 1/,
  ],
  ['no app', (book) => book.addRecords([recordV4], {} as never), /app must be an SDKAppID \(got undefined\)/],
  ['no options', (book) => book.addRecords([recordV4], undefined as never), /app must be an SDKAppID/],
  ['no records', (book) => book.addRecords(undefined as never, { app }), /records must be an array/],
  [
    'no record',
    (book) => book.addRecords([null as never], { app }),
    /records\[0\] must be a record \(got null\)/,
  ],
  [
    'a record of neither generation',
    (book) => book.addRecords([{ id: 5 } as never], { app }),
    /addRecords: records\[0\] must be a record \(got an object without callId and CallId\)/,
  ],
  [
    'no id',
    (book) => book.addRecords([recordV4, { ...recordV4, CallId: '' }], { app }),
    /records\[1\] must be of a call with an id/,
  ],
  [
    'no time',
    (book) => book.addRecords([recordV4], { app, readAt: Number.NaN }),
    /readAt must be a time in milliseconds/,
  ],
  ['no key', (book) => book.get(undefined as never), /get: key must be an object/],
  ['no call id', (book) => book.get({ generation: 'v1', app } as never), /get: callId must be a string/],
  ['no event', (book) => book.handle(undefined as never), /handle: event must be an event of a receiver/],
])('refuses %s, and books nothing', async (_, call, message) => {
  const book = openBook();
  await expect(async () => call(book)).rejects.toThrow(message);
  expect(await book.totals()).toMatchObject({ calls: 0 });
});

test('is the handler of a receiver', async () => {
  const book = openBook();
  const receiver = createReceiver({ sdkAppId: app, on: { '*': (event) => book.handle(event) } });
  const nothing: object = JSON.parse('null');
  await book.handle(playV4()[0] as never, nothing);
  for (const event of playV4()) expect(await send(receiver, event)).toBe(0);
  expect(await book.get(v4)).toMatchObject({ state: 'ended', talkSeconds: 60 });
});
