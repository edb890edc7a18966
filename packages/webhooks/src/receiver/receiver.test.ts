import { describe, expect, test, vi } from 'vitest';
import { sqliteStore } from '../sqlite/sqlite-store.ts';
import { memoryStore } from '../store/memory-store.ts';
import { ClaimLostError } from './errors.ts';
import { app, openReceiver, openReceiverOn, status, step } from './testing/open-receiver.ts';

/** A promise that is settled from outside. */
function later<Value = void>() {
  return Promise.withResolvers<Value>();
}

/** Somebody else, who takes a claim whose lease has run out. */
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
    const first = later();
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

  test('a handler that throws at once is a failure, and its error is told', async () => {
    const error = new Error('no');
    const { post, outcomes } = openReceiver({
      normal_end: () => {
        throw error;
      },
    });
    expect(await post(status)).toMatchObject({ code: 1 });
    expect(outcomes).toEqual([expect.objectContaining({ outcome: 'failed', error, acknowledged: false })]);
  });

  test('what is handled by a process whose claim is lost is told, and not acknowledged', async () => {
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

  test('an effect that nobody waits for and that fails is not acknowledged, however long its handler goes on', async () => {
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

  test('a handler that does not wait for its commit is waited for', async () => {
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

  test('a store that is away is no success', async () => {
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

  test('a command that nobody wants is acknowledged', async () => {
    const { post, told } = openReceiver({ cancel: () => {} });
    expect(await post(status)).toMatchObject({ code: 0 });
    expect(await post(status, { query: `sdkappid=${app}&command=new_word` })).toMatchObject({ code: 0 });
    expect(told()).toEqual(['unwanted', 'unwanted']);
  });

  test('a shape that the contract does not know goes to the one for everything, or is asked for again', async () => {
    const odd = { ...status, TotalNum: '2' };
    const misfits: unknown[] = [];
    const all = openReceiver({ '*': (event) => misfits.push(event.command === '*' && event.misfits) });
    expect(await all.post(odd)).toMatchObject({ code: 0 });
    expect(misfits).toEqual([['TotalNum is no whole number of 0 or more']]);
    const own = openReceiver({ normal_end: () => {} });
    expect(await own.post(odd)).toEqual({ status: 422, code: 3 });
    const [refused] = own.outcomes;
    expect(refused).toMatchObject({ code: 'unknown-shape', query: expect.stringContaining('normal_end') });
    const kept = refused?.outcome === 'refused' ? new TextDecoder().decode(refused.body) : '';
    expect(JSON.parse(kept), 'nothing that came in is lost').toEqual(odd);
  });
});
