import { deflateSync } from 'node:zlib';
import { signUserSig } from '@trtc-call/client/usersig';
import { describe, expect, test } from 'vitest';
import { signChecker } from './sign-check.ts';

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
    { name: 'of another key', userSig: sign({ secretKey: 'other-key' }), mistake: 'usersig-wrong-key' },
    { name: 'of another app', userSig: sign({ sdkAppId: 1400000001 }), mistake: 'usersig-other-app' },
    { name: 'of another account', userSig: sign({ identifier: 'bob' }), mistake: 'usersig-other-identifier' },
    { name: 'that is none', userSig: 'x', mistake: 'usersig-invalid' },
    { name: 'that inflates without end', userSig: bomb.replaceAll('=', '_'), mistake: 'usersig-invalid' },
  ])('$name is $mistake', ({ userSig, mistake }) => {
    expect(signChecker(secretKey)({ ...app, userSig }, now)).toBe(mistake);
  });
});

test('expiry is looked at each time, also for a sign that is remembered', () => {
  const check = signChecker(secretKey);
  const credentials = { ...app, userSig: sign() };
  const after = [0, 60_000, 60_999, 61_000, 0].map((later) => check(credentials, now + later));
  expect(after).toEqual([undefined, undefined, undefined, 'usersig-expired', undefined]);
  expect(signChecker(secretKey)(credentials, now + 61_000)).toBe('usersig-expired');
});

test('a remembered sign is not taken for another app or account', () => {
  const check = signChecker(secretKey);
  const userSig = sign();
  expect(check({ ...app, userSig }, now)).toBeUndefined();
  expect(check({ ...app, sdkAppId: 5, userSig }, now)).toBe('usersig-other-app');
  expect(check({ ...app, identifier: 'bob', userSig }, now)).toBe('usersig-other-identifier');
});
