import { servers } from '@trtc-call/spec/v4';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createTrtcCallClient, type Generation } from './index.ts';
import {
  answeringFetch,
  fetchAnswering,
  rejection,
  sampleRecord,
  success,
} from './testing/answering-fetch.ts';

const secretKey = '0123456789abcdef'.repeat(4);
const account = { generation: 'v1' as const, sdkAppId: sampleRecord.sdkAppId, userSig: 'a-user-sig' };

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

describe('the environment', () => {
  const variables = {
    TRTC_CALL_SDK_APP_ID: ' 1400000001\n',
    TRTC_CALL_USER_SIG: 'sig-of-the-environment\n',
    TRTC_CALL_IDENTIFIER: 'admin2',
    TRTC_CALL_BASE_URL: 'https://service.example',
  };
  const setEnvironment = (over: Record<string, string | undefined> = {}) => {
    for (const [name, value] of Object.entries({ TRTC_CALL_SECRET_KEY: undefined, ...variables, ...over })) {
      vi.stubEnv(name, value);
    }
  };

  test('has the account where none is given', async () => {
    setEnvironment();
    const { fetch, sent } = fetchAnswering(success({}));
    await createTrtcCallClient({ generation: 'v1', fetch }).records.get('a-call');
    const url = sent[0]?.url;
    expect(url?.origin).toBe('https://service.example');
    expect(Object.fromEntries(url?.searchParams ?? [])).toMatchObject({
      sdkappid: '1400000001',
      usersig: 'sig-of-the-environment',
      identifier: 'admin2',
    });
  });

  test('is enough by itself', () => {
    setEnvironment({ TRTC_CALL_SECRET_KEY: secretKey });
    expect(() => createTrtcCallClient({ generation: 'v1' })).not.toThrow();
  });

  test('does not touch an account that is given', async () => {
    setEnvironment();
    const { fetch, sent } = fetchAnswering(success({}));
    await createTrtcCallClient({ ...account, fetch }).records.get('a-call');
    expect(sent[0]?.url.searchParams.get('identifier')).toBe('administrator');
    expect(sent[0]?.url.host).toBe('callkit-intl.trtc.tencent-cloud.com');
  });

  const v1Intl = 'https://callkit-intl.trtc.tencent-cloud.com';
  test.each<[Generation, string, string]>([
    ...Object.entries(servers).map(([name, url]): [Generation, string, string] => ['v4', name, url]),
    ...Object.keys(servers).map((name): [Generation, string, string] => [
      'v1',
      name,
      name === 'china' ? 'https://callkit.trtc.tencent-cloud.com' : v1Intl,
    ]),
    ['v1', 'intl', v1Intl],
    ['v1', '', v1Intl],
    ['v4', 'https://elsewhere.example', 'https://elsewhere.example'],
  ])('names the data centre for %s: %j', async (generation, region, url) => {
    setEnvironment({ TRTC_CALL_BASE_URL: undefined, TRTC_CALL_REGION: region });
    const { fetch, sent } = fetchAnswering(success({}));
    await createTrtcCallClient({ generation, fetch })
      .records.get('a-call')
      .catch(() => {});
    expect(sent[0]?.url.origin).toBe(url);
  });

  test('and an option may name one of another generation too', async () => {
    const { fetch, sent } = fetchAnswering(success({}));
    for (const region of ['singapore', 'china'])
      await createTrtcCallClient({ ...account, region, fetch }).records.get('a-call');
    expect(sent.map(({ url }) => url.origin)).toEqual([v1Intl, 'https://callkit.trtc.tencent-cloud.com']);
  });

  test('names the address rather than the data centre', async () => {
    setEnvironment({ TRTC_CALL_REGION: 'singapore' });
    const { fetch, sent } = fetchAnswering(success({}));
    await createTrtcCallClient({ generation: 'v1', fetch }).records.get('a-call');
    expect(sent[0]?.url.origin).toBe('https://service.example');
  });

  test.each([
    ['v4', undefined, '(got nothing)'],
    ['v4', 'intl', '(got a string)'],
    ['v1', 'sinapore', '(got a string)'],
  ] as const)('with a wrong region for %s, %j, is told by both variables', (generation, region, got) => {
    setEnvironment({ TRTC_CALL_BASE_URL: undefined, TRTC_CALL_REGION: region });
    const says = `TRTC_CALL_REGION or TRTC_CALL_BASE_URL may name it too ${got}`;
    expect(() => createTrtcCallClient({ generation })).toThrow(says);
  });

  test.each([
    [{ TRTC_CALL_SDK_APP_ID: undefined }, 'set TRTC_CALL_SDK_APP_ID and TRTC_CALL_SECRET_KEY'],
    [{ TRTC_CALL_SDK_APP_ID: 'mine' }, 'TRTC_CALL_SDK_APP_ID is not a positive number'],
    [{ TRTC_CALL_USER_SIG: undefined }, 'set TRTC_CALL_SECRET_KEY or TRTC_CALL_USER_SIG'],
  ])('that lacks something is told by the variable: %j', (over, says) => {
    setEnvironment(over);
    expect(() => createTrtcCallClient({ generation: 'v1' })).toThrow(says);
  });
});

describe('the name that another client has for an option is answered with ours', () => {
  test.each([
    ['timeout', 'options.timeout is not known: use timeoutMilliseconds'],
    ['maxRetries', 'options.maxRetries is not known: use retry: { maxAttempts }'],
    ['baseURL', 'options.baseURL is not known: use region: a URL'],
    ['logger', 'options.logger is not known: use onRequest'],
  ])('%s', (name, says) => {
    const options = { ...account, [name]: 1 };
    expect(() => createTrtcCallClient(options)).toThrow(says);
  });

  test('of a call too', async () => {
    const options = { timeout: 5000 };
    const error = await rejection(createTrtcCallClient(account).records.get('a', options as object));
    expect(error).toMatchObject({ message: expect.stringContaining('use timeoutMilliseconds') });
  });
});

describe('a call by itself', () => {
  test('is not tried again with retry: false', async () => {
    const { fetch, sent } = fetchAnswering('', 503);
    const client = createTrtcCallClient({ ...account, fetch, limiter: false });
    await rejection(client.records.get('a', { retry: false }));
    expect(sent).toHaveLength(1);
  });

  test('is tried as often as it says, also where the client never does', async () => {
    const { fetch, sent } = fetchAnswering('', 503);
    const client = createTrtcCallClient({ ...account, fetch, limiter: false, retry: false });
    const retry = { maxAttempts: 3, baseMilliseconds: 1 };
    await rejection(client.api.POST('/v1/callback/get', { body: {}, retry }));
    expect(sent).toHaveLength(3);
  });

  test('ends its attempts after its own time', async () => {
    const { fetch } = answeringFetch(() => new Promise(() => {}));
    const client = createTrtcCallClient({ ...account, fetch, timeoutMilliseconds: 60_000 });
    vi.useFakeTimers();
    const failed = rejection(client.callbacks.get({ timeoutMilliseconds: 3001, retry: false }));
    await vi.advanceTimersByTimeAsync(3001);
    expect(await failed).toMatchObject({ kind: 'deadline', milliseconds: 3001, scope: 'attempt' });
  });

  test.each([
    [{ retry: { maxAttempts: 21 } }, 'options.retry.maxAttempts'],
    [{ retry: 3 }, 'options.retry'],
    [{ timeoutMilliseconds: 3000 }, 'options.timeoutMilliseconds'],
  ])('refuses %j', async (options, field) => {
    const error = await rejection(createTrtcCallClient(account).records.get('a', options as object));
    expect(error).toMatchObject({ kind: 'argument', field });
  });
});
