import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { StoreError } from '../stores/event-store.ts';
import { memoryStore } from '../stores/memory.ts';
import { sqliteStore } from '../stores/sqlite.ts';
import { copyMethods, openReceiver, openReceiverOn, status } from '../testing/open-receiver.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-ownership-'));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
let files = 0;
const nextFile = () => join(folder, `${files++}.db`);

const leaseMilliseconds = 100;
/** Blocks the event loop for this time. */
function stall(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe.each([
  ['memory', () => memoryStore()],
  ['SQLite', () => sqliteStore({ path: nextFile() })],
])('in one process with %s', (_, open) => {
  test('a handler that keeps the event loop for longer than a lease is one effect', async () => {
    const handler = vi.fn(() => stall(2.5 * leaseMilliseconds));
    const { post, told } = openReceiverOn(open(), { normal_end: handler }, { leaseMilliseconds });
    expect(await post(status)).toMatchObject({ code: 0 });
    expect(await post(status)).toMatchObject({ code: 0 });
    expect(handler).toHaveBeenCalledOnce();
    expect(told()).toEqual(['handled', 'duplicate']);
  });

  test('a handler that waits, and a stall of something else, are one effect', async () => {
    const slow = Promise.withResolvers<void>();
    const handler = vi.fn(() => slow.promise);
    const { receiver, post, told } = openReceiverOn(
      open(),
      { normal_end: handler },
      { leaseMilliseconds, keep: 'all' },
    );
    const first = post(status);
    await wait(20);
    stall(2.5 * leaseMilliseconds);
    // All that comes in while nothing could be renewed.
    const [again, recovered] = await Promise.all([post(status), receiver.recover()]);
    expect(again).toMatchObject({ code: 2 });
    expect(recovered).toEqual({ handled: 0, failed: 0 });
    slow.resolve();
    expect(await first).toMatchObject({ code: 0 });
    expect(await receiver.recover()).toEqual({ handled: 0, failed: 0 });
    expect(handler).toHaveBeenCalledOnce();
    expect(told()).toEqual(['in-flight', 'handled']);
  });
});

test.each([
  ['is not begun where another has taken it meanwhile', true],
  ['is begun where it is free still', false],
])('a claim that is told later than its lease %s', async (_, isTaken) => {
  using opened = sqliteStore({ path: nextFile() });
  const claim: typeof opened.claim = async (key, own, payload) => {
    const verdict = await opened.claim(key, own, payload);
    await wait(1.5 * leaseMilliseconds);
    const others = { token: 'of another process', leaseMilliseconds: 60_000 };
    if (isTaken) expect(await opened.claim(key, others)).toBe('claimed');
    return verdict;
  };
  const handler = vi.fn();
  const store = { ...copyMethods(opened), claim };
  const { post, told } = openReceiverOn(store, { normal_end: handler }, { leaseMilliseconds });
  expect(await post(status)).toMatchObject({ code: isTaken ? 2 : 0 });
  expect(handler).toHaveBeenCalledTimes(isTaken ? 0 : 1);
  expect(told()).toEqual([isTaken ? 'in-flight' : 'handled']);
});

test('what runs here is in flight without asking the store, which may give it away', async () => {
  const slow = Promise.withResolvers<void>();
  const handler = vi.fn(() => slow.promise);
  const claim = vi.fn(() => Promise.resolve('claimed' as const));
  const store = { ...copyMethods(memoryStore()), claim };
  const { post, told } = openReceiver({ normal_end: handler }, { store });
  const answers = [post(status), post(status)];
  await vi.waitFor(() => expect(handler).toHaveBeenCalledOnce());
  answers.push(post(status));
  await vi.waitFor(() => expect(told()).toEqual(['in-flight', 'in-flight']));
  slow.resolve();
  const codes = (await Promise.all(answers)).map(({ code }) => code);
  expect(codes.toSorted()).toEqual([0, 2, 2]);
  expect([handler.mock.calls.length, claim.mock.calls.length]).toEqual([1, 1]);
});

test('a handler that was cut off with its timers, as in a Worker, frees its event and its place', async () => {
  const handler = vi.fn(() => new Promise<void>(() => {}));
  const { post, told } = openReceiver(
    { normal_end: handler },
    { leaseMilliseconds: 1000, answerMilliseconds: 20, limits: { concurrent: 2 } },
  );
  const other = { ...status, CallId: 'other' };
  const timers = vi.spyOn(globalThis, 'setInterval').mockReturnValue(setTimeout(() => {}, 0));
  for (const body of [status, other]) expect(await post(body)).toMatchObject({ code: 2 });
  timers.mockRestore();
  expect(await post({ ...status, CallId: 'third' }), 'their leases last').toMatchObject({ status: 503 });
  await wait(1000);
  handler.mockImplementation(async () => {});
  expect(await post({ ...status, CallId: 'third' })).toMatchObject({ code: 0 });
  expect(await post(status)).toMatchObject({ code: 0 });
  expect(handler).toHaveBeenCalledTimes(4);
  expect(told()).toEqual(['slow', 'slow', 'refused', 'handled', 'handled']);
});

test('a handler whose claim was lost is told so', async () => {
  const store = { ...copyMethods(memoryStore()), renew: () => false };
  const { post } = openReceiver(
    {
      normal_end: (_, { signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    },
    { store, leaseMilliseconds, handlerMilliseconds: 2000 },
  );
  const began = performance.now();
  expect(await post(status)).toMatchObject({ code: 1 });
  expect(performance.now() - began, 'long before its time is over').toBeLessThan(1500);
});

test('a claim is released behind its renewal that is under way, which would claim it anew', async () => {
  const store = memoryStore();
  const renewed = Promise.withResolvers<boolean>();
  const renew = vi.fn(() => renewed.promise);
  const release = vi.fn<typeof store.release>((...given) => store.release(...given));
  const failing = Promise.withResolvers<void>();
  const { post } = openReceiver(
    { normal_end: () => failing.promise },
    { store: { ...copyMethods(store), renew, release }, leaseMilliseconds },
  );
  const answer = post(status);
  await vi.waitFor(() => expect(renew).toHaveBeenCalled());
  failing.reject(new Error('no'));
  await wait(20);
  expect(release).not.toHaveBeenCalled();
  renewed.resolve(true);
  expect(await answer).toMatchObject({ code: 1 });
  expect(release).toHaveBeenCalledOnce();
});

test('recover takes nothing over that runs here, though its lease seems to have run out', async () => {
  let time = 0;
  using store = sqliteStore({ path: ':memory:', machineClock: () => time });
  const slow = Promise.withResolvers<void>();
  const handler = vi.fn(() => slow.promise);
  // As if this process had stood still: no renewal comes in time.
  const options = { keep: 'all', leaseMilliseconds: 300 } as const;
  const still = { ...copyMethods(store), renew: () => true };
  const { receiver, post, told } = openReceiverOn(still, { normal_end: handler }, options);
  const first = post(status);
  await vi.waitFor(() => expect(handler).toHaveBeenCalledOnce());
  time += 60_000;
  expect(await receiver.recover()).toEqual({ handled: 0, failed: 0 });
  slow.resolve();
  expect(await first, 'the claim is its own under the token of recover').toMatchObject({ code: 0 });
  expect(handler).toHaveBeenCalledOnce();
  expect(told()).toEqual(['handled']);
});

test.each([-3_600_000, 10_000, 30 * 86_400_000])(
  'a clock of the day that is set by %d ms gives no event away, and keeps none in flight',
  async (step) => {
    let day = 1_700_000_000_000;
    let machine = 50_000;
    const clocks = { path: nextFile(), now: () => day, machineClock: () => machine };
    using store = sqliteStore(clocks);
    using other = sqliteStore(clocks);
    const claim = (token: string) => ({ token, leaseMilliseconds: 300 });
    store.claim('held', claim('one'));
    store.claim('done', claim('one'));
    store.complete('done', 'one', 86_400_000);
    store.claim('died', claim('one'));
    day += step;
    expect(await other.claim('held', claim('two'))).toBe('in-flight');
    expect(await other.claim('done', claim('two'))).toBe('done');
    machine += 300;
    expect(await other.claim('died', claim('two'))).toBe('claimed');
    expect(await store.complete('held', 'one', 1000), 'no other process has taken it').toBe(true);
  },
);

test('a machine that was booted anew has no claims left, and knows what is done', async () => {
  let machine = 9_000_000;
  const options = { path: nextFile(), machineClock: () => machine };
  using store = sqliteStore(options);
  store.claim('held', { token: 'one', leaseMilliseconds: 300 });
  store.claim('done', { token: 'one', leaseMilliseconds: 300 });
  store.complete('done', 'one', 86_400_000);
  machine = 20_000;
  const two = { token: 'two', leaseMilliseconds: 300 };
  expect(store.claim('held', two), 'at once').toBe('claimed');
  expect(store.claim('done', two)).toBe('done');
});

describe('a store that could not be called when an event was done', () => {
  test.each(['before it has written', 'after it has written'])(
    'is called again with its effect where the connection was reset %s, and the effect is there once',
    async (when) => {
      using store = sqliteStore({ path: ':memory:' });
      store.database.exec('CREATE TABLE bills (call TEXT)');
      let calls = 0;
      const complete: typeof store.complete = async (...given) => {
        calls += 1;
        if (calls === 1 && when.startsWith('before')) throw new Error('ECONNRESET');
        const isDone = await store.complete(...given);
        if (calls === 1) throw new Error('ECONNRESET');
        return isDone;
      };
      const { post, told } = openReceiverOn(
        { ...copyMethods(store), complete },
        {
          normal_end: ({ CallId }, { commit }) =>
            commit((database) => void database.prepare('INSERT INTO bills VALUES (?)').run(String(CallId))),
        },
      );
      expect(await post(status)).toMatchObject({ code: 0 });
      expect(store.database.prepare('SELECT call FROM bills').all()).toHaveLength(1);
      expect([calls, told()]).toEqual([2, ['handled']]);
    },
  );

  test('is not called again where the effect has thrown: that is for the handler', async () => {
    const store = memoryStore();
    const complete = vi.spyOn(store, 'complete');
    const { post, told } = openReceiver(
      {
        normal_end: (_, { commit }) =>
          commit(() => {
            throw new Error('no such table');
          }),
      },
      { store },
    );
    expect(await post(status)).toMatchObject({ code: 1 });
    expect(complete).toHaveBeenCalledOnce();
    expect(told()).toEqual(['failed']);
  });

  test('is not called again where the effect can never be committed', async () => {
    const store = memoryStore();
    const refusal = new StoreError('effect-not-possible', 'a constraint is checked at the commit');
    const complete = vi.spyOn(store, 'complete').mockReturnValue(Promise.reject(refusal));
    const { post, outcomes } = openReceiver(
      { normal_end: (_, { commit }) => commit(() => {}) },
      { store, handlerMilliseconds: 300 },
    );
    expect(await post(status)).toMatchObject({ code: 1 });
    expect(complete).toHaveBeenCalledOnce();
    expect(outcomes).toMatchObject([{ outcome: 'failed', error: refusal }]);
  });

  test('is called until the time of the handler is over, and then that is reported', async () => {
    const store = { ...copyMethods(memoryStore()), complete: () => Promise.reject(new Error('ECONNRESET')) };
    const handler = vi.fn();
    const { post, outcomes } = openReceiver({ normal_end: handler }, { store, handlerMilliseconds: 300 });
    expect(await post(status)).toMatchObject({ code: 5 });
    expect(await post(status), 'the claim was not given up').toMatchObject({ code: 2 });
    expect(handler).toHaveBeenCalledOnce();
    expect(outcomes).toMatchObject([{ outcome: 'unmarked', error: new Error('ECONNRESET') }, {}]);
  });

  test('is not called again once another process has the claim', async () => {
    const store = memoryStore();
    const complete = vi.spyOn(store, 'complete').mockReturnValue(Promise.resolve(false));
    const { post, told } = openReceiver({ normal_end: () => {} }, { store });
    expect(await post(status)).toMatchObject({ code: 2 });
    expect(complete).toHaveBeenCalledOnce();
    expect(told()).toEqual(['claim-lost']);
  });
});

test('a promise of another realm is waited for too', async () => {
  const claim = (): Promise<'done'> => runInNewContext("Promise.resolve('done')");
  const store = { ...copyMethods(memoryStore()), claim };
  const { post, told } = openReceiver({ normal_end: () => {} }, { store });
  expect(await post(status)).toMatchObject({ code: 0 });
  expect(told()).toEqual(['duplicate']);
});
