import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { encodeBody } from '../events/read-event.ts';
import type { AnyEvent } from '../generations.ts';
import type { Claim } from '../stores/event-store.ts';
import { memoryStore } from '../stores/memory.ts';
import { sqliteStore } from '../stores/sqlite.ts';
import { app, copyMethods, openReceiver, openReceiverOn, record, status } from '../testing/open-receiver.ts';

test('what fails in every attempt of the vendor is handled by recover in the end, and once', async () => {
  const handler = vi.fn((): Promise<void> => Promise.reject(new Error('no database')));
  const { receiver, post } = openReceiver({ normal_end: handler }, { keep: 'all' });
  for (let attempt = 1; attempt <= 6; attempt += 1) expect(await post(status)).toMatchObject({ code: 1 });
  handler.mockResolvedValue();
  expect(await receiver.recover()).toEqual({ handled: 1, failed: 0 });
  expect(await receiver.recover()).toEqual({ handled: 0, failed: 0 });
  expect(await post(status)).toMatchObject({ code: 0 });
  expect(handler).toHaveBeenCalledTimes(7);
});

test('what is recovered is the event that came, byte for byte', async () => {
  const events: [string, Uint8Array][] = [];
  const handler = ({ fingerprint, raw }: AnyEvent) => {
    events.push([fingerprint, encodeBody(raw.text)]);
    if (events.length === 1) throw new Error('no database');
  };
  const { receiver } = openReceiver({ '*': handler }, { keep: 'all' });
  const { RoomId: _, ...rest } = status;
  const members = '"RoomId":"\\u0000\\ud800\xff\xc3","Extra":9007199254740993';
  const body = Buffer.from(`{${members},${JSON.stringify(rest).slice(1)}`, 'latin1');
  const url = `https://receiver.example/?sdkappid=${app}&command=normal_end`;
  await receiver.fetch(new Request(url, { method: 'POST', body: new Uint8Array(body) }));
  expect(await receiver.recover()).toEqual({ handled: 1, failed: 0 });
  expect(events[0]?.[1]).toEqual(new Uint8Array(body));
  expect(events[1]).toEqual(events[0]);
});

test('nothing is kept of what fails when only what is acknowledged is', async () => {
  const { receiver, post } = openReceiver({ normal_end: () => Promise.reject(new Error('no database')) });
  await post(status);
  expect(await receiver.recover()).toEqual({ handled: 0, failed: 0 });
});

test('what a process was at when it died is handled by the recover of another', async () => {
  let time = 0;
  using store = sqliteStore({ path: ':memory:', machineClock: () => time });
  const neverEnding = vi.fn(() => new Promise(() => {}));
  // A process that is dead renews nothing.
  const ofTheDead = { ...copyMethods(store), renew: () => Promise.reject(new Error('dead')) };
  void openReceiverOn(ofTheDead, { normal_end: neverEnding }, { keep: 'all' }).post(status);
  await vi.waitFor(() => expect(neverEnding).toHaveBeenCalled());
  const handler = vi.fn();
  const second = openReceiverOn(store, { normal_end: handler }, { keep: 'all' });
  expect(await second.receiver.recover(), 'its lease runs').toEqual({ handled: 0, failed: 0 });
  time = 3000;
  expect(await second.receiver.recover()).toEqual({ handled: 1, failed: 0 });
  expect(handler).toHaveBeenCalledOnce();
});

test.each([
  ['claimed', undefined],
  ['claimed, and asked for its record,', { v1: { get: () => new Promise<null>(() => {}) } }],
])('what a process had only %s when it died is handled by the recover of another', async (_, confirm) => {
  let time = 0;
  using store = sqliteStore({ path: ':memory:', machineClock: () => time });
  const never = vi.fn(() => new Promise<boolean>(() => {}));
  // It dies after its claim: the store answers none of its calls.
  const ofTheDead = {
    ...copyMethods(store),
    keep: never,
    complete: never,
    renew: () => Promise.reject(new Error('dead')),
  };
  const first = openReceiverOn(ofTheDead, { '*': never }, { keep: 'all', confirm });
  void first.post(status);
  await pause(20);
  const handler = vi.fn();
  const second = openReceiverOn(store, { normal_end: handler }, { keep: 'all' });
  expect(await second.post(status), 'its claim is held').toMatchObject({ code: 2 });
  time = 3000;
  expect(await second.receiver.recover()).toEqual({ handled: 1, failed: 0 });
  expect(handler).toHaveBeenCalledOnce();
});

test('a store that cannot keep with its claim keeps before the handler begins, and a failure stops the event', async () => {
  const handler = vi.fn();
  const store = memoryStore();
  const claim = (key: string, wanted: Claim) => store.claim(key, wanted);
  const keep = vi.fn<typeof store.keep>((...given) => store.keep(...given));
  const { receiver, post, told } = openReceiver(
    { normal_end: handler },
    { store: { ...copyMethods(store), claim, keep }, keep: 'all' },
  );
  keep.mockImplementationOnce(() => Promise.reject(new Error('no connection')));
  expect(await post(status)).toMatchObject({ code: 5 });
  keep.mockReturnValueOnce(false);
  expect(await post(status), 'the claim was given up').toMatchObject({ code: 2 });
  expect(handler).not.toHaveBeenCalled();
  handler.mockRejectedValueOnce(new Error('no database'));
  expect(await post({ ...status, CallId: 'b' })).toMatchObject({ code: 1 });
  expect(await receiver.recover(), 'it was kept').toEqual({ handled: 1, failed: 0 });
  expect(told()).toEqual(['unavailable', 'claim-lost', 'failed', 'handled']);
});

test('what the record contradicts is not kept, and what could not be asked about is', async () => {
  const get = vi.fn(async () => ({ ...record, callResult: 'cancel' }));
  const handler = vi.fn();
  const { receiver, post } = openReceiver({ normal_end: handler }, { keep: 'all', confirm: { v1: { get } } });
  expect(await post(status)).toMatchObject({ code: 3 });
  expect(await receiver.recover()).toEqual({ handled: 0, failed: 0 });
  // A dropped event is marked as done for a millisecond.
  await pause(5);
  get.mockRejectedValueOnce(new Error('no answer'));
  expect(await post(status)).toMatchObject({ code: 5 });
  get.mockResolvedValue(record);
  expect(await receiver.recover()).toEqual({ handled: 1, failed: 0 });
});

test('where the store fails at one event, recover and close wait for the others', async () => {
  const store = memoryStore();
  store.claim('a', { token: 'one', leaseMilliseconds: 1000 });
  store.keep('a', 'one', 'not a payload');
  store.release('a', 'one');
  const slow = Promise.withResolvers<void>();
  const handler = vi.fn((): Promise<void> => Promise.reject(new Error('no database')));
  const release = vi.fn<typeof store.release>((...given) => store.release(...given));
  const { receiver, post } = openReceiver(
    { normal_end: handler },
    { store: { ...copyMethods(store), release }, keep: 'all' },
  );
  await post(status);
  handler.mockImplementation(() => slow.promise);
  release.mockRejectedValue(new Error('ECONNRESET'));
  const recovering = receiver.recover();
  recovering.catch(() => {});
  await vi.waitFor(() => expect(handler).toHaveBeenCalledTimes(2));
  const idle = vi.fn();
  const closed = receiver.idle().then(idle);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(idle).not.toHaveBeenCalled();
  slow.resolve();
  await expect(recovering).rejects.toThrow('ECONNRESET');
  await closed;
});

test('events that fail do not stand in the way of those behind them', async () => {
  const handler = vi.fn((): Promise<void> => Promise.reject(new Error('no database')));
  const { receiver, post } = openReceiver({ normal_end: handler }, { keep: 'all' });
  for (let call = 0; call < 10; call += 1) await post({ ...status, CallId: `call ${call}` });
  handler.mockClear();
  handler.mockRejectedValueOnce(new Error('no')).mockRejectedValueOnce(new Error('no')).mockResolvedValue();
  expect(await receiver.recover({ concurrent: 2 })).toEqual({ handled: 8, failed: 2 });
  expect(await receiver.recover({ maxAttempts: 2 }), 'they have been tried twice').toEqual({
    handled: 0,
    failed: 0,
  });
  expect(await receiver.recover()).toEqual({ handled: 2, failed: 0 });
});

test('recover runs 16 events at a time when nothing is said', async () => {
  const open = Promise.withResolvers<void>();
  const handler = vi.fn((): Promise<void> => Promise.reject(new Error('no database')));
  const { receiver, post } = openReceiver({ normal_end: handler }, { keep: 'all' });
  for (let call = 0; call < 20; call += 1) await post({ ...status, CallId: `call ${call}` });
  handler.mockClear();
  handler.mockImplementation(() => open.promise);
  const recovering = receiver.recover();
  await pause(50);
  expect(handler).toHaveBeenCalledTimes(16);
  open.resolve();
  expect(await recovering).toEqual({ handled: 20, failed: 0 });
});

test.each(['concurrent', 'maxAttempts'])('recover takes no %s of 0', async (field) => {
  const { receiver } = openReceiver({});
  await expect(receiver.recover({ [field]: 0 })).rejects.toMatchObject({
    code: 'receiver-option',
    field: `recover.${field}`,
  });
});

test('recover joins the one that is under way, and runs each event once', async () => {
  const handler = vi.fn((): unknown => Promise.reject(new Error('no database')));
  const { receiver, post } = openReceiver({ normal_end: handler }, { keep: 'all' });
  await post(status);
  const all = await Promise.all([receiver.recover(), receiver.recover(), receiver.recover()]);
  expect(all).toEqual(Array.from(all, () => ({ handled: 0, failed: 1 })));
  expect(handler).toHaveBeenCalledTimes(2);
  await expect(receiver.recover({ maxAttempts: 0 })).rejects.toThrow('recover: maxAttempts');
  expect(await receiver.recover(), 'that has ended').toEqual({ handled: 0, failed: 1 });
});

test('recover joins no other that is stuck behind a handler for ten seconds', async () => {
  vi.useFakeTimers();
  const handler = vi.fn((): unknown => Promise.reject(new Error('no database')));
  const { receiver, post } = openReceiver({ '*': handler }, { keep: 'all' });
  for (const CallId of ['slow', 'b']) await post({ ...status, CallId });
  handler.mockImplementationOnce(() => new Promise(() => {}));
  const stuck = receiver.recover({ concurrent: 1 });
  await vi.advanceTimersByTimeAsync(9000);
  const joined = receiver.recover({ concurrent: 1 });
  await vi.advanceTimersByTimeAsync(2000);
  expect(await receiver.recover({ concurrent: 1 }), 'b is tried meanwhile').toEqual({
    handled: 0,
    failed: 1,
  });
  await vi.advanceTimersByTimeAsync(300_000);
  expect(await Promise.all([stuck, joined])).toEqual([
    { handled: 0, failed: 2 },
    { handled: 0, failed: 2 },
  ]);
  vi.useRealTimers();
});

test('recover with other options waits for the one under way, whose signal ends only that', async () => {
  const { receiver, post } = openReceiver({ '*': () => Promise.reject(new Error('no')) }, { keep: 'all' });
  for (const CallId of ['a', 'b', 'c']) await post({ ...status, CallId });
  const first = receiver.recover({ concurrent: 1, signal: AbortSignal.abort() });
  const others = [receiver.recover(), receiver.recover({ maxAttempts: 2 }), receiver.recover()];
  expect(await first).toEqual({ handled: 0, failed: 0 });
  expect(await Promise.all(others)).toEqual([
    { handled: 0, failed: 3 },
    { handled: 0, failed: 0 },
    { handled: 0, failed: 3 },
  ]);
});

test('recover that waits for another one ends by its own signal', async () => {
  const handler = vi.fn((): unknown => Promise.reject(new Error('no')));
  const { receiver, post } = openReceiver({ '*': handler }, { keep: 'all' });
  await post(status);
  const { promise, resolve } = Promise.withResolvers<void>();
  handler.mockImplementationOnce(() => promise);
  const first = receiver.recover();
  const controller = new AbortController();
  const second = receiver.recover({ signal: controller.signal });
  const early = receiver.recover({ signal: AbortSignal.abort() });
  expect(await early).toEqual({ handled: 0, failed: 0 });
  controller.abort();
  expect(await second).toEqual({ handled: 0, failed: 0 });
  resolve();
  expect(await first).toEqual({ handled: 1, failed: 0 });
});

test('recover says once that an event has used up its attempts', async () => {
  const { receiver, post, told } = openReceiver(
    { '*': () => Promise.reject(new Error('no')) },
    { keep: 'all' },
  );
  await post(status);
  for (let time = 0; time < 3; time += 1) await receiver.recover({ maxAttempts: 3 });
  expect(told()).toEqual(['failed', 'failed', 'failed', 'given-up']);
});

describe('what is kept for another receiver stays in the store', () => {
  /** Two versions or apps on one store, of which the first has failed at an event. */
  async function share(options: Parameters<typeof openReceiver>[1], on: Parameters<typeof openReceiver>[0]) {
    const store = memoryStore();
    const handler = vi.fn((): unknown => Promise.reject(new Error('no database')));
    const own = openReceiver({ normal_end: handler }, { store, keep: 'all' });
    await own.post(status);
    handler.mockImplementation(() => {});
    return { own, handler, store, other: openReceiver(on, { store, ...options }) };
  }

  test.each<[string, Parameters<typeof share>, string[]]>([
    ['a version that has no handler for it', [{}, { reject: () => {} }], ['unwanted']],
    ['another app', [{ sdkAppId: app + 1 }, { '*': () => {} }], []],
    [
      'another app that asks for the records of its own',
      [{ sdkAppId: app + 1, confirm: { v1: { get: async () => null } } }, { '*': () => {} }],
      [],
    ],
  ])('whatever %s recovers', async (_, given, told) => {
    const { own, handler, other, store } = await share(...given);
    const takeOver = vi.spyOn(store, 'takeOver');
    for (let time = 0; time < 3; time += 1) {
      expect(await other.receiver.recover()).toEqual({ handled: 0, failed: 0 });
    }
    const taken = takeOver.mock.results.flatMap(({ value }) => value);
    expect(taken, 'claimed once').toHaveLength(1);
    expect(other.told(), 'said once').toEqual(told);
    // It was tried once, by its own receiver.
    expect(await own.receiver.recover({ maxAttempts: 2 })).toEqual({ handled: 1, failed: 0 });
    expect(handler).toHaveBeenCalledTimes(2);
  });
});
