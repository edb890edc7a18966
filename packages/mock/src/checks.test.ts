import { deflateSync } from 'node:zlib';
import { signUserSig } from '@trtc-call/client/usersig';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSignCheck, readBody } from './checks.ts';
import { loadContractOnce } from './contract.ts';
import { v1 } from './v1/index.ts';

const { checkQuery: check } = await loadContractOnce(v1);
const good = {
  sdkappid: '1400000000',
  identifier: 'administrator',
  usersig: 'eJw',
  random: '0',
  contenttype: 'json',
};
const write = (over: Record<string, string>): string => new URLSearchParams({ ...good, ...over }).toString();

test('a good query gives the credentials', () => {
  expect(check(write({ more: 'x' }))).toEqual({
    credentials: { sdkAppId: 1400000000, identifier: 'administrator', userSig: 'eJw' },
    sdkAppId: 1400000000,
  });
});

describe('the range of a number', () => {
  test.each([
    { name: 'random', value: '0', taken: true },
    { name: 'random', value: '4294967295', taken: true },
    { name: 'random', value: '4294967296', taken: false },
    { name: 'random', value: '0x10', taken: false },
    { name: 'random', value: '1e3', taken: false },
    { name: 'random', value: ' 1', taken: false },
    { name: 'sdkappid', value: '1', taken: true },
    { name: 'sdkappid', value: '0', taken: false },
    { name: 'sdkappid', value: '-1', taken: false },
    { name: 'sdkappid', value: '9'.repeat(16), taken: false },
    { name: 'sdkappid', value: '٣', taken: false },
  ])('$name=$value is taken: $taken', ({ name, value, taken }) => {
    const found = check(write({ [name]: value }));
    expect('refusal' in found ? found.refusal : 'taken').toEqual(
      taken ? 'taken' : { mistake: `${name}-invalid`, field: name },
    );
  });
});

test('a wrong case beside the right one is only another parameter', () => {
  expect(check(`${write({})}&SdkAppId=7`)).toHaveProperty('credentials');
});

describe('a query string', () => {
  const rest = 'identifier=a&usersig=x&random=2&contenttype=json';
  test.each([
    { query: `sdkappid=1&${rest}`, found: { credentials: { sdkAppId: 1, identifier: 'a', userSig: 'x' } } },
    { query: `&&=&${rest}&sdkappid=1&`, found: { credentials: { sdkAppId: 1 } } },
    { query: `sdkappid=1&sdkappid=1&${rest}`, found: { credentials: { sdkAppId: 1 } } },
    { query: `sdkapp%69d=%31&${rest}`, found: { credentials: { sdkAppId: 1 } } },
    { query: `sdkappid=1&sdkappid=2&${rest}`, found: { refusal: { mistake: 'parameter-repeated' } } },
    { query: `sdkappid&${rest}`, found: { refusal: { mistake: 'sdkappid-missing' } } },
    { query: `sdkappid=%zz&${rest}`, found: { refusal: { mistake: 'sdkappid-invalid' } } },
    { query: `sdkappid=1+1&${rest}`, found: { refusal: { mistake: 'sdkappid-invalid' } } },
    { query: `__proto__=1&constructor=2&sdkappid=1&${rest}`, found: { credentials: { sdkAppId: 1 } } },
  ])('$query', ({ query, found }) => {
    expect(check(query)).toMatchObject(found);
  });
});

test('what URLSearchParams writes is read back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (identifier) => {
      expect(check(write({ identifier }))).toMatchObject({ credentials: { identifier } });
    }),
  );
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a content type', () => {
  test.each([
    { contentType: 'application/json', taken: true },
    { contentType: 'application/json; charset=utf-8', taken: true },
    { contentType: 'Application/JSON', taken: true },
    { contentType: undefined, taken: true },
    { contentType: 'text/plain', taken: false },
    { contentType: 'application/x-www-form-urlencoded', taken: false },
    { contentType: 'application/jsonp', taken: false },
    { contentType: '', taken: false },
  ])('$contentType is taken: $taken', ({ contentType, taken }) => {
    const header = (name: string) => (name === 'content-type' ? contentType : undefined);
    const read = readBody({ body: bytes('{"a":1}'), header });
    expect(read).toEqual(taken ? { object: { a: 1 } } : { mistake: 'content-type-wrong' });
  });
});

test('a body that is part of a larger buffer is read from its place', () => {
  expect(readBody({ body: bytes('xx{"a":1}').subarray(2), header: () => undefined })).toEqual({
    object: { a: 1 },
  });
});

const now = 1_700_000_000_000;
const app = { sdkAppId: 1400000000, identifier: 'administrator' };
const secretKey = 'key-of-a-test';
const sign = (over: Partial<Parameters<typeof signUserSig>[0]> = {}): string =>
  signUserSig({ ...app, secretKey, lifetimeSeconds: 60, now: () => now, ...over });
const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024))
  .toString('base64')
  .replaceAll('+', '*')
  .replaceAll('/', '-');

describe('a UserSig', () => {
  test.each([
    { name: 'of this app and account', userSig: sign(), mistake: undefined },
    { name: 'of in five minutes', userSig: sign({ now: () => now + 300_000 }), mistake: undefined },
    {
      name: 'of a second later',
      userSig: sign({ now: () => now + 301_000 }),
      mistake: 'usersig-not-yet-valid',
    },
    { name: 'that cannot be read', userSig: 'x', mistake: 'usersig-invalid' },
    { name: 'that inflates without end', userSig: bomb.replaceAll('=', '_'), mistake: 'usersig-invalid' },
  ])('$name is $mistake', ({ userSig, mistake }) => {
    expect(createSignCheck(secretKey, 300)({ ...app, userSig }, now)).toBe(mistake);
  });
});

test('expiry is looked at each time, also for a sign that is remembered', () => {
  const check = createSignCheck(secretKey, 300);
  const credentials = { ...app, userSig: sign() };
  const after = [0, 60_000, 60_999, 61_000, 0].map((later) => check(credentials, now + later));
  expect(after).toEqual([undefined, undefined, undefined, 'usersig-expired', undefined]);
  expect(createSignCheck(secretKey, 300)(credentials, now + 61_000)).toBe('usersig-expired');
});

test('a remembered sign is not taken for another app or account', () => {
  const check = createSignCheck(secretKey, 300);
  const userSig = sign();
  expect(check({ ...app, userSig }, now)).toBeUndefined();
  expect(check({ ...app, sdkAppId: 5, userSig }, now)).toBe('usersig-other-app');
  expect(check({ ...app, identifier: 'bob', userSig }, now)).toBe('usersig-other-identifier');
});

test('the tolerance is the one that is given', () => {
  const userSig = sign({ now: () => now + 1000 });
  expect(createSignCheck(secretKey, 0)({ ...app, userSig }, now)).toBe('usersig-not-yet-valid');
  expect(createSignCheck(secretKey, Number.POSITIVE_INFINITY)({ ...app, userSig }, 0)).toBeUndefined();
});

test('a remembered sign is ahead of time when the clock is set back', () => {
  const check = createSignCheck(secretKey, 300);
  const credentials = { ...app, userSig: sign() };
  const set = [0, -300_000, -301_000].map((by) => check(credentials, now + by));
  expect(set).toEqual([undefined, undefined, 'usersig-not-yet-valid']);
});
