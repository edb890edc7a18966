import { webhooks } from '@trtc-call/spec/v4';
import { describe, expect, test, vi } from 'vitest';
import { type KeptWebhook, listKept } from '../kept.ts';
import type { Claim } from '../stores/event-store.ts';
import { memoryStore } from '../stores/memory.ts';
import { app, copyMethods, openReceiver, status } from '../testing/open-receiver.ts';
import { Confirmations } from './confirm.ts';

const startWord = 'Call.CallbackAfterStartCall';
const endWord = 'Call.CallbackAfterEndCall';
const ofV4 = (command: string) => ({
  query: `SdkAppid=${app}&CallbackCommand=${command}&contenttype=json`,
});
/** A v4 webhook of another call each time. */
const start = (callId: string) => {
  const { CallInfo, ...rest } = webhooks.start.examples.default;
  return { ...rest, CallInfo: { ...CallInfo, CallId: callId } };
};
const end = (callId: string) => {
  const { CallRecord, ...rest } = webhooks.end.examples.default;
  return { ...rest, CallRecord: { ...CallRecord, CallId: callId } };
};

type Options = Parameters<typeof openReceiver>[1];

/** A receiver with room for one event, and one at work. */
async function openFull(options: Options = {}, word: typeof startWord | '*' = '*') {
  const slow = Promise.withResolvers<void>();
  const handler = vi.fn((): unknown => slow.promise);
  const memory = memoryStore();
  const { store = memory } = options;
  const opened = openReceiver({ [word]: handler }, { limits: { concurrent: 1 }, ...options, store });
  const first = opened.post(start('first'), ofV4(startWord));
  await vi.waitFor(() => expect(handler).toHaveBeenCalledOnce());
  handler.mockImplementation(() => {});
  return {
    ...opened,
    handler,
    store,
    memory,
    async finish() {
      slow.resolve();
      await first;
      handler.mockClear();
    },
  };
}

/** A receiver that is closing, with one event at work. */
async function openClosing(options: Options = {}, word: typeof startWord | '*' = '*') {
  const full = await openFull({ ...options, limits: { concurrent: 10 } }, word);
  const closed = full.receiver.close();
  return {
    ...full,
    async finish() {
      await full.finish();
      await closed;
    },
  };
}

describe.each([
  ['overloaded', openFull],
  ['closing', openClosing],
] as const)('what comes while a receiver is %s', (code, open) => {
  test('is kept for `recover` where no page says that it is sent again', async () => {
    const { post, outcomes, memory: store, finish } = await open();
    expect(await post(start('late'), ofV4(startWord))).toEqual({ status: 503, code: 4 });
    const body = new TextEncoder().encode(JSON.stringify(start('late')));
    const detail = expect.stringMatching(/; it is kept for `recover`$/);
    expect(outcomes).toMatchObject([{ outcome: 'refused', code, body, detail }]);
    const kept: KeptWebhook[] = [];
    for await (const webhook of listKept(store)) kept.push(webhook);
    expect(kept).toContainEqual(
      expect.objectContaining({
        attempts: 0,
        lastError: expect.stringMatching(/closing|limits\.concurrent/),
      }),
    );
    await finish();
    const handler = vi.fn();
    const next = openReceiver({ '*': handler }, { store });
    expect(await next.receiver.recover()).toEqual({ handled: 1, failed: 0 });
    expect(handler.mock.lastCall).toMatchObject([{ CallInfo: { CallId: 'late' } }, {}]);
    expect(await next.post(start('late'), ofV4(startWord))).toEqual({ status: 200, code: 0 });
    expect(handler).toHaveBeenCalledOnce();
  });

  test('is free at once: the next request for it is handled', async () => {
    const { post, store, finish } = await open();
    await post(start('late'), ofV4(startWord));
    await finish();
    const handler = vi.fn();
    const next = openReceiver({ '*': handler }, { store });
    expect(await next.post(start('late'), ofV4(startWord))).toEqual({ status: 200, code: 0 });
    expect(handler).toHaveBeenCalledOnce();
    expect(await next.receiver.recover()).toEqual({ handled: 0, failed: 0 });
  });

  test('is refused before its body is read where the vendor sends it again', async () => {
    const { post, outcomes, store, finish } = await open();
    expect(await post(status)).toEqual({ status: 503, code: 4 });
    expect(await post('{}', { query: '' }), 'no webhook').toEqual({ status: 503, code: 4 });
    const refused = { outcome: 'refused', code, body: undefined };
    expect(outcomes).toMatchObject([refused, refused]);
    await finish();
    expect(await openReceiver({ '*': () => {} }, { store }).receiver.recover()).toMatchObject({ handled: 0 });
  });

  test('is kept whatever its generation where `keep` is `all`', async () => {
    const { post, store, finish } = await open({ keep: 'all' });
    expect(await post(status)).toEqual({ status: 503, code: 4 });
    await finish();
    const handler = vi.fn();
    const next = openReceiver({ '*': handler }, { store });
    expect(await next.receiver.recover()).toEqual({ handled: 1, failed: 0 });
    expect(handler.mock.lastCall).toMatchObject([{ CallId: status.CallId }, {}]);
  });

  test('is kept only if it may come, can be read, has a handler, and is not known yet', async () => {
    const { post, told, store, finish } = await open({}, startWord);
    const { query } = ofV4(startWord);
    const stranger = { query: query.replace(String(app), '1') };
    expect(await post(start('late'), stranger)).toEqual({ status: 403, code: 3 });
    expect(await post('[]', { query })).toEqual({ status: 422, code: 3 });
    expect(await post(end('late'), ofV4(endWord))).toEqual({ status: 200, code: 0 });
    expect(await post(start('first'), { query }), 'it is at work').toEqual({ status: 200, code: 2 });
    await finish();
    expect(told().slice(0, 4)).toEqual(['refused', 'refused', 'unwanted', 'in-flight']);
    expect(await openReceiver({ '*': () => {} }, { store }).receiver.recover()).toMatchObject({ handled: 0 });
  });

  test('is not said to be kept where the store could not keep it', async () => {
    const store = memoryStore();
    const keep = vi.fn(() => Promise.reject(new Error('no connection')));
    const claim = async (key: string, wanted: Claim) => store.claim(key, wanted);
    const { post, outcomes, finish } = await open({ store: { ...copyMethods(store), claim, keep } });
    expect(await post(start('late'), ofV4(startWord))).toEqual({ status: 200, code: 5 });
    expect(outcomes).toMatchObject([{ outcome: 'unavailable', of: 'store' }]);
    await finish();
    expect(
      await openReceiver({ '*': () => {} }, { store }).post(start('late'), ofV4(startWord)),
    ).toMatchObject({
      code: 0,
    });
  });

  test('is not kept where more wait for their records than are real', async () => {
    const { post, outcomes, memory, finish } = await open({ confirm: { v4: { get: async () => null } } });
    const hasRoom = vi.spyOn(Confirmations.prototype, 'hasRoom').mockReturnValue(false);
    try {
      expect(await post(end('late'), ofV4(endWord))).toEqual({ status: 503, code: 4 });
      expect(outcomes).toMatchObject([{ code, detail: expect.not.stringContaining('kept') }]);
      expect(memory.listKept({ limit: 9, after: 0 })).not.toContainEqual(
        expect.objectContaining({ payload: expect.stringContaining('late') }),
      );
    } finally {
      hasRoom.mockRestore();
      await finish();
    }
  });

  test('is held against its record by `recover`, not before', async () => {
    const get = vi.fn(async () => null);
    const { post, store, finish } = await open({ confirm: { v4: { get } } });
    expect(await post(end('late'), ofV4(endWord))).toEqual({ status: 503, code: 4 });
    await finish();
    expect(get).not.toHaveBeenCalled();
    const handler = vi.fn();
    const next = openReceiver({ '*': handler }, { store, confirm: { v4: { get } } });
    expect(await next.receiver.recover()).toEqual({ handled: 0, failed: 1 });
    expect(get).toHaveBeenCalledOnce();
    expect(handler).not.toHaveBeenCalled();
  });
});

describe('how many are under way', () => {
  const slow = () => new Promise(() => {});

  test('a request and its handler are one', async () => {
    const handler = vi.fn(slow);
    const { post, told } = openReceiver(
      { '*': handler },
      { limits: { concurrent: 2 }, answerMilliseconds: 20 },
    );
    const first = post({ ...status, CallId: 'a' });
    await vi.waitFor(() => expect(handler).toHaveBeenCalledOnce());
    expect(await post({ ...status, CallId: 'b' })).toMatchObject({ code: 2 });
    await first;
    expect(await post({ ...status, CallId: 'c' }), 'they outlast their answers').toMatchObject({ code: 4 });
    expect(told()).toEqual(['slow', 'slow', 'refused']);
  });

  test('what `recover` is at is not counted', async () => {
    const handler = vi.fn((): unknown => Promise.reject(new Error('no')));
    const { receiver, post } = openReceiver({ '*': handler }, { limits: { concurrent: 1 }, keep: 'all' });
    await post(status);
    handler.mockImplementationOnce(slow).mockImplementation(() => {});
    void receiver.recover();
    await vi.waitFor(() => expect(handler).toHaveBeenCalledTimes(2));
    expect(await post({ ...status, CallId: 'b' })).toMatchObject({ code: 0 });
  });

  test('as many again are kept, and what is beyond that is refused unread', async () => {
    const store = memoryStore();
    const claim = vi.fn<typeof store.claim>((...given) => store.claim(...given));
    const { post, outcomes } = openReceiver(
      { '*': slow },
      { store: { ...copyMethods(store), claim }, limits: { concurrent: 1 }, answerMilliseconds: 50 },
    );
    void post(start('first'), ofV4(startWord));
    await vi.waitFor(() => expect(claim).toHaveBeenCalledOnce());
    // The store takes its time, so that the second is still under way when the third comes.
    claim.mockImplementationOnce(() => new Promise(() => {}));
    const second = post(start('second'), ofV4(startWord));
    await vi.waitFor(() => expect(claim).toHaveBeenCalledTimes(2));
    expect(await post(start('third'), ofV4(startWord))).toEqual({ status: 503, code: 4 });
    expect(outcomes.at(-1)).toMatchObject({ code: 'overloaded', body: undefined });
    expect(claim).toHaveBeenCalledTimes(2);
    await second;
  });
});
