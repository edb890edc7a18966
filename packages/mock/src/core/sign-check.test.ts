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
    { name: 'of in five minutes', userSig: sign({ now: () => now + 300_000 }), mistake: undefined },
    {
      name: 'of a second later',
      userSig: sign({ now: () => now + 301_000 }),
      mistake: 'usersig-not-yet-valid',
    },
    { name: 'that is none', userSig: 'x', mistake: 'usersig-invalid' },
    { name: 'that inflates without end', userSig: bomb.replaceAll('=', '_'), mistake: 'usersig-invalid' },
  ])('$name is $mistake', ({ userSig, mistake }) => {
    expect(signChecker(secretKey, 300)({ ...app, userSig }, now)).toBe(mistake);
  });
});

test('expiry is looked at each time, also for a sign that is remembered', () => {
  const check = signChecker(secretKey, 300);
  const credentials = { ...app, userSig: sign() };
  const after = [0, 60_000, 60_999, 61_000, 0].map((later) => check(credentials, now + later));
  expect(after).toEqual([undefined, undefined, undefined, 'usersig-expired', undefined]);
  expect(signChecker(secretKey, 300)(credentials, now + 61_000)).toBe('usersig-expired');
});

test('a remembered sign is not taken for another app or account', () => {
  const check = signChecker(secretKey, 300);
  const userSig = sign();
  expect(check({ ...app, userSig }, now)).toBeUndefined();
  expect(check({ ...app, sdkAppId: 5, userSig }, now)).toBe('usersig-other-app');
  expect(check({ ...app, identifier: 'bob', userSig }, now)).toBe('usersig-other-identifier');
});

test('the tolerance is the one that is given', () => {
  const userSig = sign({ now: () => now + 1000 });
  expect(signChecker(secretKey, 0)({ ...app, userSig }, now)).toBe('usersig-not-yet-valid');
  expect(signChecker(secretKey, Number.POSITIVE_INFINITY)({ ...app, userSig }, 0)).toBeUndefined();
});

test('a remembered sign is ahead of time when the clock is set back', () => {
  const check = signChecker(secretKey, 300);
  const credentials = { ...app, userSig: sign() };
  const set = [0, -300_000, -301_000].map((by) => check(credentials, now + by));
  expect(set).toEqual([undefined, undefined, 'usersig-not-yet-valid']);
});
