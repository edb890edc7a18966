import { webhooks } from '@trtc-call/spec/v4';
import { describe, expect, test, vi } from 'vitest';
import { memoryStore } from '../stores/memory.ts';
import { sqliteStore } from '../stores/sqlite.ts';
import { app, copyMethods, openReceiver, openReceiverOn, status } from '../testing/open-receiver.ts';

const start = webhooks.start.examples.default;
const ofV4 = { query: `SdkAppid=${app}&CallbackCommand=Call.CallbackAfterStartCall&contenttype=json` };
const away = () => Promise.reject(new Error('ECONNREFUSED'));

/** A receiver on a store whose methods can be made to fail. */
function open(options: Parameters<typeof openReceiver>[1] = {}, handler = vi.fn((): unknown => undefined)) {
  const store = memoryStore();
  const claim = vi.fn<typeof store.claim>((...given) => store.claim(...given));
  const keep = vi.fn<typeof store.keep>((...given) => store.keep(...given));
  const given = { ...copyMethods(store), claim, keep };
  return { ...openReceiver({ '*': handler }, { store: given, ...options }), store, claim, keep, handler };
}

describe('an event that comes once, while its store is away', () => {
  test('is handled when the store is there again in time for the answer', async () => {
    const { post, claim, handler, told } = open();
    claim.mockImplementationOnce(away).mockImplementationOnce(away);
    expect(await post(start, ofV4)).toEqual({ status: 200, code: 0 });
    // What is released late of one attempt must not free the claim of another.
    expect(new Set(claim.mock.calls.map(([, { token }]) => token)).size).toBe(3);
    expect(handler).toHaveBeenCalledOnce();
    expect(told()).toEqual(['handled']);
  });

  test('is answered in time, and handled once the store is there again', async () => {
    const { post, claim, handler, told, receiver } = open({ answerMilliseconds: 30 });
    claim.mockImplementation(away);
    expect(await post(start, ofV4)).toEqual({ status: 200, code: 5 });
    expect(told()).toEqual(['unavailable']);
    claim.mockReset();
    claim.mockReturnValue('claimed');
    await receiver.idle();
    expect(handler).toHaveBeenCalledOnce();
    expect(told()).toEqual(['unavailable', 'handled']);
  });

  test('is asked for once where the store is only slow, and handled when it has answered', async () => {
    const { post, claim, handler, told, receiver } = open({ answerMilliseconds: 30, storeMilliseconds: 30 });
    const asked = Promise.withResolvers<'claimed'>();
    claim.mockReturnValueOnce(asked.promise);
    setTimeout(asked.resolve, 150, 'claimed');
    expect(await post(start, ofV4)).toEqual({ status: 200, code: 5 });
    await receiver.idle();
    expect(claim).toHaveBeenCalledOnce();
    expect(handler).toHaveBeenCalledOnce();
    expect(told()).toEqual(['unavailable', 'handled']);
  });

  test('is given up when the time of a handler is over, whether the store fails or hangs', async () => {
    vi.useFakeTimers();
    for (const claiming of [away, () => new Promise<never>(() => {})]) {
      const { post, claim, told } = open({ answerMilliseconds: 100, handlerMilliseconds: 1000 });
      claim.mockImplementationOnce(claiming).mockImplementation(() => new Promise<never>(() => {}));
      void post(start, ofV4);
      await vi.advanceTimersByTimeAsync(900);
      expect(told(), 'when it is answered').toEqual(['unavailable']);
      await vi.advanceTimersByTimeAsync(300);
      expect(told(), 'when it is given up').toEqual(['unavailable', 'unavailable']);
    }
    vi.useRealTimers();
  });

  test('is handled though the answer to its claim was lost', async () => {
    let time = 0;
    using store = sqliteStore({ path: ':memory:', machineClock: () => time });
    const claim = vi.fn<typeof store.claim>(async (...given) => store.claim(...given));
    claim.mockImplementationOnce(async (...given) => {
      await store.claim(...given);
      throw new Error('ECONNRESET');
    });
    const handler = vi.fn();
    const { post, receiver, told } = openReceiverOn(
      { ...copyMethods(store), claim },
      { '*': handler },
      { answerMilliseconds: 30, leaseMilliseconds: 100 },
    );
    expect(await post(start, ofV4)).toMatchObject({ code: 5 });
    expect(handler, 'its lease runs').not.toHaveBeenCalled();
    time = 100;
    await receiver.idle();
    expect(handler).toHaveBeenCalledOnce();
    expect(told()).toEqual(['unavailable', 'handled']);
  });

  test('is left to the process that has it', async () => {
    const { post, claim, handler, told } = open();
    claim.mockImplementationOnce(away).mockReturnValueOnce('in-flight').mockReturnValueOnce('done');
    expect(await post(start, ofV4)).toEqual({ status: 200, code: 0 });
    expect(handler).not.toHaveBeenCalled();
    expect(told()).toEqual(['duplicate']);
  });

  test('is given up when the time of its handler is over, and reported with its bytes', async () => {
    const { post, claim, outcomes, receiver } = open({ answerMilliseconds: 20, handlerMilliseconds: 100 });
    claim.mockImplementation(away);
    await post(start, ofV4);
    await receiver.idle();
    const unavailable = { outcome: 'unavailable', event: { raw: { text: JSON.stringify(start) } } };
    expect(outcomes).toMatchObject([unavailable, unavailable]);
    claim.mockClear();
    await post(start, ofV4);
    await receiver.idle();
    expect(claim.mock.calls.length, 'another request is asked for anew').toBeGreaterThan(1);
  });

  test('does not hold up a receiver that is closed', async () => {
    const { post, claim, receiver } = open({ answerMilliseconds: 20 });
    claim.mockImplementation(away);
    await post(start, ofV4);
    const began = performance.now();
    await receiver.close({ milliseconds: 50 });
    expect(performance.now() - began).toBeLessThan(2000);
    const { length } = claim.mock.calls;
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(claim.mock.calls.length).toBe(length);
  });

  test('is kept once the store is there, where its handler has failed', async () => {
    const { post, keep, handler, receiver } = open();
    handler.mockImplementationOnce(away);
    keep.mockImplementationOnce(away).mockImplementationOnce(away);
    expect(await post(start, ofV4)).toMatchObject({ code: 1 });
    expect(await receiver.recover()).toEqual({ handled: 1, failed: 0 });
  });

  test('is kept once the store is there, where its record could not be asked for', async () => {
    const end = webhooks.end.examples.default;
    const query = ofV4.query.replace('StartCall', 'EndCall');
    const get = vi.fn(away);
    const { post, keep, store, receiver } = open({ confirm: { v4: { get } } });
    keep.mockImplementationOnce(away).mockImplementationOnce(away);
    expect(await post(end, { query })).toMatchObject({ code: 5 });
    await receiver.idle();
    expect(store.listKept({ limit: 9, after: 0 })).toHaveLength(1);
  });
});

test('with `keep: all` an event that is sent again is asked for as well, by one attempt for all', async () => {
  const { post, claim, told, receiver, handler } = open({ keep: 'all', answerMilliseconds: 30 });
  claim.mockImplementation(away);
  const answers = [post(status), post(status), post(status)];
  for (const answer of answers) expect(await answer).toEqual({ status: 200, code: 5 });
  expect(told()).toEqual(['unavailable', 'unavailable', 'unavailable']);
  claim.mockReset();
  claim.mockReturnValue('kept');
  await receiver.idle();
  expect(claim).toHaveBeenCalledOnce();
  expect(handler).toHaveBeenCalledOnce();
});

test('an event that is sent again is asked for once by each of its attempts', async () => {
  const { post, claim, told } = open();
  claim.mockImplementationOnce(away);
  expect(await post(status)).toEqual({ status: 200, code: 5 });
  expect(claim).toHaveBeenCalledOnce();
  expect(told()).toEqual(['unavailable']);
});

test('closing keeps at once what is under way and comes once', async () => {
  const slow = Promise.withResolvers<void>();
  const { post, receiver, store, handler } = open(
    {},
    vi.fn(() => slow.promise),
  );
  const answers = [post(start, ofV4), post(status)];
  await vi.waitFor(() => expect(handler).toHaveBeenCalledTimes(2));
  const closed = receiver.close();
  await vi.waitFor(() => expect(store.listKept({ limit: 9, after: 0 })).toHaveLength(1));
  slow.resolve();
  await Promise.all([...answers, closed]);
  expect(store.listKept({ limit: 9, after: 0 }), 'it was handled after all').toEqual([]);
});

test('closing keeps before its handler what was still being claimed and comes once', async () => {
  const slow = Promise.withResolvers<void>();
  const { post, receiver, store, claim, keep, handler } = open(
    {},
    vi.fn(() => slow.promise),
  );
  const asked = Promise.withResolvers<void>();
  claim.mockImplementation(async (...given) => {
    await asked.promise;
    return store.claim(...given);
  });
  const answers = [post(start, ofV4), post(status)];
  await vi.waitFor(() => expect(claim).toHaveBeenCalledTimes(2));
  const closed = receiver.close();
  asked.resolve();
  await vi.waitFor(() => expect(handler).toHaveBeenCalledTimes(2));
  expect(keep).toHaveBeenCalledOnce();
  expect(store.listKept({ limit: 9, after: 0 })).toHaveLength(1);
  slow.resolve();
  await Promise.all([...answers, closed]);
  expect(store.listKept({ limit: 9, after: 0 }), 'it was handled after all').toEqual([]);
});
