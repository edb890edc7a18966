import { errorCodes, findMistake } from '@trtc-call/spec/v1';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ConfirmingRecord } from '../contract.ts';
import { memoryStore } from '../stores/memory.ts';
import { app, openReceiver, record, status } from '../testing/open-receiver.ts';

const second = 1000;
const hour = 3600 * second;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A refusal as `client.records` rejects with it. */
const refusal = (code: number) => Object.assign(new Error(`refused with ${code}`), { kind: 'refused', code });
const failure = (kind: string, more: object = {}) => Object.assign(new Error(kind), { kind, ...more });
const unknownCall = findMistake('record-not-found').answer;

type Get = (callId: string) => Promise<ConfirmingRecord | null>;

function open(get: Get, options: Parameters<typeof openReceiver>[1] = {}, handler = vi.fn()) {
  const asked = vi.fn(get);
  const opened = openReceiver(
    { normal_end: handler },
    { confirm: { v1: { get: asked } }, keep: 'all', ...options },
  );
  /** What a job that recovers every ten seconds does in this time. */
  const recoverFor = async (milliseconds: number, options?: { maxAttempts: number }) => {
    for (let passed = 0; passed < milliseconds; passed += 10 * second) {
      await vi.advanceTimersByTimeAsync(10 * second);
      await opened.receiver.recover(options);
    }
  };
  return { ...opened, asked, handler, recoverFor };
}

test('each of several apps asks its own source, also for the same call id', async () => {
  const asked: string[] = [];
  const source = (sdkAppId: number) => ({
    get: async (callId: string) => {
      asked.push(`${sdkAppId} ${callId}`);
      return { ...record, sdkAppId };
    },
  });
  const { post } = openReceiver(
    { normal_end: vi.fn() },
    { sdkAppId: [app, app + 1], confirm: { v1: source } },
  );
  const sent = [app, app + 1].map((sdkAppId) =>
    post(status, { query: `sdkappid=${sdkAppId}&command=normal_end&contenttype=json` }),
  );
  expect(await Promise.all(sent)).toEqual([
    { status: 200, code: 0 },
    { status: 200, code: 0 },
  ]);
  expect(asked).toEqual([`${app} ${status.CallId}`, `${app + 1} ${status.CallId}`]);
});

describe('"there is no such call" and "could not ask" are two things', () => {
  const codes = errorCodes.map(({ code }) => code).filter((code) => code !== 0 && code !== unknownCall);

  test.each([
    ['null', null],
    ['undefined', undefined],
    [`the refusal ${unknownCall}`, refusal(unknownCall)],
    ['that no call can have this id', failure('argument', { field: 'callId' })],
  ])('%s is an answer: the event is not confirmed', async (_, answer) => {
    const get = async () => {
      if (answer instanceof Error) throw answer;
      return JSON.parse(JSON.stringify(answer ?? null));
    };
    const { post, told } = open(get);
    expect(await post(status)).toEqual({ status: 200, code: 3 });
    expect(told()).toEqual(['refused']);
  });

  test.each([
    ...codes.map((code): [string, Error] => [`the refusal ${code}`, refusal(code)]),
    ['an unlisted code', refusal(12_345)],
    ['a gateway', failure('http-status', { status: 502 })],
    ['a connection that breaks', failure('connection', { code: 'ECONNRESET' })],
    ['a deadline', failure('deadline')],
    ['an answer that breaks the contract', failure('contract')],
    ['a full limiter', failure('limiter-full')],
    ['another argument', failure('argument', { field: 'options' })],
    ['a foreign error with the same number', Object.assign(new Error('x'), { code: unknownCall })],
  ])('%s leaves the question open', async (_, error) => {
    const { post, told } = open(() => Promise.reject(error));
    expect(await post(status)).toEqual({ status: 200, code: 5 });
    expect(told()).toEqual(['unavailable']);
  });

  test('what could not be asked about is neither refused nor dropped, however long that lasts', async () => {
    let isAway = true;
    const { post, told, receiver, handler, recoverFor } = open(async () => {
      if (isAway) throw failure('connection');
      return record;
    });
    await post(status);
    await recoverFor(3 * hour);
    expect(new Set(told())).toEqual(new Set(['unavailable']));
    isAway = false;
    expect(await receiver.recover()).toEqual({ handled: 1, failed: 0 });
    expect(handler).toHaveBeenCalledOnce();
  });

  test('a source that never answers is waited for no longer than ten seconds', async () => {
    const { post, told, outcomes } = open(() => new Promise(() => {}));
    void post(status);
    await vi.advanceTimersByTimeAsync(10 * second);
    expect(told()).toEqual(['slow', 'unavailable']);
    expect(outcomes[1]).toMatchObject({ of: 'record', error: { code: 'record-timeout' } });
  });
});

describe('what waits for its record', () => {
  test('51 invented calls are not kept or asked about for ever, and each is reported', async () => {
    const store = memoryStore();
    const { post, asked, outcomes, receiver, recoverFor, handler } = open(async () => null, { store });
    const fakes = Array.from({ length: 51 }, (_, number) => ({ ...status, CallId: `fake ${number}` }));
    expect(new Set((await Promise.all(fakes.map((fake) => post(fake)))).map(({ code }) => code))).toEqual(
      new Set([3]),
    );
    expect(asked, 'each is asked about once').toHaveBeenCalledTimes(51);
    outcomes.length = 0;
    await recoverFor(1.1 * hour);
    const refused = outcomes.filter(
      (outcome) => outcome.outcome === 'refused' && outcome.code === 'unconfirmed',
    );
    expect(refused, 'each is given up once').toHaveLength(51);
    expect(outcomes, 'and nothing else is reported').toHaveLength(51);
    expect(asked.mock.calls.length / 51, 'how often each was asked about').toBeLessThanOrEqual(12);
    asked.mockClear();
    expect(await receiver.recover()).toEqual({ handled: 0, failed: 0 });
    expect(asked).not.toHaveBeenCalled();
    const wanted = { token: 'x', leaseMilliseconds: 1000, limit: 1000, after: 0, maxAttempts: 1e6 };
    expect(store.takeOver(wanted), 'nothing is left').toEqual([]);
    expect(handler).not.toHaveBeenCalled();
  });

  test.each([undefined, { maxAttempts: 3 }])(
    'a real event whose record comes ten minutes late is handled once (recover with %j)',
    async (options) => {
      const start = Date.now();
      const get = async () => (Date.now() - start > 600 * second ? record : null);
      const { post, told, handler, recoverFor } = open(get);
      for (const wait of [0, 0, 1, 1, 2, 3, 5]) {
        await vi.advanceTimersByTimeAsync(wait * second);
        expect(await post(status)).toMatchObject({ code: 3 });
      }
      await recoverFor(hour, options);
      expect(handler).toHaveBeenCalledOnce();
      expect(told().at(-1)).toBe('handled');
    },
  );

  test.each([
    ['ahead by a day', 24 * hour],
    ['back by a day', -24 * hour],
  ])('a clock that is set %s makes no event older or younger', async (_, step) => {
    const start = performance.now();
    let isThere = false;
    const { post, told, asked, handler, receiver, recoverFor } = open(async () => (isThere ? record : null));
    await post(status);
    await vi.advanceTimersByTimeAsync(20 * second);
    vi.setSystemTime(Date.now() + step);
    await receiver.recover();
    await recoverFor(0.5 * hour);
    expect(asked.mock.calls.length, 'it is asked about, ever more rarely').toBeGreaterThan(5);
    expect(asked.mock.calls.length).toBeLessThan(15);
    expect(told(), 'it is not given up').toEqual(['refused']);
    isThere = true;
    await recoverFor(0.5 * hour);
    expect(handler).toHaveBeenCalledOnce();
    expect(performance.now() - start, 'within the hour').toBeLessThan(1.1 * hour);
  });

  test('what has no record is given up after its hour, whatever the clock was set to', async () => {
    const { post, told, recoverFor } = open(async () => null);
    await post(status);
    vi.setSystemTime(Date.now() - 24 * hour);
    await recoverFor(1.1 * hour);
    expect(told()).toEqual(['refused', 'refused']);
  });

  test('what a process with a clock ahead has kept is asked about by the next one', async () => {
    const store = memoryStore();
    const ahead = open(async () => null, { store, now: () => Date.now() + 24 * hour });
    await ahead.post(status);
    const next = open(async () => record, { store });
    await next.receiver.recover();
    expect(next.handler).toHaveBeenCalledOnce();
  });

  test('a record that comes within the attempts of the vendor needs no recover', async () => {
    const start = Date.now();
    const get = async () => (Date.now() - start > 5 * second ? record : null);
    const { post, handler, receiver } = open(get);
    await post(status);
    await vi.advanceTimersByTimeAsync(7 * second);
    expect(await post(status)).toMatchObject({ code: 0 });
    expect(handler).toHaveBeenCalledOnce();
    expect(await receiver.recover()).toEqual({ handled: 0, failed: 0 });
  });

  test('what is contradicted by its record later on is refused once and asked about no more', async () => {
    let found: ConfirmingRecord | null = null;
    const { post, told, asked, receiver, recoverFor } = open(async () => found);
    await post(status);
    found = { ...record, callResult: 'cancel' };
    await recoverFor(30 * second);
    expect(told()).toEqual(['refused', 'refused']);
    expect(asked).toHaveBeenCalledTimes(2);
    expect(await receiver.recover()).toEqual({ handled: 0, failed: 0 });
  });

  test('what was acknowledged while its record was asked for is kept and given up as well', async () => {
    const slow = Promise.withResolvers<null>();
    const options = { keep: 'acknowledged', whenSlow: 'acknowledge' } as const;
    const { post, told, receiver, recoverFor } = open(async () => slow.promise, options);
    const answer = post(status);
    await vi.advanceTimersByTimeAsync(2 * second);
    expect(await answer).toMatchObject({ code: 0 });
    slow.resolve(null);
    await recoverFor(1.1 * hour);
    expect(told()).toEqual(['slow', 'refused', 'refused']);
    expect(await receiver.recover()).toEqual({ handled: 0, failed: 0 });
  });

  test('nothing of it is kept where `keep` is not `all`', async () => {
    const store = memoryStore();
    const { post } = open(async () => null, { keep: 'acknowledged', store });
    await post(status);
    const keep = vi.spyOn(store, 'keep');
    await post({ ...status, CallId: 'b' });
    expect(keep).not.toHaveBeenCalled();
  });
});

test('what a record has confirmed is not asked about again: after eight days there is no record any more', async () => {
  let found: ConfirmingRecord | null = record;
  const handler = vi.fn((): Promise<void> => Promise.reject(new Error('no database')));
  const { post, asked, receiver } = open(async () => found, {}, handler);
  await post(status);
  found = null;
  await vi.advanceTimersByTimeAsync(8 * 24 * hour);
  handler.mockImplementation(async () => {});
  expect(await receiver.recover()).toEqual({ handled: 1, failed: 0 });
  expect(asked).toHaveBeenCalledOnce();
});

test('what is refused is reported with every byte that came, and with who sent it', async () => {
  const { receiver, outcomes } = open(async () => null, { keep: 'acknowledged' });
  const { RoomId: _, ...rest } = status;
  const sent = Buffer.from(
    `{"RoomId":"\xff\\ud800",  "Extra":9007199254740993,${JSON.stringify(rest).slice(1)}`,
    'latin1',
  );
  const query = 'sdkappid=1400000000&command=normal_end&x=%zz';
  const init = { method: 'POST', body: new Uint8Array(sent) };
  await receiver.fetch(new Request(`https://receiver.example/?${query}`, init), { address: '203.0.113.7' });
  expect(outcomes).toEqual([expect.objectContaining({ code: 'unconfirmed', query, sender: '203.0.113.7' })]);
  const [refused] = outcomes;
  const body = refused?.outcome === 'refused' ? refused.body : undefined;
  expect(Buffer.from(body ?? '').toString('latin1')).toBe(sent.toString('latin1'));
});

test('both sides of a call share one request', async () => {
  const slow = Promise.withResolvers<ConfirmingRecord>();
  const { post, asked, handler } = open(() => slow.promise);
  const both = [post(status), post({ ...status, UserId: 'Bob', Role: 'callee' })];
  await vi.advanceTimersByTimeAsync(100);
  slow.resolve(record);
  expect(await Promise.all(both)).toEqual([
    { status: 200, code: 0 },
    { status: 200, code: 0 },
  ]);
  expect(asked).toHaveBeenCalledOnce();
  expect(handler).toHaveBeenCalledTimes(2);
});
