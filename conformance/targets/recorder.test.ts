import { createRequestRedact } from '@trtc-call/client/har';
import { expect, test } from 'vitest';
import { createRecorder, createTransport, type Fetch, hidePaths, toFetch } from './recorder.ts';

const redact = createRequestRedact({ secrets: ['secret'] });

const recording = (fetch: Fetch, limit = 6) => {
  const { transport, list } = createRecorder(createTransport(fetch), redact, limit);
  return { fetch: toFetch(transport), list };
};

const answering =
  (body: string | null, init: ResponseInit = {}): Fetch =>
  async () =>
    new Response(body, init);

test('request and answer are kept without secrets', async () => {
  const { fetch, list } = recording(
    answering('the secret', { status: 201, headers: { 'x-echo': 'secret' } }),
  );
  await fetch('http://host/path?usersig=abc', {
    method: 'POST',
    headers: { 'x-own': 'a secret' },
    body: '{"key":"secret"}',
  });
  expect(list()).toEqual([
    {
      method: 'POST',
      url: 'http://host/path?usersig=[redacted]',
      requestHeaders: { 'x-own': 'a [redacted]' },
      requestBody: '{"key":"[redacted]"}',
      status: 201,
      responseHeaders: { 'content-type': 'text/plain;charset=UTF-8', 'x-echo': '[redacted]' },
      responseBody: 'the [redacted]',
      durationMilliseconds: expect.any(Number),
    },
  ]);
});

test('the caller gets the answer as it came', async () => {
  const { fetch } = recording(answering('the secret', { status: 404, headers: { 'x-echo': 'secret' } }));
  const response = await fetch('http://host/', {});
  expect(response.status).toBe(404);
  expect(response.headers.get('x-echo')).toBe('secret');
  expect(await response.text()).toBe('the secret');
});

test.for([204, 304])('an answer of HTTP %i, which has no body, comes through', async (status) => {
  const { fetch, list } = recording(answering(null, { status }));
  expect((await fetch('http://host/', {})).status).toBe(status);
  expect(list()[0]).toMatchObject({ status, responseBody: '' });
});

test('a body of bytes is kept as text', async () => {
  const { fetch, list } = recording(answering('{}'));
  await fetch('http://host/', { method: 'POST', body: new TextEncoder().encode('bytes') });
  expect(list()[0]?.requestBody).toBe('bytes');
});

test('a long body is cut, and says by how much', async () => {
  const { fetch, list } = recording(answering('x'.repeat(4001)));
  expect((await (await fetch('http://host/', {})).text()).length).toBe(4001);
  expect(list()[0]?.responseBody).toBe(`${'x'.repeat(4000)} ... (1 more characters)`);
});

test('only the last exchanges are kept', async () => {
  const { fetch, list } = recording(answering('{}'), 2);
  for (const path of ['one', 'two', 'three']) await fetch(`http://host/${path}`, {});
  expect(list().map(({ url }) => url)).toEqual(['http://host/two', 'http://host/three']);
});

test('a connection that breaks is kept without secrets and thrown on', async () => {
  const broken = new TypeError('no way to http://host/?usersig=abc');
  const { fetch, list } = recording(() => Promise.reject(broken));
  await expect(fetch('http://host/', {})).rejects.toBe(broken);
  expect(list()[0]).toMatchObject({ status: null, error: 'no way to http://host/?usersig=[redacted]' });
});

test.each([
  ['https://me.example/hooks/key', 'https://me.example/[redacted]'],
  ['HTTP://me.example:8080?key=1 and on', 'HTTP://me.example:8080/[redacted] and on'],
  ['{"Url":"https://user:word@me.example/a/b"}', '{"Url":"https://me.example/[redacted]"}'],
  [String.raw`{"Url":"https:\/\/me.example\/a\/b"}`, String.raw`{"Url":"https:\/\/me.example/[redacted]"}`],
  [
    String.raw`"{\"Url\":\"https://me.example/a\"}"`,
    String.raw`"{\"Url\":\"https://me.example/[redacted]\"}"`,
  ],
  ['https://a.example/b,https://c.example/d', 'https://a.example/[redacted]'],
  ['http://127.0.0.1:80/v1/x, https://callback.example.com/y, http://me.example/', undefined],
  ['https://notexample.com/key', 'https://notexample.com/[redacted]'],
])('of the addresses in %s the paths are hidden', (text, shown = text) => {
  expect(hidePaths(text, ['127.0.0.1:80'])).toBe(shown);
});

test('a text of a megabyte that looks like addresses is read in no time', () => {
  const started = performance.now();
  expect(hidePaths('http://a/'.repeat(100_000) + 'http:'.repeat(100_000)).length).toBeGreaterThan(0);
  expect(performance.now() - started).toBeLessThan(1000);
});
