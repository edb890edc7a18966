import { createServer, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { fetcher, listen, page, site } from '../testing/site.ts';

test('a page is read, with what tells next time whether it changed', async () => {
  const { url, asked } = await site(page);
  expect(await fetcher().fetch(`${url}/document/1`, {})).toEqual({
    outcome: 'read',
    text: '<h1>A page</h1>',
    format: 'html',
    validators: { etag: '"a"', lastModified: 'Mon, 01 Jan 2026 00:00:00 GMT' },
  });
  expect(asked.map((request) => request.url)).toEqual(['/robots.txt', '/document/1']);
  expect(asked[1]?.headers['user-agent']).toMatch(/^trtc-call-drift\/\d/);
});

test('requests are a second apart when nothing is said', async () => {
  const { url } = await site(page);
  const { fetch, waited } = fetcher();
  await fetch(`${url}/document/1`, {});
  await fetch(`${url}/document/2`, {});
  expect(waited).toEqual([1000, 1000]);
});

test('one that has not changed is not sent again', async () => {
  const { url, pages } = await site((request, response) =>
    response.writeHead(request.headers['if-none-match'] === '"a"' ? 304 : 200).end(),
  );
  expect(await fetcher().fetch(url, { etag: '"a"', lastModified: 'x' })).toEqual({ outcome: 'unchanged' });
  expect(pages()[0]?.headers['if-modified-since']).toBe('x');
});

test.each([404, 410])('HTTP %d is a page that is gone', async (status) => {
  const { url } = await site((_, response) => response.writeHead(status).end());
  expect(await fetcher().fetch(url, {})).toEqual({ outcome: 'missing', status });
});

describe('redirects', () => {
  test('to another page are reported, not followed', async () => {
    const { url, pages } = await site((_, response) =>
      response.writeHead(301, { location: '/document/2' }).end(),
    );
    expect(await fetcher().fetch(`${url}/document/1`, {})).toEqual({
      outcome: 'moved',
      to: `${url}/document/2`,
    });
    expect(pages()).toHaveLength(1);
  });
  test('to the same page, with a slash or a query, are followed', async () => {
    const { url } = await site((request, response) =>
      request.url === '/document/1/?lang=en'
        ? page(request, response)
        : response.writeHead(302, { location: '/document/1/?lang=en' }).end(),
    );
    expect(await fetcher().fetch(`${url}/document/1`, {})).toMatchObject({ outcome: 'read' });
  });
  test.each(['ftp', 'file', 'data'])('to what is not a web address (%s) are a failure', async (scheme) => {
    const { url } = await site((_, response) =>
      response.writeHead(302, { location: `${url.replace('http', scheme)}/a` }).end(),
    );
    expect(await fetcher().fetch(`${url}/a`, {})).toMatchObject({
      outcome: expect.stringMatching(/failed|moved/),
    });
  });
  test('without an end are given up', async () => {
    const { url } = await site((request, response) =>
      response.writeHead(302, { location: `${request.url}?` }).end(),
    );
    expect(await fetcher().fetch(`${url}/a`, {})).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('more than 5 times'),
    });
  });
});

describe('a failure says why, and is not a finding', () => {
  test('an error of the server is tried once more, after as long as it asks for', async () => {
    let times = 0;
    const { url } = await site((request, response) => {
      times += 1;
      if (times === 1) response.writeHead(503, { 'retry-after': '7' }).end();
      else page(request, response);
    });
    const { fetch, waited } = fetcher();
    expect(await fetch(url, {})).toMatchObject({ outcome: 'read' });
    expect(waited).toContain(7000);
  });
  test('twice an error is one', async () => {
    const { url, pages } = await site((_, response) => response.writeHead(500).end());
    expect(await fetcher().fetch(url, {})).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('HTTP status 500'),
    });
    expect(pages()).toHaveLength(2);
  });
  test('a page that does not come to its end in time', async () => {
    const { url } = await site((_, response) => void response.writeHead(200).write('<h1>'));
    expect(await fetcher({ timeoutMilliseconds: 100 }).fetch(url, {})).toMatchObject({
      outcome: 'failed',
      reason: expect.stringMatching(/^it did not come within 0 s: look at the network/),
    });
  });
  test('a page without an end', async () => {
    const { url } = await site((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(1000)));
      };
      response.on('drain', more);
      more();
    });
    expect(await fetcher({ maxBytes: 10_000 }).fetch(url, {})).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('longer than 10000 bytes'),
    });
  });
  test('a page that takes longer than 20 s, or has more than 8 MiB, when nothing is said', async () => {
    const { url } = await site((_, response) => {
      response.on('error', () => {}).end(Buffer.alloc(8 * 1024 * 1024 + 1));
    });
    expect(await fetcher().fetch(url, {})).toMatchObject({
      reason: expect.stringContaining('longer than 8388608 bytes'),
    });
    const deadline = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort());
    onTestFinished(() => deadline.mockRestore());
    expect(await fetcher().fetch(url, {})).toMatchObject({
      reason: expect.stringContaining('it did not come within 20 s'),
    });
  });
  test('no listener', async () => {
    expect(await fetcher().fetch('http://127.0.0.1:1/x', {})).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });
  test('an interruption ends it at once', async () => {
    const controller = new AbortController();
    const { url } = await site(() => controller.abort());
    expect(await fetcher({ signal: controller.signal }).fetch(url, {})).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('interrupted'),
    });
  });
});

test.each(['GZIP', 'x-gzip'])('a page that is packed as %s', async (encoding) => {
  const { url } = await site((_, response) =>
    response.writeHead(200, { 'content-encoding': encoding }).end(gzipSync('<h1>A page</h1>')),
  );
  expect(await fetcher().fetch(url, {})).toMatchObject({ text: '<h1>A page</h1>' });
});

describe('robots.txt', () => {
  test('behind a redirect is the one of the site', async () => {
    const robots = 'User-agent: *\nDisallow: /document/2';
    const { url } = await site(
      (request, response) =>
        request.url === '/all/robots.txt' ? response.end(robots) : page(request, response),
      (_, response) => response.writeHead(301, { location: '/all/robots.txt' }).end(),
    );
    expect(await fetcher().fetch(`${url}/document/1`, {})).toMatchObject({ outcome: 'read' });
    expect(await fetcher().fetch(`${url}/document/2`, {})).toMatchObject({ outcome: 'failed' });
  });
  test('behind redirects without an end allows nothing', async () => {
    const { url } = await site(page, (_, response) =>
      response.writeHead(301, { location: '/robots.txt' }).end(),
    );
    expect(await fetcher().fetch(`${url}/document/1`, {})).toMatchObject({ outcome: 'failed' });
  });
  const rules =
    (text: string): RequestListener =>
    (_, response) =>
      void response.end(text);
  test('is asked once, and what it forbids is not asked for', async () => {
    const { url, asked } = await site(
      page,
      rules('User-agent: *\nDisallow: /document/\nAllow: /document/1$\nCrawl-delay: 3\n'),
    );
    const { fetch, waited } = fetcher();
    expect(await fetch(`${url}/document/1`, {})).toMatchObject({ outcome: 'read' });
    expect(await fetch(`${url}/document/2`, {})).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('does not allow it'),
    });
    expect(await fetch(`${url}/document/1`, {})).toMatchObject({ outcome: 'read' });
    expect(asked.map((request) => request.url)).toEqual(['/robots.txt', '/document/1', '/document/1']);
    expect(waited).toContain(3000);
  });
  test('speaks to us by our name', async () => {
    const { url } = await site(
      page,
      rules('User-agent: trtc-call-drift\nDisallow: /\n\nUser-agent: *\nAllow: /\n'),
    );
    expect(await fetcher().fetch(url, {})).toMatchObject({ outcome: 'failed' });
  });
  test('that cannot be read allows nothing', async () => {
    const { url, pages } = await site(page, (_, response) => response.writeHead(503).end());
    expect(await fetcher().fetch(url, {})).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('robots.txt cannot be read'),
    });
    expect(pages()).toEqual([]);
  });
});

test('one at a time, with a pause between, whatever the caller does', async () => {
  let open = 0;
  let most = 0;
  const { url } = await site((request, response) => {
    open += 1;
    most = Math.max(most, open);
    setImmediate(() => {
      open -= 1;
      page(request, response);
    });
  });
  const { fetch, waited } = fetcher({ pauseMilliseconds: 250 });
  await Promise.all([1, 2, 3, 4].map((id) => fetch(`${url}/${id}`, {})));
  expect(most).toBe(1);
  expect(waited).toEqual([250, 250, 250, 250]);
});

describe('what comes is read as it was written', () => {
  const sent = (headers: Record<string, string>, body: Uint8Array) =>
    site((_, response) => void response.writeHead(200, headers).end(body));
  test('compressed', async () => {
    const { url } = await sent({ 'content-encoding': 'gzip' }, gzipSync('<p>text</p>'));
    expect(await fetcher().fetch(url, {})).toMatchObject({ text: '<p>text</p>' });
  });
  test('in another encoding, stated by the header or in the page', async () => {
    const inHeader = await sent(
      { 'content-type': 'text/html; charset=gb18030' },
      Buffer.from([0xd7, 0xd6, 0xb6, 0xce]),
    );
    expect(await fetcher().fetch(inHeader.url, {})).toMatchObject({ text: '字段' });
    const body = Buffer.concat([Buffer.from('<meta charset="shift_jis">'), Buffer.from([0x8c, 0x5e])]);
    const inPage = await sent({ 'content-type': 'text/html' }, body);
    expect(await fetcher().fetch(inPage.url, {})).toMatchObject({ text: '<meta charset="shift_jis">型' });
  });
  test('as Markdown', async () => {
    const { url } = await sent({ 'content-type': 'text/markdown' }, Buffer.from('# A'));
    expect(await fetcher().fetch(url, {})).toMatchObject({ format: 'markdown' });
  });
});

describe('a proxy of the environment', () => {
  /** Carries both ways of asking, and counts. */
  async function proxy() {
    const through: string[] = [];
    const server = createServer((request, response) => {
      through.push(request.url ?? '');
      response.setHeader('content-type', 'text/html');
      response.end('<p>by proxy</p>');
    });
    server.on('connect', (request, socket) => {
      through.push(`CONNECT ${request.url}`);
      const [host, port] = (request.url ?? '').split(':');
      const upstream = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
    });
    return { url: await listen(server), through };
  }
  test('is asked for pages over http', async () => {
    const { url, through } = await proxy();
    const { fetch } = fetcher({ environment: { http_proxy: url } });
    expect(await fetch('http://pages.example/document/1', {})).toMatchObject({ text: '<p>by proxy</p>' });
    expect(through.at(-1)).toBe('http://pages.example/document/1');
  });
  test('is asked for a tunnel over https', async () => {
    const { url, through } = await proxy();
    const { url: plain } = await site(page);
    const { fetch } = fetcher({ environment: { https_proxy: url } });
    // What answers speaks no TLS; that it was reached by the tunnel is the point.
    expect(await fetch(plain.replace('http:', 'https:'), {})).toMatchObject({ outcome: 'failed' });
    expect(through[0]).toBe(`CONNECT ${new URL(plain).host}`);
  });
  test('may end in a line end', async () => {
    const { url, through } = await proxy();
    const { fetch } = fetcher({ environment: { http_proxy: `${url}\n` } });
    expect(await fetch('http://pages.example/document/1', {})).toMatchObject({ text: '<p>by proxy</p>' });
    expect(through.at(-1)).toBe('http://pages.example/document/1');
  });

  test.each([
    'http://user:s3cret@[::1',
    'http://user:s3cret@127.0.0.1:99999',
    'http://user:s3cret%@127.0.0.1:1',
  ])('%s cannot be read, and its password is not shown', async (https_proxy) => {
    const { fetch } = fetcher({ environment: { https_proxy } });
    expect(await fetch('https://pages.example/document/1', {})).toEqual({
      outcome: 'failed',
      reason:
        'https://pages.example/robots.txt: HTTPS_PROXY is not the URL of a proxy, with each % of a password as %25: look at the network and the proxy, then try again',
    });
  });

  test('is not asked for what NO_PROXY names', async () => {
    const { url, through } = await proxy();
    const direct = await site(page);
    const { fetch } = fetcher({ environment: { http_proxy: url, no_proxy: '127.0.0.1' } });
    expect(await fetch(direct.url, {})).toMatchObject({ outcome: 'read', text: '<h1>A page</h1>' });
    expect(through).toEqual([]);
  });
});
