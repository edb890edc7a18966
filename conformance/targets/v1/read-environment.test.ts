import { defaultMockSecretKey } from '@trtc-call/mock';
import { servers } from '@trtc-call/spec/v1';
import { expect, test } from 'vitest';
import { readLiveAddress, readUrlAddress } from './read-environment.ts';

const whole = { TRTC_CALL_SDK_APP_ID: '1400000001', TRTC_CALL_SECRET_KEY: 'the-key' };
const url = 'http://127.0.0.1:4010/';

test('the live endpoint is the international host, asked as administrator', () => {
  expect(readLiveAddress(whole)).toEqual({
    baseUrl: servers.intl,
    account: { sdkAppId: 1400000001, identifier: 'administrator', secretKey: 'the-key' },
  });
});

test('host and identifier can be set', () => {
  const environment = {
    ...whole,
    TRTC_CALL_BASE_URL: `${servers.china}/`,
    TRTC_CALL_IDENTIFIER: 'another-admin',
  };
  expect(readLiveAddress(environment)).toMatchObject({
    baseUrl: servers.china,
    account: { identifier: 'another-admin' },
  });
});

test('a UserSig does where there is no key, and the key is preferred', () => {
  const withSign = { TRTC_CALL_SDK_APP_ID: '1400000001', TRTC_CALL_USER_SIG: 'a-sign' };
  expect(readLiveAddress(withSign).account).toEqual({
    sdkAppId: 1400000001,
    identifier: 'administrator',
    userSig: 'a-sign',
  });
  expect(readLiveAddress({ ...whole, ...withSign }).account).not.toHaveProperty('userSig');
});

test.each([
  {
    title: 'no app',
    environment: { TRTC_CALL_SECRET_KEY: 'k' },
    message: /^TRTC_CALL_SDK_APP_ID is not set/,
  },
  {
    title: 'an empty key',
    environment: { ...whole, TRTC_CALL_SECRET_KEY: ' ' },
    message: /^TRTC_CALL_SECRET_KEY is not set/,
  },
  {
    title: 'an app in words',
    environment: { ...whole, TRTC_CALL_SDK_APP_ID: 'app' },
    message: /^TRTC_CALL_SDK_APP_ID is no/,
  },
  {
    title: 'an address in words',
    environment: { ...whole, TRTC_CALL_BASE_URL: 'host' },
    message: /^TRTC_CALL_BASE_URL "host"/,
  },
])('$title is refused by the name of the variable, on one line', ({ environment, message }) => {
  expect(() => readLiveAddress(environment)).toThrow(message);
  expect(() => readLiveAddress(environment)).toThrow(/^[^\n]+$/);
});

test('a URL without credentials is asked with those of the mock', () => {
  expect(readUrlAddress(url, {})).toEqual({
    baseUrl: 'http://127.0.0.1:4010',
    account: { sdkAppId: 1400000000, identifier: 'administrator', secretKey: defaultMockSecretKey },
  });
});

test('a URL with half of the credentials is not asked with those of the mock', () => {
  expect(() => readUrlAddress(url, { TRTC_CALL_SDK_APP_ID: '1400000001' })).toThrow(/TRTC_CALL_SECRET_KEY/);
});

test('what is no URL is no target', () => {
  expect(() => readUrlAddress('mok', {})).toThrow(/"mok" is not a target: use mock, live, or a URL/);
});
