import { createReceiver, type EventStore } from '@trtc-call/webhooks';
import { expect, test } from 'vitest';
import { createCallBook } from '../book.ts';
import type { Evidence } from '../evidence.ts';
import type { BookStore } from '../stores/book-store.ts';
import { sqliteBook } from '../stores/sqlite.ts';
import { app, collect, playV1, playV4, recordV4, send, writeRecordV1 } from './play-calls.ts';

const key = { generation: 'v1', app, callId: 'call-1' } as const;

/** What each store has to do. */
export function describeStore<Transaction>(
  open: () => Promise<{
    store: BookStore<Transaction>;
    again: () => BookStore<Transaction>;
    events: EventStore<Transaction>;
  }>,
): void {
  const openBook = async () => createCallBook({ store: (await open()).store });

  test('books an event in the transaction that marks it as done, or not at all', async () => {
    const { store, events } = await open();
    const book = createCallBook({ store });
    let isDown = true;
    const receiver = createReceiver({
      sdkAppId: app,
      store: events,
      onOutcome: () => {},
      on: {
        '*': (event, { commit }) =>
          commit((transaction) => {
            const written = book.handle(event, { transaction });
            if (!isDown) return written;
            // As if the process had died here.
            if (written) return written.then(() => Promise.reject(new Error('killed')));
            throw new Error('killed');
          }),
      },
    });
    const all = playV1();
    for (const event of all) expect(await send(receiver, event), 'it failed').toBe(1);
    expect(await book.totals(), 'nothing of it is booked').toMatchObject({ calls: 0 });
    isDown = false;
    for (const event of [...all, ...all]) expect(await send(receiver, event)).toBe(0);
    expect(await book.totals()).toEqual({ calls: 1, talkSeconds: 9, callsWithoutTalkSeconds: 0 });
  });

  test('counts a call for no one whom a webhook named and the record does not', async () => {
    const book = await openBook();
    const end = playV4().at(-1);
    if (end) await book.handle(end);
    expect((await collect(book.userTotals())).map(({ user }) => user)).toEqual(['alice', 'bob', 'carol']);
    await book.addRecords([{ ...recordV4, CalleeList_Account: ['alice', 'bob'] }], { app });
    expect((await collect(book.userTotals())).map(({ user }) => user)).toEqual(['alice', 'bob']);
    expect(await collect(book.calls({ user: 'carol' }))).toEqual([]);
    expect(await collect(book.calls({ user: 'bob' }))).toHaveLength(1);
  });

  test('holds records whose times are odd, each with whole seconds or none', async () => {
    const book = await openBook();
    const { StartTime } = recordV4;
    const odd = [
      { CallId: 'fraction', AcceptTime: StartTime + 0.5, EndTime: StartTime + 6.9 },
      { CallId: 'never', AcceptTime: StartTime, EndTime: 1e300 },
      { CallId: 'answered long ago', AcceptTime: 5, EndTime: StartTime },
      { CallId: 'backwards', AcceptTime: StartTime + 9, EndTime: StartTime },
    ];
    for (const times of odd) await book.addRecords([{ ...recordV4, ...times }], { app });
    const calls = await collect(book.calls());
    expect(Object.fromEntries(calls.map(({ callId, talkSeconds }) => [callId, talkSeconds]))).toEqual({
      fraction: 6,
      never: null,
      'answered long ago': null,
      backwards: 0,
    });
    expect(await book.totals()).toEqual({ calls: 4, talkSeconds: 6, callsWithoutTalkSeconds: 2 });
  });

  test('gives the sums of each user once, however long the names are', async () => {
    const book = await openBook();
    const long = 'x'.repeat(600);
    const names = Array.from({ length: 450 }, (_, at) =>
      at % 2 === 0 ? `${long}${at}` : `${String(at).padStart(3, '0')}\\${long}`,
    );
    await book.addRecords(
      names.map((name) => ({
        ...recordV4,
        CallId: name,
        CallType: 'SingleCall',
        Caller_Account: name,
        CalleeList_Account: ['bob'],
      })),
      { app },
    );
    const users = await collect(book.userTotals());
    expect(users).toHaveLength(451);
    expect(new Set(users.map(({ user }) => user)).size).toBe(451);
  });

  test('holds ids of any kind, each as one call', async () => {
    const book = await openBook();
    const long = 'x'.repeat(5000);
    const ids = [
      '\0',
      '\\u0000',
      '\ud800',
      '\udc00',
      '\\',
      '__proto__',
      '😀',
      `${long}a`,
      `${long}b`,
      "'; --",
      ':app',
    ];
    for (const callId of ids) {
      for (const event of playV1({ callId, caller: `${callId} caller` })) await book.handle(event);
    }
    for (const callId of ids) {
      const call = await book.get({ ...key, callId });
      expect(call).toMatchObject({ callId, caller: `${callId} caller`, talkSeconds: 9 });
    }
    expect(await book.totals()).toEqual({ calls: ids.length, talkSeconds: 99, callsWithoutTalkSeconds: 0 });
    const users = (await collect(book.userTotals())).map(({ user }) => user);
    expect(users).toEqual(expect.arrayContaining(['bob', '\0 caller', '\ud800 caller', '\\u0000 caller']));
    expect(users).toHaveLength(ids.length + 1);
  });

  test('holds long ids of any script, whatever letter is at their end', async () => {
    const book = await openBook();
    // Letters in no order, so that the database cannot pack them.
    const letters = (base: number, count: number) =>
      Array.from({ length: count }, (_, at) => String.fromCodePoint(base + ((at * 7919) % 1009))).join('');
    const ids = [0x4e00, 0x1f300].flatMap((base) =>
      [249, 250, 251, 333, 499, 500, 501, 3000].flatMap((count) => [
        letters(base, count),
        `x${letters(base, count)}`,
      ]),
    );
    for (const id of ids) {
      for (const event of playV1({ callId: id, caller: id })) await book.handle(event);
    }
    for (const callId of ids) {
      expect(await book.get({ ...key, callId })).toMatchObject({ callId, caller: callId, talkSeconds: 9 });
    }
    expect(await collect(book.userTotals())).toHaveLength(ids.length + 1);
  });

  test('lists calls by time, user, app and generation, each once', async () => {
    const book = await openBook();
    const fold = Array.from(
      { length: 450 },
      (_, at): Evidence => ({
        ...{
          generation: at % 2 === 0 ? 'v1' : 'v4',
          app: 1 + (at % 3),
          callId: `call ${at}`,
          state: 'ended',
        },
        claims: { startTime: { value: 1000 + Math.floor(at / 5), source: 'stated', at: 0 } },
        users: new Map([[`user ${at % 4}`, { joined: [], left: [] }]]),
      }),
    );
    await book.store.fold(fold);
    const list = async (filter: Parameters<typeof book.calls>[0]) =>
      (await collect(book.calls(filter))).map(({ callId }) => Number(callId.slice(5)));
    expect(new Set(await list({})).size).toBe(450);
    const starts = (await collect(book.calls())).map(({ startTime }) => Number(startTime));
    expect(starts, 'the newest first').toEqual(starts.toSorted((one, other) => other - one));
    const some = [...(await list({ from: 1010, to: 1020 }))].sort((one, other) => one - other);
    expect(some).toEqual(Array.from({ length: 50 }, (_, at) => 50 + at));
    const scoped = await list({ generation: 'v4', app: 2, user: 'user 3', from: 1000 });
    const expected = fold.flatMap((_, at) => (at % 2 === 1 && at % 3 === 1 && at % 4 === 3 ? [at] : []));
    expect(scoped.toSorted((one, other) => one - other)).toEqual(expected);
    expect(await book.totals({ generation: 'v4', app: 2 })).toMatchObject({
      calls: 75,
      callsWithoutTalkSeconds: 75,
    });
    expect((await collect(book.userTotals({ from: 1000, to: 1020 }))).map(({ calls }) => calls)).toEqual([
      25, 25, 25, 25,
    ]);
  });

  test('loses nothing where many write the same calls at the same time', async () => {
    const { store, again } = await open();
    const books = [store, again(), again()].map((each) => createCallBook({ store: each }));
    const groups = { callees: ['bob', 'carol'], invited: ['dave'], joined: ['erin'] };
    const events = ['a', 'b', 'c'].flatMap((callId) => playV1({ ...groups, callId })).concat(playV4());
    await Promise.all(
      books.flatMap((book, number) => [
        ...events.map(async (event, at) => ((at + number) % 3 === 0 ? undefined : book.handle(event))),
        book.addRecords(
          ['c', 'a', 'b'].map((callId) => writeRecordV1({ ...groups, callId })),
          { app, readAt: number },
        ),
      ]),
    );
    const alone = createCallBook({ store: sqliteBook({ path: ':memory:' }) });
    for (const event of events) await alone.handle(event);
    await alone.addRecords(
      ['a', 'b', 'c'].map((callId) => writeRecordV1({ ...groups, callId })),
      { app, readAt: 2 },
    );
    const [book] = books;
    expect(await collect(book?.calls() ?? alone.calls({ app: 0 }))).toEqual(await collect(alone.calls()));
  });

  test('remembers how far a run has come, and which calls it waits for', async () => {
    const { store, again } = await open();
    const book = createCallBook({ store });
    for (const callId of ['a', 'b', 'c', 'd'])
      for (const event of playV1({ callId })) await book.handle(event);
    const scope = { generation: 'v1', app } as const;
    const run = {
      ...scope,
      id: 'one',
      apply: true,
      from: 5,
      to: 9,
      position: 7,
      counts: '{}',
      updatedAt: 1000,
    };
    const span = { from: 1704856873, to: 1704856874 };
    const step = { evidence: [], seen: [], begins: false };
    const listed = { ...span, callIds: ['a'] };
    expect(await store.saveRun(run, { ...step, seen: ['c'], listed, begins: true })).toBe(true);
    await store.saveRun({ ...run, position: 8 }, { ...step, seen: ['a', 'd'] });
    await store.saveRun({ ...run, position: 8 }, { ...step, listed: { ...span, callIds: [] } });
    const waiting = await store.listWaiting(run, { after: '', limit: 9 });
    expect(waiting.map(({ callId }) => callId)).toEqual(['b']);
    expect(await store.listWaiting(run, { after: 'b', limit: 9 })).toEqual([]);

    const other = again();
    expect(await other.takeRun({ ...scope, apply: false }, { before: 5000, now: 5000 })).toBeUndefined();
    expect(await other.takeRun({ ...scope, apply: true }, { before: 1000, now: 5000 })).toBeUndefined();
    const taken = await other.takeRun({ ...scope, apply: true }, { before: 1001, now: 5000 });
    expect(taken).toEqual({ ...run, id: expect.not.stringMatching(/^one$/), position: 8, updatedAt: 5000 });
    expect(await store.saveRun(run, { ...step, seen: ['b'] }), 'it has another id now').toBe(false);
    expect(await other.listWaiting(taken ?? run, { after: '', limit: 9 })).toHaveLength(1);
    expect(
      await store.takeRun({ ...scope, apply: true }, { before: 5000, now: 5000 }),
      'it is taken',
    ).toBeUndefined();
    await store.endRun(taken ?? run, 0);
    expect(await store.takeRun({ ...scope, apply: true }, { before: 9000, now: 9000 })).toBeUndefined();
    expect(await store.listWaiting(taken ?? run, { after: '', limit: 9 })).toEqual([]);
  });
}
