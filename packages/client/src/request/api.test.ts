import createClient from 'openapi-fetch';
import { expect, test } from 'vitest';
import {
  answeringFetch,
  fetchAnswering,
  refusal,
  rejection,
  sampleRecord,
  success,
} from '../../test/answering-fetch.ts';
import { createTrtcCallClient, type FetchLike } from '../index.ts';
import type { paths } from '../v1/generated/v1.gen.ts';

const baseUrl = 'https://callkit-intl.trtc.tencent-cloud.com';
const path = '/v1/records/get_record_by_callId';
const makeClient = (fetch: FetchLike) =>
  createTrtcCallClient({
    generation: 'v1',
    sdkAppId: 1400000000,
    userSig: 'a-sig',
    fetch,
    retry: { baseMilliseconds: 1 },
  });

test('openapi-fetch above it needs no signing and no retries of its own', async () => {
  let failed = false;
  const { fetch, sent } = answeringFetch(() => {
    if (failed) return Response.json(success(sampleRecord));
    failed = true;
    return new Response('<html>', { status: 502 });
  });
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
