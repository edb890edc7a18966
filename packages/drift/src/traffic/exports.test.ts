import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { judged } from '../testing/judged.ts';
import { sampleAnswer, sampleExchange } from '../testing/sample-exchange.ts';
import { readElement } from './entry-reader.ts';
import type { Exchange } from './exchange.ts';

const { url, requestBody: asked = '' } = sampleExchange('getRecordByCallId');
const answer = sampleAnswer('getRecordByCallId');
const text = JSON.stringify({ ...answer, data: { ...Object(answer.data), region: 'é' } });
const encoded = (bytes: Buffer) => ({ encoding: 'base64', text: bytes.toString('base64') });

/** What every program writes, of a success with a field that is new. */
const request = {
  method: 'POST',
  url,
  httpVersion: 'HTTP/1.1',
  cookies: [],
  headers: [
    { name: 'Host', value: new URL(url).host },
    { name: 'Content-Type', value: 'application/json' },
  ],
  headersSize: -1,
  bodySize: asked.length,
  postData: { mimeType: 'application/json', text: asked },
};
const content = { size: Buffer.byteLength(text), mimeType: 'application/json', text };
const response = {
  status: 200,
  headers: [{ name: 'Content-Type', value: 'application/json' }],
  bodySize: 300,
  content,
};
const entry = { startedDateTime: '2026-11-20T08:00:00.000Z', time: 90, request, response };

function check(...elements: unknown[]) {
  const exchanges: Exchange[] = [];
  const skipped = elements.flatMap(
    (element) => readElement(element, { exchange: (one) => exchanges.push(one), violation: () => {} }) ?? [],
  );
  const judge = judged(...exchanges);
  const found = judge.findings().map(({ fingerprint: { rule, pointer } }) => `${rule} ${pointer}`);
  return { found, unjudged: judge.inputs()[0]?.unjudged.map(({ reason }) => reason), skipped };
}

const verdict = { found: ['undocumented-field /data/region'], unjudged: [], skipped: [] };

describe('an export gives the verdict of the exchange, whatever program wrote it', () => {
  const http2 = [':authority', ':method', ':path', ':scheme'].map((name) => ({ name, value: 'x' }));
  const forms: Readonly<Record<string, object>> = {
    'Chrome over HTTP/2': {
      _initiator: { type: 'script' },
      _resourceType: 'fetch',
      request: {
        ...request,
        httpVersion: 'h2',
        headers: [...http2, { name: 'content-type', value: 'application/json' }],
      },
      response: { ...response, bodySize: -1, _transferSize: 410, _error: null },
      timings: {
        blocked: 3,
        dns: -1,
        ssl: -1,
        connect: -1,
        send: 0.1,
        wait: 80,
        receive: 1,
        _blocked_queueing: 1,
      },
    },
    Firefox: {
      startedDateTime: '2026-11-20T09:00:00.000+01:00',
      request: { ...request, postData: { ...request.postData, params: [] } },
      response: { ...response, content: { ...content, comment: '' } },
    },
    Safari: {
      request: { ...request, headersSize: 400, postData: { ...request.postData, params: undefined } },
      response: { ...response, content: { ...content, ...encoded(Buffer.from(text)) }, _transferSize: 410 },
    },
    Charles: {
      startedDateTime: '2026-11-20T09:00:00.000+0100',
      response: { ...response, content: { ...content, compression: 99 } },
    },
    'Fiddler, with a body that it did not decode': {
      startedDateTime: '2026-11-20T09:00:00.1234567+01:00',
      response: { ...response, content: { ...content, ...encoded(gzipSync(text)) } },
    },
    'another one that did not': {
      response: {
        ...response,
        headers: [...response.headers, { name: 'content-encoding', value: 'br' }],
        content: { ...content, ...encoded(brotliCompressSync(text)) },
      },
    },
    mitmproxy: { response: { ...response, content: { ...content, compression: -3 } }, timings: { wait: 80 } },
    'a program without headers': { request: { ...request, headers: [], postData: { text: asked } } },
    'a program with the type at the body alone': {
      request: { ...request, headers: [{ name: 'Host', value: 'x' }] },
    },
    'a program that does not keep the request': { request: { method: 'post', url, headers: [] } },
    'Playwright, behind a redirect': {
      request: { ...request, postData: { mimeType: 'application/octet-stream', text: '', params: [] } },
    },
    'Playwright with mode: minimal, behind a redirect': {
      request: { ...request, bodySize: -1, postData: { mimeType: 'application/octet-stream', text: '' } },
    },
  };
  test.each(Object.keys(forms))('%s', (name) => {
    expect(check({ ...entry, ...forms[name] })).toEqual(verdict);
  });

  test('beside what else a browser records', () => {
    const permission = { ...entry, request: { ...request, method: 'OPTIONS' }, response: { status: 204 } };
    const page = { ...entry, request: { ...request, method: 'GET', url: 'https://example.com/' } };
    const socket = {
      ...page,
      _resourceType: 'websocket',
      request: { ...request, url: 'wss://example.com/ws' },
    };
    const secured = [{ name: 'Non-Authoritative-Reason', value: 'HSTS' }];
    const internal = { ...entry, response: { status: 307, headers: secured, content: { size: 0 } } };
    const blocked = { ...entry, response: { status: 0, _error: 'net::ERR_BLOCKED_BY_CLIENT', content: {} } };
    expect(check(permission, entry, page, socket, internal, blocked)).toEqual({
      found: verdict.found,
      unjudged: ['a browser asked for permission', 'a request to another service', 'no answer came'],
      skipped: ['a redirect that the browser made by itself'],
    });
  });
});

describe('an answer that an export does not hold is not judged', () => {
  const none = { size: 0, mimeType: 'application/json' };
  const notOnRecord = 'the body of the answer is not on record';
  test.each([
    ['its body is gone', { content: { size: 300, mimeType: 'application/json' } }],
    ['its body is in another file', { content: { size: 300, mimeType: '', _file: '1f.json' } }],
    ['its size contradicts what was transferred', { content: none, bodySize: 300 }],
    [
      'its size contradicts its header',
      { content: none, bodySize: -1, headers: [{ name: 'content-length', value: '300' }] },
    ],
    ['it cannot be unpacked', { content: { ...content, ...encoded(gzipSync(text).subarray(0, 40)) } }],
    [
      'it unpacks to more than is read',
      { content: { ...content, ...encoded(gzipSync(Buffer.alloc(9 * 1024 * 1024, 32))) } },
    ],
    [
      'it cannot be unpacked by what its header says',
      {
        content: { ...content, ...encoded(brotliCompressSync(text).subarray(0, 40)) },
        headers: [{ name: 'content-encoding', value: 'br' }],
      },
    ],
  ])('%s', (_, changes) => {
    expect(check({ ...entry, response: { ...response, ...changes } })).toEqual({
      found: [],
      unjudged: [notOnRecord],
      skipped: [],
    });
  });

  test('an empty one is', () => {
    const empty = { ...response, content: { size: 0, mimeType: 'application/json' }, bodySize: 0 };
    expect(check({ ...entry, response: empty }).found).toEqual(['envelope-broken ']);
  });
});
