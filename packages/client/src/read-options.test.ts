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
  const cases = {
    'options that are null': { options: null, field: 'options' },
    'no generation': { options: { ...valid, generation: undefined }, field: 'generation' },
    'an unknown generation': { options: { ...valid, generation: 'v2' }, field: 'generation' },
    'no app': { options: { generation: 'v1', userSig: 'a' }, field: 'sdkAppId' },
    'an app id as text': { options: { ...valid, sdkAppId: '1400000000' }, field: 'sdkAppId' },
    'an app id of 0': { options: { ...valid, sdkAppId: 0 }, field: 'sdkAppId' },
    'neither key nor UserSig': { options: { generation: 'v1', sdkAppId: 1 }, field: 'secretKey' },
    'both key and UserSig': { options: { ...valid, secretKey: 'key' }, field: 'secretKey' },
    'an empty key': { options: { generation: 'v1', sdkAppId: 1, secretKey: '' }, field: 'secretKey' },
    'an empty UserSig': { options: { ...valid, userSig: '' }, field: 'userSig' },
    'a UserSig that is a number': { options: { ...valid, userSig: 5 }, field: 'userSig' },
    'a name that is misspelt': { options: { ...valid, timeout: 5000 }, field: 'options.timeout' },
    'an identifier with a line end': { options: { ...valid, identifier: 'admin\n' }, field: 'identifier' },
    'an empty identifier': { options: { ...valid, identifier: '' }, field: 'identifier' },
    'an unknown region': { options: { ...valid, region: 'mars' }, field: 'region' },
    'a region that is a number': { options: { ...valid, region: 5 }, field: 'region' },
    'a region by an inherited name': { options: { ...valid, region: 'toString' }, field: 'region' },
    'http to another host': { options: { ...valid, region: 'http://example.com' }, field: 'region' },
    'http to a host that looks local': {
      options: { ...valid, region: 'http://127.evil.com' },
      field: 'region',
    },
    'http to localhost of someone': {
      options: { ...valid, region: 'http://localhost.evil.com' },
      field: 'region',
    },
    'another scheme': { options: { ...valid, region: 'ftp://127.0.0.1' }, field: 'region' },
    'a URL with a query': { options: { ...valid, region: 'https://example.com?a=b' }, field: 'region' },
    'a URL with a user': { options: { ...valid, region: 'https://me:pw@example.com' }, field: 'region' },
    'a URL with the path of the API': {
      options: { ...valid, region: 'https://a.example/v1/' },
      field: 'region',
    },
    'a URL with a path in the API': {
      options: { ...valid, region: 'https://a.example/v1/records' },
      field: 'region',
    },
    'a URL with a fragment': { options: { ...valid, region: 'https://example.com#a' }, field: 'region' },
    'a timeout of 0': { options: { ...valid, timeoutMilliseconds: 0 }, field: 'timeoutMilliseconds' },
    'a timeout that overflows': {
      options: { ...valid, timeoutMilliseconds: 2 ** 31 },
      field: 'timeoutMilliseconds',
    },
    'an endless timeout': {
      options: { ...valid, timeoutMilliseconds: Number.POSITIVE_INFINITY },
      field: 'timeoutMilliseconds',
    },
    'a lifetime of 0': { options: { ...valid, userSigLifetimeSeconds: 0 }, field: 'userSigLifetimeSeconds' },
    'a lifetime over ten years': {
      options: { ...valid, userSigLifetimeSeconds: 315360001 },
      field: 'userSigLifetimeSeconds',
    },
    'a fetch that is not a function': { options: { ...valid, fetch: {} }, field: 'fetch' },
    'a clock that is not a function': { options: { ...valid, now: 5 }, field: 'now' },
    'a random that is not a function': { options: { ...valid, random: 0.5 }, field: 'random' },
  };
  test.each(Object.entries(cases))('%s', (_, { options, field }) => {
    expect(() => make(options)).toThrow(expect.objectContaining({ kind: 'argument', field }));
    expect(() => make(options)).toThrow(/^createTrtcCallClient: (.+: .+|.+ must be .+ \(got .+\))/);
  });
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
  };
  test.each(Object.entries(cases))('%s', (_, { region, baseUrl }) => {
    expect(readOptions(contract, { ...valid, region }).baseUrl).toBe(baseUrl);
  });
});

test('undefined is as if the option were not there', () => {
  const {
    fetch,
    now,
    random,
    contract: _,
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
    listeners: {},
  });
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
  const cases: Record<string, { options: object; says: string }> = {
    'a timeout in which the service is still at work': {
      options: { timeoutMilliseconds: 3000 },
      says: 'timeoutMilliseconds must be an integer from 3001 (the service itself gives up after 3000 ms) to 2147483647 (got 3000)',
    },
    'a deadline as short': {
      options: { deadlineMilliseconds: 1 },
      says: 'deadlineMilliseconds must be an integer from 3001 (the service',
    },
    'no attempt at all': {
      options: { retry: { maxAttempts: 0 } },
      says: 'retry.maxAttempts must be an integer from 1 to 20 (got 0)',
    },
    'a retry option that does not exist': {
      options: { retry: { retries: 3 } },
      says: 'retry.retries is not known',
    },
    'retry: true': { options: { retry: true }, says: 'retry must be an object (got a boolean)' },
    'a pool beside a fetch': { options: { pool: {}, fetch: () => {} }, says: 'pool is given beside fetch' },
    'a pool without connections': {
      options: { pool: { connections: 0 } },
      says: 'pool.connections must be an integer of at least 1 (got 0)',
    },
    'a limiter without take': {
      options: { limiter: {} },
      says: 'limiter must be createLocalLimiter(), a limiter with a function take',
    },
    'a way to validate that does not exist': {
      options: { validate: 'always' },
      says: "validate must be 'off', 'report' or 'strict' (got a string)",
    },
    'a hook that is not a function': {
      options: { onRetry: 'log' },
      says: 'onRetry must be a function (got a string)',
    },
    'an answer of no bytes': {
      options: { maxAnswerBytes: 0 },
      says: 'maxAnswerBytes must be an integer of at least 1 (got 0)',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { options, says }) => {
    expect(() => make({ ...valid, ...options })).toThrow(says);
  });
});
