import { readFile } from 'node:fs/promises';
import { queryParameters } from '@trtc-call/spec/v1';
import { freePort } from '@trtc-call/test-servers';
import fc from 'fast-check';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  type CallOptions,
  createTrtcCallClient,
  type FetchLike,
  type TrtcCallClientOptions,
} from '../index.ts';
import {
  accountV1,
  answeringFetch,
  fetchAnswering,
  rejection,
  sampleRecord,
  success,
} from '../testing/answering-fetch.ts';
import { serve } from '../testing/raw-server.ts';
import { within, withSignal } from './attempt.ts';

afterEach(() => {
  vi.useRealTimers();
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
      expect(error).toMatchObject({ kind: 'http-status', status, operationId: 'getRecordByCallId' });
      expect(reached).toEqual([]);
    },
  );

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

describe('the timeout', () => {
  test('covers the body: headers alone do not stop it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const begun = Promise.withResolvers<void>();
    const { url: region } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"errorCode":', () => begun.resolve());
    });
    const client = createTrtcCallClient({ ...accountV1, region, timeoutMilliseconds: 3001 });
    const failed = rejection(client.records.get('a-call'));
    await begun.promise;
    for (let turn = 0; turn < 20; turn += 1) await new Promise((next) => setImmediate(next));
    vi.advanceTimersByTime(3001);
    expect(await failed).toMatchObject({
      kind: 'deadline',
      milliseconds: 3001,
      scope: 'attempt',
      operationId: 'getRecordByCallId',
    });
  });

  const neverSettles = () => new Promise<never>(() => {});
  const cases = {
    'a fetch that does not heed the signal': { fetch: neverSettles },
    'a body that never ends': {
      fetch: async () => new Response(new ReadableStream({ pull: neverSettles })),
    },
    'a source of UserSigs that does not answer': { fetch: neverSettles, userSig: neverSettles },
  };
  test.each(Object.entries(cases))('ends %s', async (_, { fetch, ...rest }) => {
    vi.useFakeTimers();
    const client = createTrtcCallClient({ ...accountV1, ...rest, fetch });
    const failed = rejection(client.records.get('a-call'));
    await vi.advanceTimersByTimeAsync(9999);
    expect(vi.getTimerCount()).toBeGreaterThan(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(vi.getTimerCount()).toBe(0);
    expect(await failed).toMatchObject({ kind: 'deadline', milliseconds: 10000 });
  });

  test('ends the wait for a limiter that gives no turn and does not heed the signal', async () => {
    vi.useFakeTimers();
    const { fetch, sent } = fetchAnswering(success(sampleRecord));
    const limiter = { take: neverSettles };
    const failed = rejection(get({ limiter, fetch }));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await failed).toMatchObject({ kind: 'deadline', scope: 'call', milliseconds: 30_000 });
    expect(sent).toHaveLength(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('leaves no timer behind', async () => {
    vi.useFakeTimers();
    const { fetch } = fetchAnswering(success(sampleRecord));
    await get({ fetch });
    await rejection(
      createTrtcCallClient({ ...accountV1, fetch: fetchAnswering('').fetch }).records.get('a-call'),
    );
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the caller's signal", () => {
  const reason = new RangeError('enough');

  test('that is aborted already sends nothing', async () => {
    const { fetch, sent } = fetchAnswering(success(sampleRecord));
    const call = createTrtcCallClient({ ...accountV1, fetch }).records.get('a', {
      signal: AbortSignal.abort(reason),
    });
    expect(await rejection(call)).toBe(reason);
    expect(sent).toHaveLength(0);
  });

  test('ends a call under way with its own reason, and the request with it', async () => {
    const controller = new AbortController();
    const seen: AbortSignal[] = [];
    const fetch: FetchLike = (_, init) => {
      if (init.signal) seen.push(init.signal);
      controller.abort(reason);
      return new Promise(() => {});
    };
    const { signal } = controller;
    expect(await rejection(get({ fetch }, { signal }))).toBe(reason);
    expect(seen.map((signal) => signal.aborted)).toEqual([true]);
  });

  test('that a source of UserSigs aborts at once ends the call, and leaves no rejection behind', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', note);
    onTestFinished(() => void process.off('unhandledRejection', note));
    const controller = new AbortController();
    const userSig = () => {
      controller.abort(reason);
      return 'a UserSig';
    };
    const { fetch, sent } = fetchAnswering(success(sampleRecord));
    const client = createTrtcCallClient({ ...accountV1, userSig, fetch });
    expect(await rejection(client.records.get('a', { signal: controller.signal }))).toBe(reason);
    await new Promise((next) => setImmediate(next));
    expect([sent, unhandled]).toEqual([[], []]);
  });

  test('closes the connection of a call under way', async () => {
    const controller = new AbortController();
    const closed = Promise.withResolvers<void>();
    const { url: region } = await serve((request) => {
      request.socket.once('close', () => closed.resolve());
      controller.abort(reason);
    });
    const { signal } = controller;
    expect(await rejection(get({ region }, { signal }))).toBe(reason);
    await closed.promise;
  });

  test('leaves nothing behind when the fetch does not heed it', async () => {
    vi.useFakeTimers();
    const fetch = () => new Promise<never>(() => {});
    const client = createTrtcCallClient({ ...accountV1, fetch });
    const controller = new AbortController();
    const aborted = rejection(client.records.get('a', { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(0);
    controller.abort(reason);
    expect(await aborted).toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is let go of when the call is over', async () => {
    const { signal } = new AbortController();
    const remove = vi.spyOn(signal, 'removeEventListener');
    const { fetch } = fetchAnswering(success(sampleRecord));
    await get({ fetch }, { signal });
    expect(remove).toHaveBeenCalledOnce();
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
    expect(error).toHaveProperty('message', 'getRecordByCallId: no answer: ECONNREFUSED');
  });
});

describe('another HTTP status than 200', () => {
  test.each([201, 204, 400, 404, 502])('%i is an error with that status', async (status) => {
    const { fetch } = answeringFetch(() => new Response(status === 204 ? null : '<html>', { status }));
    const error = await rejection(get({ fetch }));
    expect(error).toMatchObject({ kind: 'http-status', status });
    expect(error).toHaveProperty('message', `getRecordByCallId: answered with HTTP status ${status}`);
  });

  test('gives up the body that comes with it', async () => {
    const cancel = vi.fn();
    const fetch = async () => new Response(new ReadableStream({ cancel }), { status: 502 });
    await rejection(get({ fetch }));
    expect(cancel).toHaveBeenCalledOnce();
  });
});

test('nothing is awaited with a signal that is aborted already', async () => {
  const reason = new Error('enough');
  const { promise: never } = Promise.withResolvers();
  expect(await rejection(withSignal(never, AbortSignal.abort(reason)))).toBe(reason);
});

describe('where the process stood still for longer than the timeout', () => {
  const waitFor = async (run: (signal: AbortSignal) => Promise<unknown>) => {
    const outcome = within(50, () => new Error('timed out'), undefined, run);
    for (const end = performance.now() + 200; performance.now() < end; );
    return await outcome;
  };

  test('an answer that came meanwhile is read', async () => {
    const text = await waitFor((signal) => withSignal(readFile(import.meta.filename, 'utf8'), signal));
    expect(text).toContain('stood still');
  });

  test('one that did not come is not awaited any more', async () => {
    const { promise: never } = Promise.withResolvers();
    expect(await rejection(waitFor((signal) => withSignal(never, signal)))).toMatchObject({
      message: 'timed out',
    });
  });
});
