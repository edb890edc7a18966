import { isFullProof } from '@trtc-call/test-servers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ConfirmingRecord } from '../contract.ts';
import { deliver } from '../send/deliver.ts';
import { app, openReceiver, record, status, step } from '../testing/open-receiver.ts';
import type { RecordSource } from './record-queue.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Invented calls in a tenth of a second: 300 a second, or five times as many as can be asked about. */
const each = isFullProof ? 30 : 10;

/** As the client and the vendor together: 20 requests a second, first come first served, an answer after 100 ms. */
function limitedRecords(): RecordSource<ConfirmingRecord> & { readonly asked: string[] } {
  const asked: string[] = [];
  let next = 0;
  const get = (callId: string): Promise<ConfirmingRecord | null> => {
    asked.push(callId);
    const turn = Math.max(next, performance.now());
    next = turn + 50;
    return new Promise((resolve) =>
      setTimeout(resolve, turn + 100 - performance.now(), callId === record.callId ? record : null),
    );
  };
  return { get, asked };
}

const query = { sdkappid: String(app), command: 'normal_end' };
const vendor = '203.0.113.7';

function open(options: Parameters<typeof openReceiver>[1] = {}) {
  const records = limitedRecords();
  const handler = vi.fn();
  const opened = openReceiver({ '*': handler }, { confirm: { v1: records }, ...options });
  let fakes = 0;
  /** Invented calls from an address, whose answers are not awaited. */
  const flood = (count: number, chooseAddress: (number: number) => string) => {
    for (let sent = 0; sent < count; sent += 1) {
      fakes += 1;
      const body = JSON.stringify({ ...status, CallId: `fake ${fakes}` });
      const request = new Request(`https://x.example/?${new URLSearchParams(query)}`, {
        method: 'POST',
        body,
      });
      void opened.receiver.fetch(request, { address: chooseAddress(sent) });
    }
  };
  /** Sends the real event as the vendor does: six attempts within twelve seconds. */
  const deliverReal = async () => {
    const fetch = (request: Request) => opened.receiver.fetch(request, { address: vendor });
    const delivery = deliver({ query, body: status }, { to: 'https://x.example', fetch });
    await vi.advanceTimersByTimeAsync(15_000);
    return delivery.done;
  };
  return { ...opened, records, handler, flood, deliverReal };
}

describe('a real event is handled within the six attempts of the vendor', { timeout: 30_000 }, () => {
  test('behind 900 invented calls from the same address', async () => {
    const { flood, deliverReal, handler } = open();
    flood(900, () => vendor);
    expect(await deliverReal()).toMatchObject({ outcome: 'acknowledged' });
    expect(handler).toHaveBeenCalledOnce();
  });

  test('while invented calls keep coming from fifty addresses, many more than can be asked about', async () => {
    const { flood, deliverReal, handler } = open();
    const timer = setInterval(() => flood(each, (sent) => `198.51.100.${sent % 50}`), 100);
    await vi.advanceTimersByTimeAsync(isFullProof ? 2000 : 4000);
    const delivery = await deliverReal();
    clearInterval(timer);
    expect(delivery).toMatchObject({ outcome: 'acknowledged' });
    expect(handler).toHaveBeenCalledOnce();
  });
});

test('each address has its turn, and a network of IPv6 has one', async () => {
  const free: (() => void)[] = [];
  const get = vi.fn((_callId: string) => new Promise<null>((resolve) => free.push(() => resolve(null))));
  const { receiver } = openReceiver({ '*': () => {} }, { confirm: { v1: { get } } });
  const send = (CallId: string, address: string) => {
    const body = JSON.stringify({ ...status, CallId });
    const request = new Request(`https://x.example/?${new URLSearchParams(query)}`, { method: 'POST', body });
    return receiver.fetch(request, { address });
  };
  const answers = Array.from({ length: 10 }, (_, at) => send(`busy ${at}`, '198.51.100.1'));
  for (let at = 0; at < 20; at += 1) answers.push(send(`before ${at}`, `2001:db8:1:2::${at}`));
  answers.push(send('real', vendor));
  for (let at = 0; at < 20; at += 1) answers.push(send(`after ${at}`, `2001:db8:1:2:${at}::1`));
  await vi.advanceTimersByTimeAsync(0);
  for (let turn = 0; turn < 2; turn += 1) {
    free.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
  }
  expect(get.mock.calls.slice(10).map(([callId]) => callId)).toEqual(['after 19', 'real']);
  while (free.length > 0) {
    for (const end of free.splice(0)) end();
    await vi.advanceTimersByTimeAsync(0);
  }
  await Promise.all(answers);
});

test('invented calls use up neither the requests that a receiver takes nor the rate of the vendor', async () => {
  const { flood, outcomes, post, records } = open();
  const timer = setInterval(() => flood(each, () => '198.51.100.1'), 100);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await post(step, { query: `sdkappid=${app}&command=caller_start_call` })).toMatchObject({ code: 0 });
  clearInterval(timer);
  const codes = outcomes.map((outcome) => outcome.outcome === 'refused' && outcome.code);
  expect(codes, 'no request is refused for want of room').not.toContain('overloaded');
  expect(records.asked.length, 'no more is asked than can be answered').toBeLessThanOrEqual(10 * 20 + 20);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(
    outcomes.every(({ outcome }) => ['refused', 'unavailable', 'slow', 'handled'].includes(outcome)),
  ).toBe(true);
});

test('a burst of 400 real calls is confirmed in the background, and nothing is lost with `keep: all`', async () => {
  const handler = vi.fn();
  const asked = limitedRecords();
  const v1: RecordSource<ConfirmingRecord> = {
    get: async (callId) => (await asked.get(callId)) ?? { ...record, callId },
  };
  const { post, receiver } = openReceiver({ normal_end: handler }, { confirm: { v1 }, keep: 'all' });
  for (let call = 0; call < 400; call += 1) void post({ ...status, CallId: `real ${call}` });
  await vi.advanceTimersByTimeAsync(15_000);
  for (let time = 0; time < 20 && handler.mock.calls.length < 400; time += 1) {
    const recovering = receiver.recover();
    await vi.advanceTimersByTimeAsync(10_000);
    await recovering;
  }
  expect(handler).toHaveBeenCalledTimes(400);
});
