import { readFile } from 'node:fs/promises';
import { decodeUserSig, verifyUserSig } from '@trtc-call/client/usersig';
import { expect, test } from 'vitest';
import { foreignSignFor, signFor } from './account.ts';

const account = { sdkAppId: 1400000000, identifier: 'administrator', secretKey: 'a-key-of-the-app' };
const time = Date.UTC(2026, 0, 1);
const now = () => time;

test("what the vendor's signer makes is what the client verifies, and what it makes wrong is not", () => {
  const verdict = (userSig: string) => verifyUserSig({ ...account, userSig, now });
  expect(verdict(signFor(account, now))).toMatchObject({ ok: true });
  expect(verdict(signFor(account, now, { identifier: 'another' }))).toMatchObject({ reason: 'identifier' });
  expect(verdict(signFor(account, now, { sdkAppId: 1 }))).toMatchObject({ reason: 'app' });
  expect(verdict(foreignSignFor(account, now))).toMatchObject({ reason: 'signature' });
});

test('it is signed at the time of the run, and as long ago as is asked for', () => {
  expect(decodeUserSig(signFor(account, now)).time).toBe(time / 1000);
  const old = signFor(account, now, { ageSeconds: 7200, lifetimeSeconds: 3600 });
  expect(decodeUserSig(old).time).toBe(time / 1000 - 7200);
  expect(verifyUserSig({ ...account, userSig: old, now })).toMatchObject({ reason: 'expired' });
});

test('the suite signs nothing by what it checks', async () => {
  const source = await readFile(new URL('./account.ts', import.meta.url), 'utf8');
  expect(source).not.toContain('@trtc-call/client');
});

test('a UserSig that was given is used as it is, unless it is to be wrong', () => {
  const given = { sdkAppId: 1, identifier: 'a', userSig: 'as-given' };
  expect(signFor(given, now)).toBe('as-given');
  expect(signFor(given, now, { identifier: 'b' })).not.toBe('as-given');
});
