import { createTrtcCallClient } from '@trtc-call/client';
import { createMock, type Mock } from '@trtc-call/mock';
import { operations } from '@trtc-call/spec/v1';
import { expect, test } from 'vitest';
import { RestoreError } from '../target.ts';
import { type CallbackGuard, guardCallback } from './callback-guard.ts';

const former = { address: 'https://somebody.example/hook', actions: ['call_busy' as const] };
const other = { address: 'https://suite.example/hook', actions: ['cancel' as const] };

function createAccountClient({ sdkAppId, secretKey, fetch }: Mock) {
  return createTrtcCallClient({ generation: 'v1', sdkAppId, secretKey, fetch, retry: false });
}

/** A guard of the mock, and the waits that it asked for. */
async function createGuard(mock: Mock): Promise<{ guard: CallbackGuard; waits: number[] }> {
  const waits: number[] = [];
  const guard = await guardCallback(createAccountClient(mock), async (milliseconds) => {
    waits.push(milliseconds);
  });
  if (typeof guard === 'string') throw new Error(guard);
  return { guard, waits };
}

test('a configuration is put back', async () => {
  const mock = await createMock();
  await createAccountClient(mock).callbacks.set(former);
  const { guard } = await createGuard(mock);
  await createAccountClient(mock).callbacks.set(other);
  await guard.restore();
  expect(await createAccountClient(mock).callbacks.get()).toEqual(former);
});

test('where there was none, none is left', async () => {
  const mock = await createMock();
  const { guard } = await createGuard(mock);
  await createAccountClient(mock).callbacks.set(other);
  await guard.restore();
  await guard.restore();
  await expect(createAccountClient(mock).callbacks.get()).rejects.toMatchObject({ code: 999 });
});

test('an empty success counts as none', async () => {
  const mock = await createMock();
  mock.respondWith('getCallback', 'success-no-configuration');
  const { guard } = await createGuard(mock);
  await createAccountClient(mock).callbacks.set(other);
  await guard.restore();
  await expect(createAccountClient(mock).callbacks.get()).rejects.toMatchObject({ code: 999 });
});

test.each([{ address: '', actions: [] }, { address: null, actions: null }, {}])(
  'a success with the empty values %j counts as none, before and after',
  async (data) => {
    const mock = await createMock();
    const withEmptyValues = async (url: string, init: RequestInit) => {
      const text = await (await mock.fetch(url, init)).text();
      const isNone = url.includes(operations.getCallback.path) && text.includes('999');
      return Response.json(
        isNone ? { errorCode: 0, errorMessage: 'Success', requestId: 'x', data } : JSON.parse(text),
      );
    };
    const { sdkAppId, secretKey } = mock;
    const client = createTrtcCallClient({
      generation: 'v1',
      sdkAppId,
      secretKey,
      fetch: withEmptyValues,
      retry: false,
    });
    const guard = await guardCallback(client, async () => {});
    if (typeof guard === 'string') throw new Error(guard);
    await guard.restore();
    await client.callbacks.set(other);
    await guard.restore();
    await expect(createAccountClient(mock).callbacks.get()).rejects.toMatchObject({ code: 999 });
  },
);

test('what was not changed is not written again', async () => {
  const mock = await createMock();
  await createAccountClient(mock).callbacks.set(former);
  const { guard } = await createGuard(mock);
  await guard.restore();
  expect(mock.requests.map(({ operationId }) => operationId)).toEqual([
    'setCallback',
    'getCallback',
    'getCallback',
  ]);
});

test('a rate that is used up is waited for', async () => {
  const mock = await createMock();
  await createAccountClient(mock).callbacks.set(former);
  const { guard, waits } = await createGuard(mock);
  await createAccountClient(mock).callbacks.set(other);
  mock.respondWith('getCallback', 'error-70005');
  mock.respondWith('setCallback', 'error-70005');
  await guard.restore();
  expect(waits).toHaveLength(2);
  expect(Math.min(...waits)).toBeGreaterThan(operations.setCallback.rateLimit.perSeconds * 1000);
  expect(await createAccountClient(mock).callbacks.get()).toEqual(former);
});

test('what cannot be put back is told, so that a person can', async () => {
  const mock = await createMock();
  await createAccountClient(mock).callbacks.set(former);
  const { guard } = await createGuard(mock);
  mock.respondWith('getCallback', 'error-70001', { times: Number.POSITIVE_INFINITY });
  await expect(guard.restore()).rejects.toThrow(RestoreError);
  await expect(guard.restore()).rejects.toMatchObject({ code: 'not-restored' });
  await expect(guard.restore()).rejects.toThrow(/70001.*set it again: .*somebody\.example/);
});

test('what cannot be read is not changed', async () => {
  const mock = await createMock();
  mock.respondWith('getCallback', 'error-70005');
  expect(await guardCallback(createAccountClient(mock), async () => {})).toMatch(/cannot be read.*70005/);
});
