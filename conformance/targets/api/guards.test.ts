import { createMock, type Mock } from '@trtc-call/mock';
import { describe, expect, test } from 'vitest';
import type { CheckContext } from '../../requirements/check/context.ts';
import { NoAnswerError } from '../../requirements/expect.ts';
import { makeConfiguration } from '../../requirements/shared/callback.ts';
import { apiGenerations } from '../../requirements/suites.ts';
import { createTestContext } from '../../testing/test-context.ts';
import { createTransport, type Fetch, toFetch } from '../recorder.ts';
import { RestoreError } from '../target.ts';
import { type Guard, guardCallback } from './guards.ts';

describe.each(apiGenerations)('of $suite.generation', ({ generation }) => {
  const { names, commands } = generation;
  const name = generation.contract.generation;
  const absent = generation.contract.errorCodes.find((entry) => entry.name === 'CallbackNotConfigured')?.code;
  const former = makeConfiguration(generation, 'https://somebody.example/hook', commands.slice(0, 2));
  const other = makeConfiguration(generation, 'https://suite.example/hook', commands.slice(2, 3));

  interface World {
    readonly mock: Mock;
    readonly context: CheckContext;
    readonly waits: number[];
    read(): Promise<unknown>;
    guard(): Promise<Guard>;
  }

  /** A mock with a configuration, and a context of it whose answers may be changed on their way. */
  async function open(stored: unknown, change?: (fetch: Fetch) => Fetch): Promise<World> {
    const mock = await createMock();
    const { sdkAppId, identifier, secretKey } = mock;
    const plain: Fetch = (url, init) => mock.fetch(url, init);
    const waits: number[] = [];
    const openWith = (fetch: Fetch) =>
      createTestContext({
        generation,
        account: { sdkAppId, identifier, secretKey },
        now: Date.now,
        fetch,
        wait: async (milliseconds) => void waits.push(milliseconds),
      });
    if (stored) await openWith(plain).send('setCallback', stored);
    const read = async () => {
      const { code, data } = await openWith(plain).send('getCallback', {});
      return code === 0 ? data : code;
    };
    let transport = createTransport(change?.(plain) ?? plain);
    const context = openWith((url, init) => toFetch(transport)(url, init));
    const guard = async () => {
      const made = await guardCallback(context);
      if (typeof made === 'string') throw new Error(made);
      transport = made.watch(transport);
      return made;
    };
    return { mock, waits, read, context, guard };
  }

  test('a configuration is put back; where there was none, none is left', async () => {
    for (const [stored, expected] of [
      [former, former],
      [undefined, absent],
    ]) {
      const world = await open(stored);
      const { restore } = await world.guard();
      await world.context.send('setCallback', other);
      await restore();
      await restore();
      expect(await world.read()).toEqual(expected);
    }
  });

  test.each([{ [names.address]: '', [names.actions]: [] }, { [names.address]: null }, {}, null])(
    'a success with the empty values %j counts as none, before and after',
    async (data) => {
      const { code, data: dataName } = generation.contract.envelope;
      const world = await open(undefined, (fetch) => async (url, init) => {
        const answer = await (await fetch(url, init)).json();
        return Response.json(answer[code] === absent ? { ...answer, [code]: 0, [dataName]: data } : answer);
      });
      const { restore } = await world.guard();
      await restore();
      await world.context.send('setCallback', other);
      await restore();
      expect(await world.read()).toBe(absent);
    },
  );

  test('where nothing was written nothing is asked, and what is as it was is not written again', async () => {
    const world = await open(former);
    const { restore } = await world.guard();
    const before = world.mock.requests.length;
    const asked = () => world.mock.requests.slice(before).map(({ operationId }) => operationId);
    await world.context.send('getCallback', {});
    await restore();
    expect(asked()).toEqual(['getCallback']);
    await world.context.send('setCallback', former);
    await restore();
    expect(asked()).toEqual(['getCallback', 'setCallback', 'getCallback']);
  });

  test('a change whose answer is lost is put back', async () => {
    let isLost = false;
    const world = await open(former, (fetch) => async (url, init) => {
      const answer = await fetch(url, init);
      if (isLost) throw new TypeError('fetch failed');
      return answer;
    });
    const { restore } = await world.guard();
    isLost = true;
    await expect(world.context.send('deleteCallback', {})).rejects.toThrow('fetch failed');
    isLost = false;
    await restore();
    expect(await world.read()).toEqual(former);
  });

  const busy = generation.contract.mistakes.find(({ id }) => id === 'rate-exceeded')?.answer ?? 0;

  test('a rate that is used up is waited for', async () => {
    const world = await open(former);
    const { restore } = await world.guard();
    await world.context.send('setCallback', other);
    world.mock.respondWith('getCallback', `error-${busy}`);
    world.mock.respondWith('setCallback', `error-${busy}`);
    await restore();
    expect(world.waits).toHaveLength(2);
    expect(Math.min(...world.waits)).toBeGreaterThan(1000);
    expect(await world.read()).toEqual(former);
  });

  test.each([
    { title: 'hangs is asked twice', timedOut: true, times: 2 },
    { title: 'refuses connections is asked four times', timedOut: false, times: 4 },
  ])('a target that $title to take it back', async ({ timedOut, times }) => {
    let asked = 0;
    let hangs = false;
    const world = await open(former, (fetch) => async (url, init) => {
      if (!hangs) return fetch(url, init);
      asked += 1;
      throw new NoAnswerError('no answer', { timedOut });
    });
    const { restore } = await world.guard();
    await world.context.send('setCallback', other);
    hangs = true;
    await expect(restore()).rejects.toThrow(/set it again: .*somebody\.example/);
    expect(asked).toBe(times);
  });

  test('what cannot be put back is reported, so that a person can do it; what cannot be read is not changed', async () => {
    const world = await open(former);
    const { restore } = await world.guard();
    await world.context.send('setCallback', other);
    world.mock.respondWith('getCallback', `error-${busy}`, { times: Number.POSITIVE_INFINITY });
    await expect(restore()).rejects.toThrow(RestoreError);
    await expect(restore()).rejects.toMatchObject({
      code: 'not-restored',
      message: expect.stringMatching(new RegExp(`of ${name} .*${busy}.*set it again: .*somebody\\.example`)),
    });
    expect(await guardCallback(world.context)).toMatch(new RegExp(`cannot be read.*${busy}`));
  });
});
