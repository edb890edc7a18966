import { describe, expect, test, vi } from 'vitest';
import { readOptions } from '../read-options.ts';
import { decodeUserSig, verifyUserSig } from '../usersig/index.ts';
import { createContract } from '../v1/contract.ts';
import { createSigner } from './sign.ts';

const contract = createContract();
const sdkAppId = 1400000000;
const secretKey = '0123456789abcdef'.repeat(4);
const start = 1_700_000_000_000;

function signWithKey(userSigLifetimeSeconds: number) {
  const clock = { milliseconds: start };
  const options = { sdkAppId, secretKey, userSigLifetimeSeconds, now: () => clock.milliseconds };
  const { sign } = createSigner(readOptions(contract, options));
  const readTime = async () => decodeUserSig((await sign()).userSig).time;
  return { sign, clock, readTime };
}

describe('with a key', () => {
  test('the query carries every parameter but random, and a UserSig that verifies', async () => {
    const { userSig, query } = await signWithKey(86400).sign();
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
      sdkappid: '1400000000',
      identifier: 'administrator',
      usersig: userSig,
      contenttype: 'json',
    });
    const verdict = verifyUserSig({
      userSig,
      sdkAppId,
      secretKey,
      identifier: 'administrator',
      now: () => start,
    });
    expect(verdict.ok).toBe(true);
  });

  test('calls at the same time share one signature', async () => {
    const { sign } = signWithKey(86400);
    const [one, two] = await Promise.all([sign(), sign()]);
    expect(one).toBe(two);
  });

  test('a signature is kept until five minutes before its end', async () => {
    const { clock, readTime } = signWithKey(86400);
    expect(await readTime()).toBe(start / 1000);
    clock.milliseconds += (86400 - 300) * 1000 - 1;
    expect(await readTime()).toBe(start / 1000);
    clock.milliseconds += 1;
    expect(await readTime()).toBe(start / 1000 + 86400 - 300);
  });

  test('one that was signed by a clock that was ahead is made anew when that is set right', async () => {
    const { clock, readTime } = signWithKey(86400);
    clock.milliseconds += 40 * 86_400_000;
    expect(await readTime()).toBe(start / 1000 + 40 * 86400);
    clock.milliseconds -= 300_000;
    expect(await readTime(), 'as far as two clocks may differ').toBe(start / 1000 + 40 * 86400);
    clock.milliseconds -= 1;
    expect(await readTime()).toBe(start / 1000 + 40 * 86400 - 301);
    clock.milliseconds = start;
    expect(await readTime()).toBe(start / 1000);
  });

  test('a short one is renewed after nine tenths of its life', async () => {
    const { clock, readTime } = signWithKey(10);
    expect(await readTime()).toBe(start / 1000);
    clock.milliseconds += 8999;
    expect(await readTime()).toBe(start / 1000);
    clock.milliseconds += 1;
    expect(await readTime()).toBe(start / 1000 + 9);
  });
});

describe('with a source', () => {
  test('a function is asked for each call, and calls at the same time share its answer', async () => {
    const source = vi.fn(async () => `sig-${source.mock.calls.length}`);
    const { sign } = createSigner(readOptions(contract, { sdkAppId, userSig: source }));
    const together = await Promise.all([sign(), sign(), sign()]);
    expect(together.map(({ userSig }) => userSig)).toEqual(['sig-1', 'sig-1', 'sig-1']);
    expect((await sign()).userSig).toBe('sig-2');
  });

  test('what the function throws reaches the caller unchanged, and the next call asks again', async () => {
    const failure = new RangeError('no token today');
    const source = vi
      .fn<() => string>(() => 'sig')
      .mockImplementationOnce(() => {
        throw failure;
      });
    const { sign } = createSigner(readOptions(contract, { sdkAppId, userSig: source }));
    await expect(sign()).rejects.toBe(failure);
    await expect(sign()).resolves.toMatchObject({ userSig: 'sig' });
  });

  test('an empty answer of the function is refused', async () => {
    const { sign } = createSigner(readOptions(contract, { sdkAppId, userSig: () => '' }));
    await expect(sign()).rejects.toMatchObject({ kind: 'argument', field: 'userSig' });
  });
});
