import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { createTrtcCallClient, type FetchLike, type TrtcCallClientOptions } from './index.ts';
import { safeCause } from './redact/call-redact.ts';
import { createWordRedact } from './redact/pattern-redact.ts';
import { fetchAnswering, refusal, rejection, sampleRecord, success } from './testing/answering-fetch.ts';
import { decodeUserSig, signUserSig } from './usersig/index.ts';

const { sdkAppId, callId } = sampleRecord;
const secretKey = 'canary0key0'.repeat(6);
const fixedSig = 'canary-fixed-sig';
const signed = signUserSig({
  sdkAppId,
  secretKey,
  identifier: 'administrator',
  now: () => 1_700_000_000_000,
});

/** Every form in which a value reaches a log. */
function shown(value: unknown): string {
  const forms = [
    inspect(value, { depth: null, showHidden: true, getters: true, maxStringLength: null }),
    JSON.stringify(value) ?? '',
    String(value),
  ];
  for (let link = value; link instanceof Error; link = link.cause) {
    forms.push(link.message, link.stack ?? '', JSON.stringify(Object.getOwnPropertyDescriptors(link)));
  }
  return forms.join('\n');
}

function expectNoCanary(text: string): void {
  for (const canary of [
    'canary',
    signed,
    'usersig=',
    'sdkappid=',
    secretKey.slice(0, 16),
    signed.slice(0, 16),
  ]) {
    expect(text, `shows ${canary}`).not.toContain(canary);
  }
}

/** An answer or a failure that repeats as much of the request as it can. */
const echoes: Record<string, FetchLike> = {
  refused: async (url) => Response.json(refusal(70002, `cannot read ${url}`)),
  'refused, with the request as its id': async (url) => Response.json({ ...refusal(70002), requestId: url }),
  'refused, with the UserSig alone': async (url) =>
    Response.json(refusal(70002, `bad sign ${new URL(url).searchParams.get('usersig')}`)),
  'http-status': async (url) =>
    new Response(url, { status: 502, statusText: 'Bad', headers: { location: url } }),
  'no JSON': async (url) => new Response(url),
  'a broken contract': async (url) => Response.json(success({ ...sampleRecord, callId: [url] })),
  'a broken envelope': async (url) => Response.json({ errorCode: url, requestId: url }),
  'an error with the URL': async (url) => {
    throw new TypeError(`request to ${url} failed`, {
      cause: new Error(`at ${url}`, { cause: new URL(url) }),
    });
  },
  'an error with the request': async (url, init) => {
    throw Object.assign(new Error('failed'), { config: { url, init }, code: url, address: url });
  },
  'many errors': async (url) => {
    throw new TypeError('fetch failed', { cause: new AggregateError([new Error(url), new Error(url)], url) });
  },
  'an error named by the URL': async (url) => {
    throw Object.assign(new Error('failed'), { name: url });
  },
  'the URL itself': (url) => Promise.reject(new URL(url)),
};

const credentials: Record<string, Pick<TrtcCallClientOptions, 'userSig'> | { secretKey: string }> = {
  'a key': { secretKey },
  'a UserSig': { userSig: fixedSig },
  'a UserSig from a source': { userSig: async () => signed },
};

describe.each(Object.entries(credentials))('with %s', (_, credential) => {
  const options = {
    generation: 'v1' as const,
    sdkAppId,
    ...credential,
    now: () => 1_700_000_000_000,
    validate: 'strict',
    retry: { maxAttempts: 2, baseMilliseconds: 1, capMilliseconds: 1 },
  } as TrtcCallClientOptions;

  test.each(Object.entries(echoes))('%s', async (_, fetch) => {
    const error = await rejection(createTrtcCallClient({ ...options, fetch }).records.get('a-call'));
    expect(error).toBeInstanceOf(Error);
    expectNoCanary(shown(error));
  });

  test('a deadline', async () => {
    vi.useFakeTimers();
    const fetch = () => new Promise<never>(() => {});
    const failed = rejection(createTrtcCallClient({ ...options, fetch }).records.get('a-call'));
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    const error = await failed;
    expect(error).toMatchObject({ kind: 'deadline', previousAttempts: [{ kind: 'deadline' }] });
    expectNoCanary(shown(error));
  });

  test('a connection that real fetch cannot make', async () => {
    const client = createTrtcCallClient({ ...options, region: 'http://127.0.0.1:1' });
    const error = await rejection(client.records.get('a-call'));
    expect(error).toMatchObject({ kind: 'connection' });
    expectNoCanary(shown(error));
  });

  test('the client, before and after a call, and what a low-level call gives', async () => {
    const { fetch, sent } = fetchAnswering(success(sampleRecord));
    const client = createTrtcCallClient({ ...options, fetch });
    expectNoCanary(shown(client));
    const result = await client.api.POST('/v1/records/get_record_by_callId', { body: { callId } });
    expect(String(sent[0]?.url)).toContain('usersig=');
    expectNoCanary(shown(client));
    expectNoCanary(shown(result));
  });
});

test('the canaries are found where they are', async () => {
  const { fetch, sent } = fetchAnswering(success(sampleRecord));
  await createTrtcCallClient({ generation: 'v1', sdkAppId, userSig: fixedSig, fetch }).records.get('a-call');
  expect(() => expectNoCanary(shown(sent))).toThrow('shows canary');
  expect(() => expectNoCanary(shown(new Error('a', { cause: new Error(fixedSig) })))).toThrow('shows canary');
});

describe('a refused credential is not shown', () => {
  const cases: Record<string, () => unknown> = {
    'a key with blanks': () =>
      createTrtcCallClient({ generation: 'v1', sdkAppId, secretKey: ` ${secretKey}` }),
    'both credentials': () =>
      createTrtcCallClient({ generation: 'v1', sdkAppId, secretKey, userSig: fixedSig } as never),
    'a URL with a password': () =>
      createTrtcCallClient({
        generation: 'v1',
        sdkAppId,
        secretKey,
        region: 'https://canary:canary@example.com',
      }),
    'a token that is cut': () => decodeUserSig(signed.slice(0, 60)),
    'a key for an identifier': () => signUserSig({ sdkAppId, secretKey, identifier: `${secretKey}\n` }),
  };
  test.each(Object.entries(cases))('%s', async (_, refuse) => {
    expectNoCanary(shown(await rejection((async () => refuse())())));
  });
});

describe('words that may be shown', () => {
  const cases = {
    'takes out the query of a URL': {
      text: 'GET https://a.example/b?c=d&e=f failed',
      shown: 'GET https://a.example/b?[redacted] failed',
    },
    'takes out a named credential': {
      text: 'usersig=abc, UserSig: "abc"',
      shown: 'usersig=[redacted] UserSig: "[redacted]"',
    },
    'takes out whatever is as long as a key': { text: `key ${'a1'.repeat(32)}.`, shown: 'key [redacted].' },
    'takes out what it is told': { text: 'a secret word', shown: 'a [redacted] word' },
    'leaves a question': { text: 'Is callId right? Yes = no', shown: 'Is callId right? Yes = no' },
    'leaves a request id': {
      text: '1c8960ac38d61be38b6fb219db0182d1',
      shown: '1c8960ac38d61be38b6fb219db0182d1',
    },
    'cuts what is long': { text: 'ab '.repeat(200), shown: `${'ab '.repeat(100)}...` },
  };
  test.each(Object.entries(cases))('%s', (_, { text, shown: expected }) => {
    expect(createWordRedact(['secret', ''])(text)).toBe(expected);
  });
});

describe('safeCause', () => {
  const asItIs = createWordRedact([]);

  test('keeps name, message, code and causes', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
      code: 'ECONNREFUSED',
      syscall: 'connect',
      address: '127.0.0.1',
      port: 1,
    });
    const copy = safeCause(
      new TypeError('fetch failed', { cause: new AggregateError([refused], '') }),
      asItIs,
    );
    expect(copy).toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
      stack: 'TypeError: fetch failed',
    });
    expect(copy.cause).toMatchObject({ name: 'AggregateError' });
    expect(copy).toHaveProperty('cause.cause.message', 'connect ECONNREFUSED 127.0.0.1:1');
    expect(copy).toHaveProperty('cause.cause.code', 'ECONNREFUSED');
    expect(copy).toHaveProperty('cause.cause.port', 1);
  });

  test('ends where causes go round', () => {
    const error = new Error('round');
    error.cause = error;
    let depth = 0;
    for (let link: unknown = safeCause(error, asItIs); link instanceof Error; link = link.cause) depth += 1;
    expect(depth).toBe(5);
  });
});
