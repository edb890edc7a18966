import { queryParameters } from '@trtc-call/spec/v1';
import { freePort } from '@trtc-call/test-servers';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type CallOptions, createTrtcCallClient, type TrtcCallClientOptions } from '../index.ts';
import {
  accountV1,
  answeringFetch,
  fetchAnswering,
  rejection,
  sampleRecord,
  success,
} from '../testing/answering-fetch.ts';
import { serve } from '../testing/raw-server.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const get = (given: Partial<TrtcCallClientOptions>, call: CallOptions = {}) =>
  createTrtcCallClient({ ...accountV1, ...given } as TrtcCallClientOptions).records.get('a-call', call);

describe('a request', () => {
  test('is a POST of JSON to the path of the operation, with the five query parameters', async () => {
    const { fetch, sent } = fetchAnswering(success(sampleRecord));
    await createTrtcCallClient({ ...accountV1, fetch, random: () => 0.5 }).records.get('a-call');
    expect(sent).toHaveLength(1);
    const [request] = sent;
    expect(request?.url.pathname).toBe('/v1/records/get_record_by_callId');
    expect(Object.fromEntries(request?.url.searchParams ?? [])).toEqual({
      sdkappid: '1400000000',
      identifier: 'administrator',
      usersig: 'a-user-sig',
      random: '2147483648',
      contenttype: 'json',
    });
    expect(request?.init).toMatchObject({ method: 'POST', body: '{"callId":"a-call"}', redirect: 'manual' });
    expect(new Headers(request?.init.headers).get('content-type')).toBe('application/json');
  });

  test('carries a new unsigned 32-bit integer each time', async () => {
    const { minimum, maximum } = queryParameters.random;
    const draws = [0, 0.25, 1 - 2 ** -53];
    const random = vi.fn(() => draws[random.mock.calls.length - 1] ?? 0);
    const { fetch, sent } = fetchAnswering(success(sampleRecord));
    const client = createTrtcCallClient({ ...accountV1, fetch, random });
    for (const _ of draws) await client.records.get('a-call');
    const numbers = sent.map(({ url }) => Number(url.searchParams.get('random')));
    expect(numbers).toEqual([minimum, 2 ** 30, maximum]);
  });

  test('any UserSig arrives as it was given, but for blanks around it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
        fc.boolean(),
        async (given, isAsked) => {
          const { fetch, sent } = fetchAnswering(success(sampleRecord));
          const source = isAsked ? async () => given : given;
          await get({ userSig: source, fetch });
          expect(sent[0]?.url.searchParams.get('usersig')).toBe(given.trim());
        },
      ),
      {
        examples: [
          ['a&b=c#d?e %+*', false],
          [' sig \r\n', true],
        ],
      },
    );
  });

  test('goes through the global fetch of the moment outside of Node when none is given', async () => {
    const { fetch, sent } = fetchAnswering(success(sampleRecord));
    vi.stubGlobal('process', undefined);
    const client = createTrtcCallClient(accountV1);
    vi.stubGlobal('fetch', fetch);
    await client.records.get('a-call');
    expect(sent).toHaveLength(1);
  });
});

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])(
    'by %i is an error, and the other host gets nothing',
    async (status) => {
      const reached: (string | undefined)[] = [];
      const { url: other } = await serve((request, response) => {
        reached.push(request.url);
        response.end(JSON.stringify(success(sampleRecord)));
      });
      const { url: region } = await serve((request, response) => {
        response.writeHead(status, { location: `${other}${request.url}` }).end();
      });
      const error = await rejection(get({ region }));
      expect(error).toMatchObject({
        kind: 'http-status',
        status,
        operationId: 'getRecordByCallId',
        message: expect.stringContaining('a redirect, which is not followed'),
      });
      expect(reached).toEqual([]);
    },
  );

  test.each([300, 304, 306])('is not what %i is', async (status) => {
    const { fetch } = answeringFetch(() => new Response(null, { status }));
    expect(await rejection(get({ fetch }))).toMatchObject({
      message: expect.not.stringContaining('redirect'),
    });
  });

  test('that the platform hides is a connection error', async () => {
    const { fetch } = answeringFetch(() => {
      const hidden = new Response();
      Object.defineProperty(hidden, 'type', { value: 'opaqueredirect' });
      return hidden;
    });
    const error = await rejection(get({ fetch }));
    expect(error).toMatchObject({ kind: 'connection', message: expect.stringContaining('redirect') });
  });
});

test('a body that becomes nothing as JSON is refused before anything is sent', async () => {
  const { fetch, sent } = fetchAnswering(success(sampleRecord));
  const body = { callId: 'a', toJSON: () => undefined };
  const call = createTrtcCallClient({ ...accountV1, fetch }).api.POST('/v1/records/get_record_by_callId', {
    body,
  });
  expect(await rejection(call)).toMatchObject({ kind: 'argument', field: 'init.body' });
  expect(sent).toHaveLength(0);
});

describe('no answer', () => {
  test('from a closed port says ECONNREFUSED', async () => {
    const region = `http://127.0.0.1:${await freePort()}`;
    const error = await rejection(get({ region }));
    expect(error).toMatchObject({ kind: 'connection', code: 'ECONNREFUSED' });
    expect(error).toHaveProperty(
      'message',
      `getRecordByCallId at ${new URL(region).host}: no answer: ECONNREFUSED`,
    );
  });
});

describe('another HTTP status than 200', () => {
  test.each([201, 204, 400, 404, 502])('%i is an error with that status', async (status) => {
    const { fetch } = answeringFetch(() => new Response(status === 204 ? null : '<html>', { status }));
    const error = await rejection(get({ fetch }));
    expect(error).toMatchObject({ kind: 'http-status', status });
    expect(error).toHaveProperty(
      'message',
      `getRecordByCallId at callkit-intl.trtc.tencent-cloud.com: answered with HTTP status ${status}`,
    );
  });

  test('gives up the body that comes with it', async () => {
    const cancel = vi.fn();
    const fetch = async () => new Response(new ReadableStream({ cancel }), { status: 502 });
    await rejection(get({ fetch }));
    expect(cancel).toHaveBeenCalledOnce();
  });
});
