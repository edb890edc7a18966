import type { LookupAddress, lookup } from 'node:dns';
import { describe, expect, test } from 'vitest';
import { serve } from '../testing/sockets.ts';
import { createDestinations } from './destinations.ts';

/** A resolver that gives other addresses each time, as the owner of a name can make it. */
function resolver(...answers: readonly (readonly string[])[]) {
  const asked: string[] = [];
  const resolve = (
    name: string,
    _: unknown,
    callback: (error: Error | null, addresses: LookupAddress[]) => void,
  ): void => {
    const addresses = answers[asked.length] ?? [];
    asked.push(name);
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { asked, resolve: resolve as typeof lookup };
}

const none = new Set<string>();
const post = (url: string) => new Request(url, { method: 'POST', body: '{"a":1}' });

describe('an address', () => {
  test.each([
    'http://127.0.0.1',
    'http://127.9.9.9',
    'http://2130706433',
    'http://0x7f000001',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://LOCALHOST.',
    'http://app.localhost',
  ])('%s is this machine', (url) => {
    expect(() => createDestinations(none).require(new URL(url))).not.toThrow();
  });

  test.each([
    'http://evil.example',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://127.0.0.1@evil.example',
    'http://evil.example#@127.0.0.1',
    'http://evil.example?127.0.0.1',
    'http://10.0.0.1',
    'http://169.254.169.254/latest',
    'http://0.0.0.0',
    'http://[::]',
    'http://[::ffff:10.0.0.1]',
    'http://[64:ff9b::7f00:1]',
    'http://mock',
  ])('%s is refused with the remedy', async (url) => {
    const destinations = createDestinations(none);
    const refusal = { status: 403, code: 'destination-not-allowed' };
    expect(() => destinations.require(new URL(url))).toThrow(expect.objectContaining(refusal));
    const bare = new URL(url);
    bare.username = '';
    await expect(destinations.fetch(post(bare.href))).rejects.toMatchObject(refusal);
    await expect(destinations.fetch(post(bare.href))).rejects.toThrow(
      /--allow-webhooks-to .*allowWebhooksTo/,
    );
  });

  test('is allowed by its host alone', () => {
    const { require } = createDestinations(new Set(['hooks.example', '10.0.0.7']));
    const urls = ['https://HOOKS.example.:8443/x', 'http://10.0.0.7', 'http://0xa000007'];
    for (const url of urls) expect(() => require(new URL(url))).not.toThrow();
    for (const url of ['http://a.hooks.example', 'http://hooks.example.evil.example', 'http://10.0.0.8']) {
      expect(() => require(new URL(url))).toThrow();
    }
  });
});

describe('sending', () => {
  test('brings the request there and the answer back', async () => {
    const { port, seen } = await serve((request, response) => {
      request.pipe(response.writeHead(201));
    });
    const response = await createDestinations(none).fetch(post(`http://localhost:${port}/hooks?a=1`));
    expect([response.status, await response.text()]).toEqual([201, '{"a":1}']);
    expect(seen).toEqual([`POST localhost:${port} /hooks?a=1`]);
  });

  test('looks a name up once, and connects to what it has looked at', async () => {
    const { port, seen } = await serve((_, response) => response.end('here'));
    const { asked, resolve } = resolver(['127.0.0.1'], ['93.184.215.14']);
    const response = await createDestinations(none, resolve).fetch(post(`http://app.localhost:${port}/`));
    expect(await response.text()).toBe('here');
    expect(asked).toEqual(['app.localhost']);
    expect(seen).toHaveLength(1);
  });

  test.each([[['93.184.215.14']], [['127.0.0.1', '93.184.215.14']], [['::ffff:10.0.0.1']]])(
    'refuses a name of this machine that is %j',
    async (addresses) => {
      const { port, seen } = await serve((_, response) => response.end());
      const { fetch } = createDestinations(none, resolver(addresses).resolve);
      await expect(fetch(post(`http://localhost:${port}/`))).rejects.toThrow(
        /localhost are refused: it is .*another/,
      );
      expect(seen).toEqual([]);
    },
  );

  test('follows no redirect', async () => {
    const other = await serve((_, response) => response.end());
    const location = `http://127.0.0.1:${other.port}/elsewhere`;
    const { port } = await serve((_, response) => response.writeHead(307, { location }).end());
    expect((await createDestinations(none).fetch(post(`http://127.0.0.1:${port}/`))).status).toBe(307);
    expect(other.seen).toEqual([]);
  });

  test.each([204, 304])('reads an answer %s, which has no body', async (status) => {
    const { port } = await serve((_, response) => response.writeHead(status).end());
    const response = await createDestinations(none).fetch(post(`http://127.0.0.1:${port}/`));
    expect([response.status, await response.text()]).toEqual([status, '']);
  });

  test('ends with the signal of the request, before the answer and in the middle of it', async () => {
    const { port } = await serve((request, response) => {
      if (request.url === '/half') response.write('half');
    });
    const { fetch } = createDestinations(none);
    for (const path of ['/silent', '/half']) {
      const controller = new AbortController();
      const { signal } = controller;
      const work = fetch(new Request(`http://127.0.0.1:${port}${path}`, { method: 'POST', signal })).then(
        (one) => one.text(),
      );
      setTimeout(() => controller.abort(), 50);
      await expect(work).rejects.toThrow();
    }
  });
});
