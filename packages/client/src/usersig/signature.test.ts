import fc from 'fast-check';
import { Api } from 'tls-sig-api-v2';
import { expect, test } from 'vitest';
import { createSignature } from './sign.ts';

/// <reference path="../../test/tls-sig-api-v2.d.ts" />

test("it signs as the vendor's library does, whatever is signed", () => {
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
      expect(createSignature(userBuf === undefined ? rest : { ...rest, userBuf }, key)).toBe(theirs);
    }),
  );
});
