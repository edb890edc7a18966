import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { readPort } from '@trtc-call/test-servers';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { openSender } from './sender.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${readPort(server)}`;
}

function open(options?: Parameters<typeof openSender>[0]) {
  const sender = openSender(options);
  onTestFinished(sender.close);
  return sender;
}

afterEach(() => vi.unstubAllEnvs());

test('a server that does not answer completely is given up after the timeout', async () => {
  const url = await serve((request, response) => {
    if (request.url === '/half') response.write('{');
  });
  for (const path of ['silent', 'half']) {
    await expect(open().toTransport(100)(`${url}/${path}`, {})).rejects.toMatchObject({
      name: 'NoAnswerError',
      message: expect.stringContaining('nothing came within 100 ms'),
      timedOut: true,
    });
  }
});

test('an endless answer is given up at the size limit, and its connection is closed', async () => {
  const closed = Promise.withResolvers<void>();
  const url = await serve((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write(' '.repeat(64 * 1024)));
    };
    response.on('drain', more).on('close', closed.resolve);
    more();
  });
  const request = { url: new URL(url), method: 'POST', headers: {}, body: '{}' };
  await expect(open().send(request, 60_000)).rejects.toThrow('the answer is longer than 8388608 bytes');
  await closed.promise;
});

test('a connection that breaks says why, with its code as the cause', async () => {
  const answer = open().toTransport()('http://127.0.0.1:9/', {});
  await expect(answer).rejects.toMatchObject({ timedOut: false, cause: { code: 'ECONNREFUSED' } });
});

test.each([
  { coding: 'gzip', compress: gzipSync },
  { coding: 'deflate', compress: deflateSync },
  { coding: 'BR', compress: brotliCompressSync },
])('what is compressed by $coding unasked is read', async ({ coding, compress }) => {
  const url = await serve((request, response) => {
    expect(request.headers).not.toHaveProperty('accept-encoding');
    const bytes = compress('{"errorCode":0}');
    response.setHeader('content-encoding', coding);
    response.end(request.url === '/cut' ? bytes.subarray(0, -4) : bytes);
  });
  const transport = open().toTransport();
  expect(await transport(`${url}/`, {})).toMatchObject({ status: 200, text: '{"errorCode":0}' });
  expect(await transport(`${url}/`, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  await expect(transport(`${url}/cut`, {})).rejects.toThrow('unexpected end of file');
});

test('other machines are asked through the proxy of the environment where wanted, this one never is', async () => {
  const proxy = await serve((request, response) => void response.end(`by the proxy: ${request.url}`));
  const own = await serve((_, response) => void response.end('directly'));
  vi.stubEnv('HTTP_PROXY', proxy);
  vi.stubEnv('http_proxy', undefined);
  vi.stubEnv('NO_PROXY', undefined);
  vi.stubEnv('no_proxy', undefined);
  const read = async (url: string) => (await open({ usesProxy: true }).toTransport()(url, {})).text;
  expect(await read('http://mock:4010/v1')).toBe('by the proxy: http://mock:4010/v1');
  vi.stubEnv('HTTP_PROXY', `${proxy}\n`);
  expect(await read('http://mock:4010/v1')).toBe('by the proxy: http://mock:4010/v1');
  expect(await read(own)).toBe('directly');
  expect(await read(own.replace('127.0.0.1', 'localhost'))).toBe('directly');
  await expect(read(own.replace('127.0.0.1', '127.9.8.7'))).rejects.toThrow('ECONNREFUSED 127.9.8.7');
  await expect(open().toTransport()('http://mock.invalid/', {})).rejects.toMatchObject({
    cause: { code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) },
  });
  for (const [name, value] of [
    ['NODE_USE_ENV_PROXY', '0'],
    ['HTTP_PROXY', 'socks5://127.0.0.1:1'],
    ['HTTP_PROXY', 'http://user:word%@127.0.0.1:1'],
    ['HTTP_PROXY', 'http://[::1'],
    ['NO_PROXY', 'mock.invalid'],
  ] as const) {
    expect(await read('http://mock.invalid/')).toContain('by the proxy');
    vi.stubEnv(name, value);
    await expect(read('http://mock.invalid/'), name).rejects.toThrow(/ENOTFOUND|EAI_AGAIN/);
    vi.stubEnv(name, name === 'HTTP_PROXY' ? proxy : undefined);
  }
});
