import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createTrtcCallClient } from '../index.ts';
import { accountV1, rejection } from '../testing/answering-fetch.ts';
import { serve } from '../testing/raw-server.ts';
import { describeProxy, findProxy } from './node-pool.ts';

test('a proxy of the environment is asked for the way to the service', async () => {
  const asked: string[] = [];
  const { url: proxy } = await serve(
    () => {},
    (server) => {
      server.on('connect', ({ url }, socket) => {
        asked.push(String(url));
        socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      });
    },
  );
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  for (const name of ['https_proxy', 'NO_PROXY', 'no_proxy', 'NODE_USE_ENV_PROXY'])
    vi.stubEnv(name, undefined);
  // As a mounted file has it.
  vi.stubEnv('HTTPS_PROXY', `${proxy.replace('//', '//user:canary@')}\n`);
  const client = createTrtcCallClient({ ...accountV1, region: 'https://service.invalid' });
  const error = await rejection(client.records.get('a-call'));
  expect(asked).toEqual(['service.invalid:443']);
  expect(error).toMatchObject({ kind: 'connection' });
  expect(String(error)).not.toContain('canary');
});

describe('the proxy', () => {
  const https = 'https://service.example/x';
  test.each([
    [
      { HTTPS_PROXY: 'http://u:p@proxy.example:3128' },
      https,
      { variable: 'HTTPS_PROXY', host: 'proxy.example:3128' },
    ],
    [{ https_proxy: 'https://proxy.example' }, https, { variable: 'https_proxy', host: 'proxy.example' }],
    [{ https_proxy: 'proxy.example:3128' }, https, { variable: 'https_proxy', host: undefined }],
    [{ HTTPS_PROXY: 'socks5://u:p@proxy.example' }, https, { variable: 'HTTPS_PROXY', host: undefined }],
    [{ HTTPS_PROXY: 'http://[::1' }, https, { variable: 'HTTPS_PROXY', host: undefined }],
    [{ HTTPS_PROXY: ' \n' }, https, undefined],
    [{ HTTP_PROXY: 'http://proxy.example' }, https, undefined],
    [{ HTTPS_PROXY: 'http://proxy.example', NODE_USE_ENV_PROXY: '0' }, https, undefined],
    [{ HTTP_PROXY: 'http://proxy.example' }, 'http://127.0.0.1:8080', undefined],
    [{}, https, undefined],
  ])('of %j for %s', (environment, url, found) => {
    expect(findProxy(url, environment)).toEqual(found);
  });

  const proxy = { variable: 'HTTPS_PROXY', host: 'proxy.example:3128' };
  const unusable = { variable: 'HTTPS_PROXY', host: undefined };
  test.each([
    ['ENOTFOUND', proxy, '24.5.0', '; HTTPS_PROXY names the proxy proxy.example:3128'],
    ['ENOTFOUND', undefined, '24.5.0', '; where a proxy is needed, set HTTPS_PROXY'],
    ['ECONNRESET', proxy, '24.5.0', '; HTTPS_PROXY names the proxy proxy.example:3128'],
    ['ECONNRESET', proxy, '24.4.0', ''],
    ['ECONNRESET', undefined, '24.5.0', ''],
    ['ENOTFOUND', unusable, '24.5.0', '; HTTPS_PROXY is not used: Node takes a URL of a proxy that begins'],
    ['ECONNRESET', unusable, '24.5.0', ''],
  ])('is named by a failure with %s', (code, named, version, text) => {
    const said = describeProxy(code, named, version);
    expect(text === '' ? said : said.slice(0, text.length)).toBe(text);
  });

  test.each(['22.12.0', '22.20.9', '23.9.0', '24.4.1'])(
    'is told of where Node %s does not use it',
    (version) => {
      expect(describeProxy('ENOTFOUND', proxy, version)).toContain(`which Node uses from 22.21 and 24.5 on`);
    },
  );

  test.each(['22.21.0', '24.5.0', '26.0.0'])('is used by Node %s', (version) => {
    expect(describeProxy('ENOTFOUND', proxy, version)).not.toContain('from 22.21');
  });
});

test('a proxy that Node does not take is warned of once, without its credentials', () => {
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
  onTestFinished(() => {
    warn.mockRestore();
    vi.unstubAllEnvs();
  });
  for (const name of ['https_proxy', 'NODE_USE_ENV_PROXY']) vi.stubEnv(name, undefined);
  const unusable = [
    'http://canary@[::1',
    'socks5://canary@proxy.example',
    'http://user:canary%pw@proxy.example',
    'http://user:canary\n@proxy.example',
    'http://user:canary@proxy.example:99999',
  ];
  for (const text of unusable) {
    vi.stubEnv('HTTPS_PROXY', text);
    createTrtcCallClient(accountV1).close();
  }
  expect(warn.mock.calls).toMatchObject([
    [expect.stringContaining('HTTPS_PROXY is not used'), { code: 'TRTC_CALL_PROXY_IGNORED' }],
  ]);
  expect(String(warn.mock.calls)).not.toContain('canary');
});

test('one that Node refuses is named by a failure, without its credentials', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
  onTestFinished(() => {
    warn.mockRestore();
    vi.unstubAllEnvs();
  });
  for (const name of ['https_proxy', 'NODE_USE_ENV_PROXY']) vi.stubEnv(name, undefined);
  vi.stubEnv('HTTPS_PROXY', 'http://user:canary%pw@127.0.0.1:1');
  const client = createTrtcCallClient({ ...accountV1, region: 'https://service.invalid' });
  const error = await rejection(client.records.get('a-call'));
  expect(String(error)).toMatch(
    /no answer: (ENOTFOUND|EAI_AGAIN); HTTPS_PROXY is not used: Node takes a URL/,
  );
  expect(String(error)).not.toContain('canary');
});

test('a host that is not found asks for a proxy where none is set', async () => {
  for (const name of ['https_proxy', 'HTTPS_PROXY']) vi.stubEnv(name, undefined);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const client = createTrtcCallClient({ ...accountV1, region: 'https://service.invalid' });
  const error = await rejection(client.records.get('a-call'));
  expect(error).toMatchObject({ kind: 'connection' });
  expect(String(error)).toMatch(/ENOTFOUND; where a proxy is needed, set HTTPS_PROXY|EAI_AGAIN/);
});
