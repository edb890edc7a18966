import { servers } from '@trtc-call/spec/v1';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createTrtcCallClient } from './create-client.ts';
import type { EnvironmentOptions } from './options.ts';
import { readOptions } from './read-options.ts';
import { fetchAnswering, success } from './testing/answering-fetch.ts';
import { createContract } from './v1/contract.ts';

const contract = createContract();
const valid = { generation: 'v1' as const, sdkAppId: 1400000000, userSig: 'a-user-sig' };

// Wrong on purpose: what a caller without types, or with data from outside, can pass.
function make(options: unknown) {
  return createTrtcCallClient(options as EnvironmentOptions);
}

describe('a wrong option is refused before anything is sent', () => {
  const cases: Readonly<Record<string, [options: unknown, field: string]>> = {
    'options that are null': [null, 'options'],
    'no generation': [{ ...valid, generation: undefined }, 'generation'],
    'an unknown generation': [{ ...valid, generation: 'v2' }, 'generation'],
    'no app': [{ generation: 'v1', userSig: 'a' }, 'sdkAppId'],
    'an app id as text': [{ ...valid, sdkAppId: '1400000000' }, 'sdkAppId'],
    'an app id of 0': [{ ...valid, sdkAppId: 0 }, 'sdkAppId'],
    'neither key nor UserSig': [{ generation: 'v1', sdkAppId: 1 }, 'secretKey'],
    'both key and UserSig': [{ ...valid, secretKey: 'key' }, 'secretKey'],
    'an empty key': [{ generation: 'v1', sdkAppId: 1, secretKey: '' }, 'secretKey'],
    'an empty UserSig': [{ ...valid, userSig: '' }, 'userSig'],
    'a UserSig that is a number': [{ ...valid, userSig: 5 }, 'userSig'],
    'a name that is misspelt': [{ ...valid, timeout: 5000 }, 'options.timeout'],
    'an identifier with a line end': [{ ...valid, identifier: 'admin\n' }, 'identifier'],
    'an empty identifier': [{ ...valid, identifier: '' }, 'identifier'],
    'an unknown region': [{ ...valid, region: 'mars' }, 'region'],
    'a region that is a number': [{ ...valid, region: 5 }, 'region'],
    'a region by an inherited name': [{ ...valid, region: 'toString' }, 'region'],
    'http to another host': [{ ...valid, region: 'http://example.com' }, 'region'],
    'http to a host that looks local': [{ ...valid, region: 'http://127.evil.com' }, 'region'],
    'http to an address next to shared ones': [{ ...valid, region: 'http://100.128.0.1' }, 'region'],
    'http to a public address': [{ ...valid, region: 'http://172.32.0.1' }, 'region'],
    'http to an address of IPv6': [{ ...valid, region: 'http://[fd::1]' }, 'region'],
    'http to a host that looks private': [{ ...valid, region: 'http://10.0.evil.com' }, 'region'],
    'http to a host under a word that looks private': [{ ...valid, region: 'http://mock.svc.com' }, 'region'],
    'http to a host that ends like a private one': [{ ...valid, region: 'http://mock.mylocal' }, 'region'],
    'http to localhost of someone': [{ ...valid, region: 'http://localhost.evil.com' }, 'region'],
    'another scheme': [{ ...valid, region: 'ftp://127.0.0.1' }, 'region'],
    'a URL with a query': [{ ...valid, region: 'https://example.com?a=b' }, 'region'],
    'a URL with a user': [{ ...valid, region: 'https://me:pw@example.com' }, 'region'],
    'a URL with the path of the API': [{ ...valid, region: 'https://a.example/v1/' }, 'region'],
    'a URL with a path in the API': [{ ...valid, region: 'https://a.example/v1/records' }, 'region'],
    'a URL with a fragment': [{ ...valid, region: 'https://example.com#a' }, 'region'],
    'a timeout of 0': [{ ...valid, timeoutMilliseconds: 0 }, 'timeoutMilliseconds'],
    'a timeout that overflows': [{ ...valid, timeoutMilliseconds: 2 ** 31 }, 'timeoutMilliseconds'],
    'an endless timeout': [
      { ...valid, timeoutMilliseconds: Number.POSITIVE_INFINITY },
      'timeoutMilliseconds',
    ],
    'a lifetime of 0': [{ ...valid, userSigLifetimeSeconds: 0 }, 'userSigLifetimeSeconds'],
    'a lifetime over ten years': [{ ...valid, userSigLifetimeSeconds: 315360001 }, 'userSigLifetimeSeconds'],
    'a fetch that is not a function': [{ ...valid, fetch: {} }, 'fetch'],
    'a clock that is not a function': [{ ...valid, now: 5 }, 'now'],
    'a random that is not a function': [{ ...valid, random: 0.5 }, 'random'],
  };
  test.each(Object.entries(cases))('%s', (_, [options, field]) => {
    expect(() => make(options)).toThrow(expect.objectContaining({ kind: 'argument', field }));
    expect(() => make(options)).toThrow(/^createTrtcCallClient: (.+: .+|.+ must be .+ \(got .+\))/);
  });
});

test('a UserSig may last ten years of 365 days', () => {
  const options = { generation: 'v1', sdkAppId: 1, secretKey: 'key', userSigLifetimeSeconds: 315_360_000 };
  expect(() => make(options)).not.toThrow();
});

test('a key from a file with its line end is refused for that', () => {
  const options = { generation: 'v1', sdkAppId: 1400000000, secretKey: 'a-key\n' };
  expect(() => make(options)).toThrow(expect.objectContaining({ field: 'secretKey' }));
  expect(() => make(options)).toThrow('without blanks around it');
});

describe('the region gives the base URL', () => {
  const cases = {
    'intl when none is given': { region: undefined, baseUrl: servers.intl },
    intl: { region: 'intl', baseUrl: servers.intl },
    china: { region: 'china', baseUrl: servers.china },
    'an https URL': { region: 'https://proxy.example/trtc/', baseUrl: 'https://proxy.example/trtc' },
    'http to 127.0.0.1': { region: 'http://127.0.0.1:4010', baseUrl: 'http://127.0.0.1:4010' },
    'http to localhost': { region: 'http://localhost:4010/', baseUrl: 'http://localhost:4010' },
    'http to ::1': { region: 'http://[::1]:4010', baseUrl: 'http://[::1]:4010' },
    'http to a service of Compose': { region: 'http://mock:4010', baseUrl: 'http://mock:4010' },
    'http to the host of a container': {
      region: 'http://host.docker.internal:4010',
      baseUrl: 'http://host.docker.internal:4010',
    },
    'http to a service of Kubernetes': {
      region: 'http://mock.test.svc.cluster.local:4010',
      baseUrl: 'http://mock.test.svc.cluster.local:4010',
    },
    'http to a service of Kubernetes, its name in full': {
      region: 'http://mock.default.svc.cluster.local.:4010',
      baseUrl: 'http://mock.default.svc.cluster.local.:4010',
    },
    'http to a service of Kubernetes, its name short': {
      region: 'http://mock.default.svc:4010',
      baseUrl: 'http://mock.default.svc:4010',
    },
    'http to a shared address, as pods have': { region: 'http://100.64.1.2', baseUrl: 'http://100.64.1.2' },
    'http to the last shared address': { region: 'http://100.127.0.1', baseUrl: 'http://100.127.0.1' },
    'http to a home network': { region: 'http://mock.home.arpa', baseUrl: 'http://mock.home.arpa' },
    'http to a name kept for tests': { region: 'http://trtc.test', baseUrl: 'http://trtc.test' },
    'http to 172.16/12': { region: 'http://172.31.0.5', baseUrl: 'http://172.31.0.5' },
    'http to 10/8, written as a number': { region: 'http://0x0a000001/', baseUrl: 'http://10.0.0.1' },
    'http to a private address of IPv6': { region: 'http://[fd00::1]', baseUrl: 'http://[fd00::1]' },
  };
  test.each(Object.entries(cases))('%s', (_, { region, baseUrl }) => {
    expect(readOptions(contract, { ...valid, region }).baseUrl).toBe(baseUrl);
  });
});

test.each([
  ['http://mock.example.com:4010/trtc', 'http://mock.example.com:4010'],
  ['https://user:password@example.com/?token=secret', 'https://example.com'],
])('a region that may not be asked is named by its host alone: %s', (region, shown) => {
  expect(() => readOptions(contract, { ...valid, region })).toThrow(
    expect.objectContaining({ field: 'region', message: expect.stringMatching(`\\(got ${shown}\\)$`) }),
  );
});

test('the clock is that of the moment, so that fake timers reach it', () => {
  vi.useFakeTimers({ now: 12_345 });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  expect(readOptions(contract, valid).now()).toBe(12_345);
});

test('undefined is as if the option were not there', () => {
  const {
    fetch,
    now,
    random,
    contract: _,
    listeners,
    ...settings
  } = readOptions(contract, {
    ...valid,
    identifier: undefined,
    fetch: undefined,
  });
  expect(settings).toEqual({
    sdkAppId: 1400000000,
    credential: { userSig: 'a-user-sig' },
    identifier: 'administrator',
    baseUrl: servers.intl,
    userSigLifetimeSeconds: 86400,
    timeoutMilliseconds: 10_000,
    deadlineMilliseconds: 30_000,
    retry: { maxAttempts: 5, baseMilliseconds: 200, capMilliseconds: 5000 },
    pool: { connections: 64, idleMilliseconds: 30_000 },
    maxAnswerBytes: 8_388_608,
    validate: 'report',
  });
  expect(listeners.onRequest).toBe(undefined);
});

test('a client can be made where there is no fetch yet, and sends nothing by itself', () => {
  const { fetch, sent } = fetchAnswering(success({}));
  make({ ...valid, fetch });
  expect(sent).toHaveLength(0);
});

describe('a secret key where others can read it', () => {
  const options = { generation: 'v1' as const, sdkAppId: 1400000000, secretKey: 'a-key' };
  const places: Record<string, () => void> = {
    'in a page': () => vi.stubGlobal('document', {}),
    'in a worker of a page': () => {
      vi.stubGlobal('importScripts', () => {});
      vi.stubGlobal('process', undefined);
    },
    'in an app on a telephone': () => vi.stubGlobal('navigator', { product: 'ReactNative' }),
  };
  test.each(Object.entries(places))('%s is refused, unless that is meant', (_, enter) => {
    enter();
    onTestFinished(() => {
      vi.unstubAllGlobals();
    });
    expect(() => readOptions(contract, options)).toThrow(/secretKey is given in a browser.*userSig function/);
    expect(readOptions(contract, { ...options, allowSecretKeyInBrowser: true })).toMatchObject({
      credential: { secretKey: 'a-key' },
    });
    expect(readOptions(contract, { sdkAppId: 1, userSig: async () => 'a-sig' })).toMatchObject({
      sdkAppId: 1,
    });
  });
});

describe('a wrong setting is named with what to pass instead', () => {
  const cases: Readonly<Record<string, [options: object, says: string]>> = {
    'a timeout in which the service is still at work': [
      { timeoutMilliseconds: 3000 },
      'timeoutMilliseconds must be an integer from 3001 (the service itself gives up after 3000 ms) to 2147483647 (got 3000)',
    ],
    'a deadline as short': [
      { deadlineMilliseconds: 1 },
      'deadlineMilliseconds must be an integer from 3001 (the service',
    ],
    'no attempt at all': [
      { retry: { maxAttempts: 0 } },
      'retry.maxAttempts must be an integer from 1 to 20 (got 0)',
    ],
    'a retry option that does not exist': [{ retry: { retries: 3 } }, 'retry.retries is not known'],
    'retry: true': [{ retry: true }, 'retry must be an object (got a boolean)'],
    'a pool beside a fetch': [{ pool: {}, fetch: () => {} }, 'pool is given beside fetch'],
    'a pool without connections': [
      { pool: { connections: 0 } },
      'pool.connections must be an integer of at least 1 (got 0)',
    ],
    'a limiter without take': [
      { limiter: {} },
      'limiter must be createLocalLimiter(), a limiter with a function take',
    ],
    'a way to validate that does not exist': [
      { validate: 'always' },
      "validate must be 'off', 'report' or 'strict' (got a string)",
    ],
    'a hook that is not a function': [{ onRetry: 'log' }, 'onRetry must be a function (got a string)'],
    'an answer of no bytes': [
      { maxAnswerBytes: 0 },
      'maxAnswerBytes must be an integer of at least 1 (got 0)',
    ],
  };
  test.each(Object.entries(cases))('%s', (_, [options, says]) => {
    expect(() => make({ ...valid, ...options })).toThrow(says);
  });
});
