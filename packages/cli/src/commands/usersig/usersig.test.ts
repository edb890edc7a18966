import { decodeUserSig, signUserSig } from '@trtc-call/client/usersig';
import { expect, test } from 'vitest';
import { runCli } from '../../testing/run-cli.ts';
import { canaryKey } from '../../testing/set-up.ts';

const account = { TRTC_CALL_SDK_APP_ID: '1400000000', TRTC_CALL_SECRET_KEY: canaryKey };
const signer = { sdkAppId: 1400000000, secretKey: canaryKey, identifier: 'administrator' };

test('sign prints a UserSig and nothing else', async () => {
  const args = ['usersig', 'sign', '--identifier', 'alice', '--expires', '60'];
  const { exitCode, stdout, stderr } = await runCli(args, account);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/^[A-Za-z0-9*_-]+\n$/);
  const claims = { sdkAppId: 1400000000, identifier: 'alice', lifetimeSeconds: 60 };
  expect(decodeUserSig(stdout.trim())).toMatchObject(claims);
});

test('what is signed, piped into verify, is valid', async () => {
  const signed = await runCli(['usersig', 'sign'], account);
  const verified = await runCli(['usersig', 'verify'], account, signed.stdout);
  expect(verified).toEqual({ exitCode: 0, stdout: 'valid\n', stderr: '' });
});

const invalid = [
  { title: 'another account', userSig: signUserSig({ ...signer, identifier: 'bob' }), reason: 'identifier' },
  { title: 'another key', userSig: signUserSig({ ...signer, secretKey: 'other' }), reason: 'signature' },
  { title: 'another app', userSig: signUserSig({ ...signer, sdkAppId: 1 }), reason: 'app' },
  { title: 'a time that is over', userSig: signUserSig({ ...signer, now: () => 1e12 }), reason: 'expired' },
  { title: 'no UserSig at all', userSig: 'abc', reason: 'malformed' },
];
for (const { title, userSig, reason } of invalid) {
  test(`verify exits 1 for ${title} and says so`, async () => {
    const json = await runCli(['usersig', 'verify', '--json', userSig], account);
    expect(json).toMatchObject({ exitCode: 1, stderr: '' });
    expect(JSON.parse(json.stdout)).toEqual({ valid: false, reason });
    const text = await runCli(['usersig', 'verify', userSig], account);
    expect(text).toMatchObject({ exitCode: 1, stderr: '' });
    expect(text.stdout).toMatch(/^not valid: its? .+\n$/);
  });
}

test('inspect needs no key, and shows no signature', async () => {
  const userSig = signUserSig({ ...signer, now: () => 1e12, lifetimeSeconds: 60 });
  const { exitCode, stdout } = await runCli(['usersig', 'inspect', '--json'], {}, `${userSig}\n`);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    sdkAppId: 1400000000,
    identifier: 'administrator',
    signedAt: 1e9,
    lifetimeSeconds: 60,
    expiresAt: 1e9 + 60,
    expired: true,
  });
  const text = await runCli(['usersig', 'inspect', userSig], { TZ: 'Asia/Kolkata' });
  expect(text).toMatchObject({ exitCode: 0, stderr: '' });
  expect(text.stdout).toContain('2001-09-09 07:16:40 +05:30');
  expect(text.stdout).not.toContain(decodeUserSig(userSig).signature);
});

test('inspect exits 1 for what is not a UserSig', async () => {
  const { exitCode, stdout, stderr } = await runCli(['usersig', 'inspect', 'abc']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toBe('trtc-call: this is not a UserSig: pass one whole, as it was signed\n');
  const long = await runCli(['usersig', 'inspect'], {}, 'x'.repeat(70_000));
  expect(long).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('it is too long') });
});
