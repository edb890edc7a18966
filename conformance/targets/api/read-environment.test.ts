import { defaultMockSecretKey } from '@trtc-call/mock';
import { v1, v4 } from '@trtc-call/spec';
import { expect, test } from 'vitest';
import { readAccount, readLiveUrl, readUrlAddress } from './read-environment.ts';

const whole = { TRTC_CALL_SDK_APP_ID: '1400000001', TRTC_CALL_SECRET_KEY: 'the-key' };
const url = 'http://127.0.0.1:4010/';

test('the live endpoint of v1 is the international host, or that of a region; the account is administrator', () => {
  expect(readLiveUrl({}, v1.contract)).toBe(v1.servers.intl);
  expect(readLiveUrl({ TRTC_CALL_REGION: 'china' }, v1.contract)).toBe(v1.servers.china);
  expect(readLiveUrl({ TRTC_CALL_REGION: 'seoul' }, v1.contract)).toBe(v1.servers.intl);
  expect(readAccount(whole)).toEqual({
    sdkAppId: 1400000001,
    identifier: 'administrator',
    secretKey: 'the-key',
  });
  expect(readAccount({ ...whole, TRTC_CALL_IDENTIFIER: 'another-admin' }).identifier).toBe('another-admin');
});

test('the data centre of v4 is never guessed', () => {
  expect(readLiveUrl({ TRTC_CALL_REGION: 'seoul' }, v4.contract)).toBe(v4.servers.seoul);
  expect(readLiveUrl({ TRTC_CALL_BASE_URL: `${v4.servers.jakarta}/` }, v4.contract)).toBe(v4.servers.jakarta);
  for (const environment of [{}, { TRTC_CALL_REGION: 'intl' }]) {
    expect(readLiveUrl(environment, v4.contract)).toMatchObject({
      missing: expect.stringMatching(
        /^TRTC_CALL_REGION .*set it to the data centre.* \(china, singapore, seoul/,
      ),
    });
  }
});

test('a UserSig does where there is no key, and the key is preferred', () => {
  const withSign = { TRTC_CALL_SDK_APP_ID: '1400000001', TRTC_CALL_USER_SIG: 'a-sign' };
  expect(readAccount(withSign)).toEqual({
    sdkAppId: 1400000001,
    identifier: 'administrator',
    userSig: 'a-sign',
  });
  expect(readAccount({ ...whole, ...withSign })).not.toHaveProperty('userSig');
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
    message: /^TRTC_CALL_SDK_APP_ID is not an integer from 1/,
  },
  {
    title: 'an app beyond what a number holds',
    environment: { ...whole, TRTC_CALL_SDK_APP_ID: '9007199254740993' },
    message: /^TRTC_CALL_SDK_APP_ID is not an integer from 1 to 9007199254740991: set/,
  },
])('$title is refused by the name of the variable, on one line', ({ environment, message }) => {
  expect(() => readAccount(environment)).toThrow(message);
  expect(() => readAccount(environment)).toThrow(/^[^\n]+$/);
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

test('what is not a URL is not a target', () => {
  expect(() => readLiveUrl({ TRTC_CALL_BASE_URL: 'host' }, v1.contract)).toThrow(
    /^TRTC_CALL_BASE_URL "host"/,
  );
  expect(() => readUrlAddress('mok', {})).toThrow(/"mok" is not a target: use mock, live, or a URL/);
});

test.each(['http://user:pass-word@host/', 'http://host/?key=pass-word', 'http://host/#pass-word'])(
  '%s is refused, and what may be a secret in it is not shown',
  (address) => {
    const message =
      '--target has credentials, a query or a fragment, which no request would carry: give it without them';
    expect(() => readUrlAddress(address, {})).toThrow(message);
    expect(() => readUrlAddress(address.replace('http', 'ftp'), {})).toThrow(
      /^(?!.*pass-word).*is not a target/,
    );
  },
);
