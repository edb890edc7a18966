import { describe, expect, test, vi } from 'vitest';
import { memoryStore } from '../stores/memory.ts';
import { sqliteStore } from '../stores/sqlite.ts';
import { app, openReceiver, openReceiverOn, status, step } from '../testing/open-receiver.ts';
import { ClaimLostError } from './options.ts';

/** Another process, which takes a claim whose lease has run out. */
const another = { token: 'another', leaseMilliseconds: 100 };

describe('each event once', () => {
  test('a handler gets the event, and the vendor an ErrorCode of 0', async () => {
    const handled: unknown[] = [];
    const { post, told } = openReceiver({
      normal_end: ({ CallId, MediaType }) => handled.push([CallId, MediaType]),
    });
    expect(await post({ ...status, MediaType: 'Audio' })).toEqual({ status: 200, code: 0 });
    expect(handled).toEqual([[status.CallId, 'audio']]);
    expect(told()).toEqual(['handled']);
  });

  test('a repetition is acknowledged and not handled', async () => {
    const handler = vi.fn();
    const { post, told } = openReceiver({ normal_end: handler });
    await post(status);
    expect(
      await post(status, { query: `sdkappid=${app}&command=normal_end&clientip=10.0.0.9` }),
    ).toMatchObject({ code: 0 });
    expect(handler).toHaveBeenCalledOnce();
    expect(told()).toEqual(['handled', 'duplicate']);
  });

  test('a repetition while it is handled is asked for again, and so is one that failed', async () => {
    const first = Promise.withResolvers<void>();
    const handler = vi.fn(() => first.promise);
    const { post, told } = openReceiver({ normal_end: handler });
    const answer = post(status);
    await vi.waitFor(() => expect(handler).toHaveBeenCalled());
    expect(await post(status)).toEqual({ status: 200, code: 2 });
    first.reject(new Error('no database'));
    expect(await answer).toEqual({ status: 200, code: 1 });
    handler.mockImplementation(async () => {});
    expect(await post(status)).toMatchObject({ code: 0 });
    expect(told()).toEqual(['in-flight', 'failed', 'handled']);
  });

  test('a handler that throws at once is a failure, and its error is reported', async () => {
    const error = new Error('no');
    const { post, outcomes } = openReceiver({
      normal_end: () => {
        throw error;
      },
    });
    expect(await post(status)).toMatchObject({ code: 1 });
    expect(outcomes).toEqual([expect.objectContaining({ outcome: 'failed', error, acknowledged: false })]);
  });

  test('what is handled by a process whose claim is lost is reported, and not acknowledged', async () => {
    let time = 0;
    using store = sqliteStore({ path: ':memory:', machineClock: () => time });
    const { post, told } = openReceiverOn(store, {
      normal_end: async ({ fingerprint }) => {
        time += 4000;
        await store.claim(fingerprint, another);
      },
    });
    expect(await post(status)).toMatchObject({ code: 2 });
    expect(told()).toEqual(['claim-lost']);
  });

  test('an effect that is committed is the mark that it is done', async () => {
    let effects = 0;
    const { post, told } = openReceiver({
      normal_end: async (_, { commit }) => {
        await commit(() => {
          effects += 1;
        });
        throw new Error('after the commit');
      },
    });
    expect(await post(status)).toMatchObject({ code: 0 });
    expect(await post(status)).toMatchObject({ code: 0 });
    expect([effects, told()]).toEqual([1, ['failed', 'duplicate']]);
  });

  test('an effect that is not awaited and fails is not acknowledged, however long its handler goes on', async () => {
    const { post, told } = openReceiver({
      normal_end: async (_, { commit }) => {
        void commit(() => {
          throw new Error('no such table');
        });
        await new Promise((resolve) => setTimeout(resolve, 20));
      },
    });
    expect(await post(status)).toMatchObject({ code: 1 });
    expect(told()).toEqual(['failed']);
  });

  test('a handler that copes with a commit that fails has handled its event', async () => {
    const { post, told } = openReceiver({
      normal_end: async (_, { commit }) => {
        await commit(() => Promise.reject(new Error('it is there already'))).catch(() => {});
      },
    });
    expect(await post(status)).toMatchObject({ code: 0 });
    expect(told()).toEqual(['handled']);
  });

  test('a commit that failed and was not awaited does not undo the one behind it', async () => {
    const effect = vi.fn();
    const { post, told } = openReceiver({
      normal_end: async (_, { commit }) => {
        void commit(() => {
          throw new Error('no');
        });
        await new Promise((resolve) => setTimeout(resolve, 10));
        await commit(effect);
      },
    });
    expect(await post(status)).toMatchObject({ code: 0 });
    expect(effect).toHaveBeenCalledOnce();
    expect(told()).toEqual(['handled']);
  });

  test('a commit that its handler does not await is awaited', async () => {
    let isWritten = false;
    const { post, told } = openReceiver({
      normal_end: (_, { commit }) => {
        void commit(async () => {
          await new Promise((resolve) => setTimeout(resolve, 5));
          isWritten = true;
        });
      },
    });
    expect(await post(status)).toMatchObject({ code: 0 });
    expect([isWritten, told()]).toEqual([true, ['handled']]);
  });

  test('an effect without a claim is not written', async () => {
    let time = 0;
    using store = sqliteStore({ path: ':memory:', machineClock: () => time });
    const errors: unknown[] = [];
    const { post } = openReceiverOn(store, {
      normal_end: async ({ fingerprint }, { commit }) => {
        time += 4000;
        await store.claim(fingerprint, another);
        await commit(() => void errors.push('written')).catch((error: unknown) => errors.push(error));
        throw new Error('lost');
      },
    });
    expect(await post(status)).toMatchObject({ code: 1 });
    expect(errors).toEqual([expect.any(ClaimLostError)]);
  });

  test('an event is not acknowledged while the store is away', async () => {
    const store = memoryStore();
    store.claim = () => Promise.reject(new Error('ECONNREFUSED'));
    const { post, told } = openReceiver({ '*': () => {} }, { store });
    expect(await post(status)).toMatchObject({ code: 5 });
    expect(told()).toEqual(['unavailable']);
  });
});

describe('who handles what', () => {
  test('an event without a handler of its own goes to the one for everything', async () => {
    const words: string[] = [];
    const { post } = openReceiver({
      normal_end: () => words.push('own'),
      '*': ({ command }) => words.push(command),
    });
    await post(status);
    await post(step, { query: `sdkappid=${app}&command=caller_start_call` });
    await post({ ...status, CallId: 'b' }, { query: `sdkappid=${app}&command=call_end` });
    expect(words).toEqual(['own', 'caller_start_call', '*']);
  });

  test('a command without a handler is acknowledged', async () => {
    const { post, told } = openReceiver({ cancel: () => {} });
    expect(await post(status)).toMatchObject({ code: 0 });
    expect(await post(status, { query: `sdkappid=${app}&command=new_word` })).toMatchObject({ code: 0 });
    expect(told()).toEqual(['unwanted', 'unwanted']);
  });

  test.each([
    ['MediaType', undefined],
    ['CallId', undefined],
    ['CallId', ''],
    ['TotalNum', '2'],
    ['UserId', { name: 'alice' }],
  ])('an event whose %s is %j goes to its own handler, once', async (name, value) => {
    const odd = { ...status, [name]: value };
    const handler = vi.fn();
    const { post, told } = openReceiver({ normal_end: handler });
    expect(await post(odd)).toEqual({ status: 200, code: 0 });
    expect(await post(odd)).toEqual({ status: 200, code: 0 });
    expect(handler).toHaveBeenCalledOnce();
    const body = JSON.parse(JSON.stringify(odd));
    expect(handler.mock.calls[0]?.[0], 'nothing that came in is lost').toMatchObject({ raw: { body } });
    expect(told()).toEqual(['handled', 'duplicate']);
  });

  test('two odd events are two: each is handled', async () => {
    const rooms: unknown[] = [];
    const { post } = openReceiver({ normal_end: ({ RoomId }) => rooms.push(RoomId) });
    const { CallId: _, ...odd } = status;
    await post(odd);
    await post({ ...odd, RoomId: 'another room' });
    expect(rooms).toEqual([status.RoomId, 'another room']);
  });

  test('an odd event that its handler failed on is kept and recovered as it came', async () => {
    const events: unknown[] = [];
    const normal_end = (event: unknown) => {
      if (events.push(event) === 1) throw new Error('no database');
    };
    const { post, receiver } = openReceiver({ normal_end }, { keep: 'all' });
    await post({ ...status, CallId: undefined, TotalNum: '2' });
    expect(await receiver.recover()).toEqual({ handled: 1, failed: 0 });
    expect(events[1]).toEqual(events[0]);
    expect(events[1]).toMatchObject({ TotalNum: 2, misfits: [{ pointer: '/TotalNum' }] });
  });
});
