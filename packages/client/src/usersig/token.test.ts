import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { Api } from 'tls-sig-api-v2';
import { expect, test } from 'vitest';
import { decodeUserSig, signUserSig, verifyUserSig } from './index.ts';
import { signUserSigAnywhere, writeSignedText } from './token.ts';

/// <reference path="../testing/modules.d.ts" />

test("it signs the text that the vendor's library signs, whatever is signed", () => {
  const claims = fc.record({
    sdkAppId: fc.integer({ min: 1 }),
    identifier: fc.string(),
    time: fc.nat(),
    lifetimeSeconds: fc.nat(),
    userBuf: fc.option(fc.base64String({ minLength: 4 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(claims, fc.string({ unit: 'grapheme', minLength: 1 }), ({ userBuf, ...rest }, key) => {
      const { sdkAppId, identifier, time, lifetimeSeconds } = rest;
      const theirs = new Api(sdkAppId, key)._hmacsha256(identifier, time, lifetimeSeconds, userBuf ?? null);
      const text = writeSignedText(userBuf === undefined ? rest : { ...rest, userBuf });
      expect(createHmac('sha256', key).update(text).digest('base64')).toBe(theirs);
    }),
  );
});

const sdkAppId = 1400000000;

test('it says and signs the same as signUserSig, whatever the key', async () => {
  const identifiers = fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/);
  const keys = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((key) => key.trim() === key && key !== '');
  const times = fc.integer({ min: 0, max: 4_000_000_000 });
  await fc.assert(
    fc.asyncProperty(identifiers, keys, times, async (identifier, secretKey, time) => {
      const lifetimeSeconds = 86_400;
      const userSig = await signUserSigAnywhere({ sdkAppId, identifier, time, lifetimeSeconds }, secretKey);
      const now = () => time * 1000;
      expect(userSig).toMatch(/^[A-Za-z0-9*_-]+$/);
      expect(decodeUserSig(userSig)).toEqual(
        decodeUserSig(signUserSig({ sdkAppId, secretKey, identifier, lifetimeSeconds, now })),
      );
      expect(verifyUserSig({ userSig, sdkAppId, secretKey, identifier, now }).ok).toBe(true);
    }),
  );
});

test('another key signs otherwise', async () => {
  const parts = { sdkAppId, identifier: 'administrator', time: 1_700_000_000, lifetimeSeconds: 60 };
  const userSig = await signUserSigAnywhere(parts, 'one');
  const now = () => parts.time * 1000;
  expect(verifyUserSig({ userSig, sdkAppId, secretKey: 'two', identifier: 'administrator', now }).ok).toBe(
    false,
  );
});
