import createClient, { type Middleware } from 'openapi-fetch';
import { describe, expect, test } from 'vitest';
import { createTrtcCallClient, type FetchLike, unwrap } from '../index.ts';
import {
  answeringFetch,
  fetchAnswering,
  refusal,
  rejection,
  sampleRecord,
  success,
} from '../testing/answering-fetch.ts';
import type { paths } from '../v1/generated/v1.gen.ts';

const baseUrl = 'https://callkit-intl.trtc.tencent-cloud.com';
const path = '/v1/records/get_record_by_callId';
const body = { callId: sampleRecord.callId };
const makeClient = (fetch: FetchLike) =>
  createTrtcCallClient({
    generation: 'v1',
    sdkAppId: sampleRecord.sdkAppId,
    userSig: 'a-sig',
    fetch,
    retry: { maxAttempts: 3, baseMilliseconds: 1, capMilliseconds: 1 },
  });

/** Something in between answers first, then the service. */
function answeringLater(answer: unknown) {
  let isFirst = true;
  return answeringFetch(() => {
    if (!isFirst) return Response.json(answer);
    isFirst = false;
    return new Response('<html>', { status: 502 });
  });
}

describe('client.api', () => {
  test('a result has the envelope and the response, without the query', async () => {
    const { api } = makeClient(fetchAnswering(success(sampleRecord)).fetch);
    const { data, response } = await api.POST(path, { body });
    expect(data).toEqual(success(sampleRecord));
    expect(response.status).toBe(200);
    expect(response.url).toBe(baseUrl + path);
  });

  test('signing and retries are beneath it', async () => {
    const { fetch, sent } = answeringLater(success(sampleRecord));
    expect(unwrap(await makeClient(fetch).api.POST(path, { body }))).toEqual(sampleRecord);
    expect(sent.map(({ url }) => url.searchParams.get('usersig'))).toEqual(['a-sig', 'a-sig']);
    expect(new Set(sent.map(({ url }) => url.searchParams.get('random'))).size).toBe(2);
  });

  test('the options of one call are heeded, and wrong ones are refused', async () => {
    const { fetch, sent } = answeringFetch(() => new Response('', { status: 502 }));
    const { api } = makeClient(fetch);
    expect(await rejection(api.POST(path, { body, retry: false }))).toMatchObject({ kind: 'http-status' });
    expect(sent).toHaveLength(1);
    expect(await rejection(api.POST(path, { body, retry: { maxAttempt: 1 } }))).toMatchObject({
      kind: 'argument',
      field: 'options.retry.maxAttempt',
    });
    expect(await rejection(api.POST(path, { body, timeoutMilliseconds: 5 }))).toMatchObject({
      field: 'options.timeoutMilliseconds',
    });
    const signal = AbortSignal.abort(new RangeError('enough'));
    expect(await rejection(api.POST(path, { body, signal }))).toBe(signal.reason);
    expect(sent).toHaveLength(1);
  });

  test('unwrap rejects with the refusal that stands, which knows the attempts before it', async () => {
    const { fetch } = answeringLater(refusal(70001));
    const result = await makeClient(fetch).api.POST(path, { body });
    expect(result.data).toEqual(refusal(70001));
    expect(() => unwrap(result)).toThrow(
      expect.objectContaining({
        kind: 'refused',
        operationId: 'getRecordByCallId',
        previousAttempts: [expect.objectContaining({ kind: 'http-status' })],
      }),
    );
  });

  test('middleware sees each call once, and may change what is sent', async () => {
    const { fetch, sent } = fetchAnswering(success(sampleRecord));
    const { api } = makeClient(fetch);
    const seen: string[] = [];
    const middleware: Middleware = {
      onRequest({ request, schemaPath }) {
        seen.push(`request ${schemaPath}`);
        return new Request(request.url, { method: 'POST', body: JSON.stringify({ callId: 'another' }) });
      },
      onResponse({ response }) {
        seen.push(`response ${response.status}`);
      },
    };
    api.use(middleware);
    await api.POST(path, { body });
    expect(seen).toEqual([`request ${path}`, 'response 200']);
    expect(sent[0]?.init.body).toBe('{"callId":"another"}');
    api.eject(middleware);
    await api.POST(path, { body });
    expect(seen).toHaveLength(2);
  });

  test('an answer that middleware made is unwrapped like any other', async () => {
    const { api } = makeClient(fetchAnswering(success(sampleRecord)).fetch);
    const answers = [success({ ...sampleRecord, caller: 'changed' }), refusal(70001), success('text')];
    api.use({ onResponse: () => Response.json(answers.shift()) });
    expect(unwrap(await api.POST(path, { body }))).toMatchObject({ caller: 'changed' });
    const refused = await api.POST(path, { body });
    expect(() => unwrap(refused)).toThrow(expect.objectContaining({ kind: 'refused', code: 70001 }));
    const odd = await api.POST(path, { body });
    expect(() => unwrap(odd)).toThrow(expect.objectContaining({ kind: 'contract' }));
  });

  test('an error of the client reaches the middleware for errors, and its caller', async () => {
    const { api } = makeClient(answeringFetch(() => new Response('', { status: 404 })).fetch);
    const kinds: unknown[] = [];
    api.use({
      onError({ error }) {
        kinds.push(error);
      },
    });
    const error = await rejection(api.POST(path, { body }));
    expect(error).toMatchObject({ kind: 'http-status', status: 404 });
    expect(kinds).toEqual([error]);
  });

  test('a result of something else is not unwrapped', () => {
    expect(() => unwrap({ data: success(sampleRecord), response: Response.json({}) })).toThrow(
      'unwrap: result is not a result of client.api: pass what api.POST gave',
    );
  });
});

describe('client.fetch', () => {
  test('openapi-fetch above it needs no signing and no retries of its own', async () => {
    const { fetch, sent } = answeringLater(success(sampleRecord));
    const theirs = createClient<paths>({ baseUrl, fetch: makeClient(fetch).fetch });
    const { data } = await theirs.POST(path, { body: { callId: 'a-call' } });
    expect(data).toEqual(success(sampleRecord));
    expect(sent).toHaveLength(2);
    expect(sent[1]?.url.searchParams.getAll('usersig')).toEqual(['a-sig']);
    expect(sent[1]?.init.body).toBe('{"callId":"a-call"}');
  });

  test('a refusal is an answer like any other', async () => {
    const client = makeClient(fetchAnswering(refusal(70001)).fetch);
    const response = await client.fetch(baseUrl + path, { method: 'POST', body: '{}' });
    expect(await response.json()).toEqual(refusal(70001));
    expect(response.url).toBe(baseUrl + path);
  });

  test('a signal ends the call', async () => {
    const signal = AbortSignal.abort(new RangeError('enough'));
    const client = makeClient(fetchAnswering(success(sampleRecord)).fetch);
    const call = client.fetch(baseUrl + path, { method: 'POST', body: '{}', signal });
    expect(await rejection(call)).toBe(signal.reason);
  });

  const refused = {
    'another host': {
      url: `https://evil.example${path}`,
      init: { method: 'POST', body: '{}' },
      field: 'input',
    },
    'another path': { url: `${baseUrl}/v1/nothing`, init: { method: 'POST', body: '{}' }, field: 'input' },
    'another method': { url: baseUrl + path, init: {}, field: 'init.method' },
    'no JSON': { url: baseUrl + path, init: { method: 'POST', body: 'a=b' }, field: 'init.body' },
  };
  test.each(Object.entries(refused))(
    '%s is refused before anything is sent',
    async (_, { url, init, field }) => {
      const { fetch, sent } = fetchAnswering(success(sampleRecord));
      expect(await rejection(makeClient(fetch).fetch(url, init))).toMatchObject({ kind: 'argument', field });
      expect(sent).toHaveLength(0);
    },
  );
});
