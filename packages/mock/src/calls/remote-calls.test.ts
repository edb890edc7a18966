import { setImmediate } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMock, type Mock, type MockOptions } from '../index.ts';
import { askAdmin, call } from '../testing/call.ts';
import { serve } from '../testing/sockets.ts';

const ask = (mock: Mock, options: object) => askAdmin(mock, 'simulate_call', options);

const handled = JSON.stringify({ ErrorCode: 0, ErrorMessage: 'Success' });

/** A mock whose waits take no time. */
async function open(options: MockOptions = {}): Promise<Mock> {
  const mock = await createMock({ records: [], rateLimit: false, wait: async () => {}, ...options });
  onTestFinished(() => mock.reset());
  return mock;
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `user ${index}`);

describe('where it is sent', () => {
  test('is this machine', async () => {
    const receiver = await serve((_, response) => response.end(handled));
    const mock = await open();
    expect((await ask(mock, { to: receiver.url, result: 'cancel' })).status).toBe(200);
    await expect.poll(() => receiver.seen.length).toBe(6);
    await expect.poll(() => mock.deliveries.every(({ outcome }) => outcome === 'acknowledged')).toBe(true);
  });

  test('is not another machine, neither by the request nor by the configuration', async () => {
    const mock = await open();
    const refusal = {
      status: 403,
      body: {
        code: 'destination-not-allowed',
        error: expect.stringMatching(
          /^Webhooks to evil\.example are refused: .*--allow-webhooks-to evil\.example /,
        ),
      },
    };
    expect(await ask(mock, { to: 'http://evil.example/hooks' })).toEqual(refusal);
    await call(mock, 'setCallback', { address: 'http://evil.example/hooks', actions: ['normal_end'] });
    expect(await ask(mock, {})).toEqual(refusal);
    expect([mock.deliveries, mock.records.list()]).toEqual([[], []]);
  });

  test.each([
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://127.0.0.1@evil.example',
    'http://evil.example#@127.0.0.1',
    'http://10.0.0.1',
    'http://169.254.169.254/latest',
    'http://0.0.0.0',
    'http://[::]',
    'http://[::ffff:10.0.0.1]',
    'http://[64:ff9b::7f00:1]',
    'http://app.localhost',
    'http://mock',
  ])('is not %s', async (to) => {
    const { status, body } = await ask(await open(), { to });
    // An address that is not a plain URL is refused before.
    expect([400, 403]).toContain(status);
    expect(body.error).toMatch(/--allow-webhooks-to .*allowWebhooksTo|^to: /);
  });

  test.each(['127.9.9.9', '2130706433', '0x7f000001', '[::1]', '[::ffff:127.0.0.1]', 'LOCALHOST.'])(
    'is %s, which is this machine',
    async (host) => {
      const given = { to: `http://${host}:9`, waitsSeconds: [0], result: 'cancel' };
      expect((await ask(await open(), given)).status).toBe(200);
    },
  );

  test('is an allowed host alone, in any spelling', async () => {
    const mock = await open({ allowWebhooksTo: ['Hooks.example.', '10.255.255.254'] });
    const send = async (to: string) => (await ask(mock, { to, waitsSeconds: [0], result: 'cancel' })).status;
    expect(await send('https://HOOKS.example.:8443/x')).toBe(200);
    for (const to of ['http://a.hooks.example', 'http://hooks.example.evil.example', 'http://10.255.255.253'])
      expect(await send(to)).toBe(403);
  });

  test('is not where a configuration leads that changes while the call goes on', async () => {
    const receiver = await serve((_, response) => response.end(handled));
    const { promise: talking, resolve: hangUp } = Promise.withResolvers<void>();
    const mock = await open({ wait: () => talking });
    const actions = ['caller_start_call', 'normal_end'];
    await call(mock, 'setCallback', { address: receiver.url, actions });
    expect((await ask(mock, { pace: 'real', waitsSeconds: [0] })).status).toBe(200);
    await expect.poll(() => receiver.seen.length).toBe(1);
    await call(mock, 'setCallback', { address: 'http://evil.example/hooks', actions });
    hangUp();
    await expect
      .poll(() => mock.deliveries.map(({ outcome }) => outcome))
      .toEqual(['acknowledged', 'given-up', 'given-up']);
    expect(mock.deliveries.at(-1)?.attempts[0]?.problem).toContain('Webhooks to evil.example are refused');
  });

  test('is an allowed host, and code may send anywhere', async () => {
    // Nothing answers at the port, so that the reason shows that it was tried.
    const mock = await open({ allowWebhooksTo: ['10.255.255.254'] });
    expect((await ask(mock, { to: 'http://10.255.255.254:9', waitsSeconds: [0] })).status).toBe(200);
    mock.reset();
    const sent: string[] = [];
    const fetch = async (request: Request) => {
      sent.push(new URL(request.url).hostname);
      return new Response(handled);
    };
    await mock.simulateCall({ to: 'http://anywhere.example', result: 'cancel', fetch }).done;
    expect(new Set(sent)).toEqual(new Set(['anywhere.example']));
  });
});

describe('how much is done', () => {
  test.each<[string, object, RegExp]>([
    [
      'attempts',
      { waitsSeconds: Array.from({ length: 5000 }, () => 0) },
      /waitsSeconds must lead to at most 1000 requests \(got 8 webhooks of 5000 attempts\)/,
    ],
    ['a wait', { waitsSeconds: [0, 61] }, /waitsSeconds .*at most 60 seconds \(got 61\)/],
    ['callees', { callees: names(101) }, /callees .*at most 100 people .*\(got 101\)/],
    [
      'people',
      { callees: names(40), invited: names(40), joined: names(40) },
      /callees .*at most 100 people .*\(got 120\)/,
    ],
    [
      'requests',
      { callees: names(100) },
      /waitsSeconds must lead to at most 1000 requests \(got \d+ webhooks of 6 attempts\)/,
    ],
    ['a real call', { pace: 'real', talkSeconds: 3599 }, /talkSeconds .*within 3600 seconds \(got 3602\)/],
    ['a wait that is not a number', { waitsSeconds: [null] }, /waitsSeconds/],
    ['a callee that is not a text', { callees: [7] }, /callees/],
    ['a time that is not a number', { pace: 'real', ringSeconds: '9' }, /ringSeconds/],
  ])('is bounded or refused: %s', async (_, options, error) => {
    const receiver = await serve((_, response) => response.end(handled));
    const mock = await open();
    expect(await ask(mock, { to: receiver.url, ...options })).toEqual({
      status: 400,
      body: { code: 'mock-option', error: expect.stringMatching(error) },
    });
    expect([receiver.seen.length, mock.records.list()]).toEqual([0, []]);
  });

  test('in code is not', async () => {
    const mock = await open();
    const fetch = async () => new Response('', { status: 500 });
    const waitsSeconds = Array.from({ length: 20 }, () => 0);
    const options = { to: 'http://anywhere.example', fetch, waitsSeconds, result: 'cancel' } as const;
    const { deliveries } = await mock.simulateCall(options).done;
    expect(deliveries.map(({ attempts }) => attempts.length)).toEqual([20, 20, 20, 20, 20, 20]);
  });

  test('at the same time is ten calls, until one has ended', async () => {
    const waiting: (() => void)[] = [];
    const receiver = await serve((_, response) => {
      waiting.push(() => response.end(handled));
    });
    const mock = await open();
    const one = { to: receiver.url, waitsSeconds: [0] };
    for (let times = 0; times < 10; times += 1) expect((await ask(mock, one)).status).toBe(200);
    expect(await ask(mock, one)).toEqual({
      status: 429,
      body: {
        code: 'too-many-calls',
        error: expect.stringMatching(/^At most 10 calls may be under way.*reset/),
      },
    });
    mock.reset();
    expect((await ask(mock, one)).status).toBe(200);
  });

  test('leaves the last thousand records, and says how many it has dropped', async () => {
    const mock = await open({ sdkAppId: 5 });
    const own = mock.records.add({ callId: 'own' });
    for (let index = 0; index < 1003; index += 1) {
      const { status } = await ask(mock, { callId: `call ${index}` });
      expect(status).toBe(200);
      // Nothing is sent, so that it has ended when everything that is due has run.
      await setImmediate();
    }
    const ids = mock.records.list().map(({ callId }) => callId);
    expect(ids).toHaveLength(1001);
    expect(ids).toContain(own.callId);
    expect(ids).not.toContain('call 2');
    expect(mock.dropped.records).toBe(3);
  });
});

test('deliveries are bounded in bytes, and it is said how many were dropped', async () => {
  const mock = await open({ journalBytes: 64 * 1024 });
  const fetch = async () => new Response('x'.repeat(60_000));
  const options = {
    to: 'http://anywhere.example',
    fetch,
    waitsSeconds: [0, 0, 0],
    result: 'cancel',
  } as const;
  for (let times = 0; times < 3; times += 1) await mock.simulateCall(options).done;
  const { length } = mock.deliveries;
  expect(length).toBeLessThan(4);
  expect(mock.dropped.deliveries).toBe(18 - length);
  const answer = await mock.fetch('http://mock.example/_mock/deliveries');
  expect(answer.headers.get('x-mock-dropped')).toBe(String(18 - length));
  expect((await answer.text()).length).toBeLessThan(64 * 1024);
});
