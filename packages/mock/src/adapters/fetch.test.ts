import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { createMock, type Mock } from '../index.ts';
import { writeTarget } from '../testing/call.ts';

let mock: Mock;
beforeAll(async () => {
  mock = await createMock({ rateLimit: false });
});

const url = (): string => `https://callkit.example${writeTarget(mock, 'getRecordByCallId')}`;
const init = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{"callId":"mock-success"}',
};

test('a string, a URL and a Request are taken', async () => {
  const statuses = [];
  for (const input of [url(), new URL(url()), new Request(url(), init)]) {
    statuses.push(await (await mock.fetch(input, input instanceof Request ? undefined : init)).json());
  }
  expect(statuses).toEqual(Array(3).fill(expect.objectContaining({ errorCode: 0 })));
});

test('it needs no this', async () => {
  const { fetch } = mock;
  expect((await fetch(url(), init)).status).toBe(200);
});

test('HEAD has no body', async () => {
  const response = await mock.fetch('https://callkit.example/', { method: 'HEAD' });
  expect([response.status, await response.text()]).toEqual([200, '']);
});

test('a signal that is aborted before rejects with its reason', async () => {
  const reason = new Error('enough');
  await expect(mock.fetch(url(), { ...init, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test.each(['delay', 'slow-body'] as const)('a signal ends the fault %s with its reason', async (kind) => {
  const controller = new AbortController();
  mock.fault(kind, { milliseconds: 60_000 });
  const text = async () => (await mock.fetch(url(), { ...init, signal: controller.signal })).text();
  const refused = expect(text()).rejects.toThrow('enough');
  await new Promise((resolve) => setImmediate(resolve));
  controller.abort(new Error('enough'));
  await refused;
});

test('where a Request has no `body`, as in Firefox, it is read whole', async () => {
  const { Request: Whole } = globalThis;
  vi.stubGlobal(
    'Request',
    class extends Whole {
      override get body(): never {
        return undefined as never;
      }
    },
  );
  onTestFinished(() => void vi.unstubAllGlobals());
  expect(await (await mock.fetch(url(), init)).json()).toMatchObject({ errorCode: 0 });
  const response = await mock.fetch(url(), { ...init, body: ' '.repeat(2 ** 20 + 1) });
  expect(response.headers.get('x-mock-mistake')).toBe('body-too-large');
});

test('a body without end is given up at the limit', async () => {
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(64 * 1024));
    },
  });
  const streamed: RequestInit & { duplex: 'half' } = { ...init, body: endless, duplex: 'half' };
  const response = await mock.fetch(url(), streamed);
  expect(response.headers.get('x-mock-mistake')).toBe('body-too-large');
  expect(pulled).toBeLessThan(30);
});
