import { createHmac } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError, decodeUserSig, signUserSig, verifyUserSig } from './index.ts';

// Section 5 of the fact tables: computed with the vendor's published demo key.
const vector = {
  secretKey: '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e',
  sdkAppId: 1400000000,
  identifier: 'administrator',
  lifetimeSeconds: 86400,
  now: () => 1700000000_999,
};
const { secretKey, sdkAppId, identifier } = vector;
const userSig = signUserSig(vector);
const at = (seconds: number) => () => seconds * 1000;
const check = { userSig, sdkAppId, secretKey, identifier, now: at(1700000000) };

/** A token made of any content, as the vendor's libraries write it. */
function makeToken(content: unknown): string {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return tokenText(deflateSync(text));
}

/** A valid token in which 2000 stored blocks of no bytes stand before the content. */
function longToken(content: unknown): string {
  const whole = deflateSync(JSON.stringify(content));
  const nothing = Buffer.from('000000ffff'.repeat(2000), 'hex');
  return tokenText(Buffer.concat([whole.subarray(0, 2), nothing, whole.subarray(2)]));
}

function tokenText(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_');
}

/** A valid token in which the letter occurs: members that mean nothing are added until it does. */
function tokenWith(letter: string): string {
  for (let added = 0; ; added += 1) {
    const token = makeToken({ ...readContent(userSig), added });
    if (token.includes(letter)) return token;
  }
}

function readContent(token: string): Record<string, unknown> {
  const base64 = token.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '=');
  return JSON.parse(inflateSync(Buffer.from(base64, 'base64')).toString());
}

test('the signature of the check vector is the known one', () => {
  expect(decodeUserSig(userSig)).toEqual({
    sdkAppId: 1400000000,
    identifier: 'administrator',
    time: 1700000000,
    lifetimeSeconds: 86400,
    signature: 'yLAe+w7WUeUuqbV9h/TX78u21oTGi+i9Zp1u3PpnY60=',
  });
});

test('a token needs no encoding in a query', () => {
  expect(userSig).toMatch(/^[A-Za-z0-9*_-]+$/);
  expect(encodeURIComponent(userSig)).toBe(userSig);
});

test('the lifetime is a day when none is given', () => {
  expect(decodeUserSig(signUserSig({ sdkAppId, secretKey, identifier })).lifetimeSeconds).toBe(86400);
});

describe('signing refuses', () => {
  const cases: Readonly<Record<string, [options: object, field: string]>> = {
    'an app id of 0': [{ sdkAppId: 0 }, 'sdkAppId'],
    'an app id with a fraction': [{ sdkAppId: 1.5 }, 'sdkAppId'],
    'an empty key': [{ secretKey: '' }, 'secretKey'],
    'a key with the line end of its file': [{ secretKey: `${secretKey}\n` }, 'secretKey'],
    'an empty identifier': [{ identifier: '' }, 'identifier'],
    'an identifier with a line end': [{ identifier: 'a\nb' }, 'identifier'],
    'an identifier that ends with a line end': [{ identifier: 'a\n' }, 'identifier'],
    'an identifier with half a pair': [{ identifier: 'a\ud800' }, 'identifier'],
    'a lifetime of 0': [{ lifetimeSeconds: 0 }, 'lifetimeSeconds'],
    'a lifetime over ten years': [{ lifetimeSeconds: 315360001 }, 'lifetimeSeconds'],
  };
  test.each(Object.entries(cases))('%s', (_, [options, field]) => {
    const sign = () => signUserSig({ ...vector, ...options });
    expect(sign).toThrow(ArgumentError);
    expect(sign).toThrow(expect.objectContaining({ kind: 'argument', field }));
  });
});

describe('verifying', () => {
  const other = '0'.repeat(64);
  const content = readContent(userSig);
  const withStar = tokenWith('*');
  const cases: Readonly<Record<string, [options: object, reason: string | undefined]>> = {
    'accepts the letters of its own': [{ userSig: withStar }, undefined],
    'is right up to the last second': [{ now: at(1700086400) }, undefined],
    'is over in the next second': [{ now: at(1700086401) }, 'expired'],
    'allows a clock that is five minutes behind': [{ now: at(1699999700) }, undefined],
    'refuses what was signed further ahead': [{ now: at(1699999699) }, 'not-yet-valid'],
    'allows no time ahead when told so': [{ now: at(1699999999), toleranceSeconds: 0 }, 'not-yet-valid'],
    'allows as much as it is told': [{ now: at(1699996400), toleranceSeconds: 3600 }, undefined],
    'does not look at a time ahead when told so': [
      { now: at(0), toleranceSeconds: Number.POSITIVE_INFINITY },
      undefined,
    ],
    'says that the key is another one before it looks at the time': [
      { now: at(0), secretKey: other },
      'signature',
    ],
    'refuses another key': [{ secretKey: other }, 'signature'],
    'refuses another app': [{ sdkAppId: 1400000001 }, 'app'],
    'refuses another identifier': [{ identifier: 'someone' }, 'identifier'],
    'refuses an empty token': [{ userSig: '' }, 'malformed'],
    'refuses what is not base64': [{ userSig: 'not a token!' }, 'malformed'],
    'refuses base64 that does not inflate': [{ userSig: 'AAAA' }, 'malformed'],
    'refuses half a token': [{ userSig: userSig.slice(0, 100) }, 'malformed'],
    'refuses a token with a tail': [
      { userSig: tokenText(Buffer.concat([deflateSync(JSON.stringify(content)), Buffer.alloc(3)])) },
      'malformed',
    ],
    'accepts the same token without it': [{ userSig: makeToken(content) }, undefined],
    'refuses a token made long by nothing': [{ userSig: longToken(content) }, 'malformed'],
    'refuses the letters of standard base64': [{ userSig: withStar.replaceAll('*', '+') }, 'malformed'],
    'refuses a token that is escaped for a URL': [{ userSig: withStar.replaceAll('*', '%2A') }, 'malformed'],
    'refuses what is not JSON': [{ userSig: makeToken('{') }, 'malformed'],
    'refuses bytes that are not UTF-8': [
      {
        userSig: tokenText(deflateSync(Buffer.from(JSON.stringify({ ...content, é: 'é' }), 'latin1'))),
      },
      'malformed',
    ],
    'accepts the same text in UTF-8': [{ userSig: makeToken({ ...content, é: 'é' }) }, undefined],
    'refuses an array': [{ userSig: makeToken([]) }, 'malformed'],
    'refuses another version': [{ userSig: makeToken({ ...content, 'TLS.ver': '1.0' }) }, 'malformed'],
    'refuses a user buffer that was not signed': [
      { userSig: makeToken({ ...content, 'TLS.userbuf': 'AA==' }) },
      'signature',
    ],
    'refuses a shorter signature': [{ userSig: makeToken({ ...content, 'TLS.sig': 'yLAe' }) }, 'signature'],
    'refuses a longer life': [{ userSig: makeToken({ ...content, 'TLS.expire': 86401 }) }, 'signature'],
    'refuses a later time': [{ userSig: makeToken({ ...content, 'TLS.time': 1700000001 }) }, 'signature'],
  };
  test.each(Object.entries(cases))('%s', (_, [options, reason]) => {
    const verdict = verifyUserSig({ ...check, ...options });
    expect(verdict.ok ? undefined : verdict.reason).toBe(reason);
  });

  test('the signature of a name with line ends does for no other claims', () => {
    const app = `TLS.sdkappid:${sdkAppId}`;
    const end = `\n${app}\nTLS.time:1700000000\nTLS.expire:60`;
    const name = `administrator\n${app}\nTLS.time:1699999999\nTLS.expire:315360000\nTLS.userbuf:`;
    const signed = createHmac('sha256', secretKey).update(`TLS.identifier:${name}${end}\n`);
    const given = { ...content, 'TLS.expire': 60, 'TLS.sig': signed.digest('base64') };
    const moved = { ...given, 'TLS.time': 1699999999, 'TLS.expire': 315360000, 'TLS.userbuf': end };
    expect(verifyUserSig({ ...check, userSig: makeToken(moved) })).toEqual({
      ok: false,
      reason: 'malformed',
    });
    const userSig = makeToken({ ...given, 'TLS.identifier': name });
    expect(verifyUserSig({ ...check, userSig, identifier: name })).toEqual({
      ok: false,
      reason: 'malformed',
    });
  });

  test('an empty key is refused: every token could be forged', () => {
    expect(() => verifyUserSig({ ...check, secretKey: '' })).toThrow(ArgumentError);
  });

  test.each([-1, Number.NaN])('a tolerance of %s is refused', (toleranceSeconds) => {
    expect(() => verifyUserSig({ ...check, toleranceSeconds })).toThrow(
      expect.objectContaining({ kind: 'argument', field: 'toleranceSeconds' }),
    );
  });

  test('every member that a token must have is looked for', () => {
    for (const name of Object.keys(content)) {
      const { [name]: _, ...rest } = content;
      expect(verifyUserSig({ ...check, userSig: makeToken(rest) }), name).toEqual({
        ok: false,
        reason: 'malformed',
      });
    }
  });
});

describe('a token that inflates without end', () => {
  const bomb = makeToken({ ...readContent(userSig), 'TLS.userbuf': 'A'.repeat(50_000_000) });

  test('is given up at the bound', () => {
    expect(bomb.length).toBeGreaterThan(8192);
    expect(verifyUserSig({ ...check, userSig: bomb })).toEqual({ ok: false, reason: 'malformed' });
  });

  test('is given up at the bound, also when the token itself is short', () => {
    const short = makeToken({ ...readContent(userSig), 'TLS.userbuf': 'A'.repeat(20_000) });
    expect(short.length).toBeLessThan(1000);
    expect(verifyUserSig({ ...check, userSig: short })).toEqual({ ok: false, reason: 'malformed' });
    expect(decodeUserSig(short, { maxInflatedBytes: 30_000 }).userBuf).toHaveLength(20_000);
  });

  test('has a bound of 4096 bytes when nothing is said', () => {
    const content = { ...readContent(userSig), 'TLS.userbuf': '' };
    const inflateTo = (length: number) =>
      makeToken({ ...content, 'TLS.userbuf': 'A'.repeat(length - JSON.stringify(content).length) });
    expect(decodeUserSig(inflateTo(4096)).identifier).toBe(identifier);
    expect(() => decodeUserSig(inflateTo(4097))).toThrow('is not a UserSig');
  });

  test.each([0, -1, 1.5, Number.NaN])('has no bound of %s', (maxInflatedBytes) => {
    expect(() => decodeUserSig(userSig, { maxInflatedBytes })).toThrow(
      expect.objectContaining({ field: 'maxInflatedBytes' }),
    );
  });
});

test('decoding names the argument and does not show the token', () => {
  const cut = userSig.slice(0, 90);
  expect(() => decodeUserSig(cut)).toThrow(expect.objectContaining({ kind: 'argument', field: 'userSig' }));
  expect(() => decodeUserSig(cut)).not.toThrow(cut);
});

describe('for any app, account, key, time and lifetime', () => {
  const claims = fc.record({
    sdkAppId: fc.integer({ min: 1, max: 4294967295 }),
    identifier: fc.oneof(
      fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/),
      fc.stringMatching(/^[ a-z@.\u00c0-\u024f\u5c71]{1,40}$/),
    ),
    secretKey: fc.stringMatching(/^[0-9a-f]{64}$/),
    lifetimeSeconds: fc.integer({ min: 1, max: 315360000 }),
    time: fc.integer({ min: 0, max: 4102444800 }),
  });

  test('what is signed verifies, and says what was signed', () => {
    fc.assert(
      fc.property(claims, ({ time, ...options }) => {
        const token = signUserSig({ ...options, now: at(time) });
        const { lifetimeSeconds, ...expected } = options;
        expect(token).toMatch(/^[A-Za-z0-9*_-]+$/);
        const verdict = verifyUserSig({ ...expected, userSig: token, now: at(time + lifetimeSeconds) });
        expect(verdict).toMatchObject({ ok: true, claims: { time, lifetimeSeconds } });
      }),
    );
  });

  test('a changed field fails', () => {
    const change = fc.constantFrom('TLS.identifier', 'TLS.sdkappid', 'TLS.time', 'TLS.expire', 'TLS.sig');
    fc.assert(
      fc.property(claims, change, ({ time, lifetimeSeconds, ...options }, name) => {
        const content = readContent(signUserSig({ ...options, lifetimeSeconds, now: at(time) }));
        const value = content[name];
        const changed = typeof value === 'number' ? value + 1 : `A${String(value).slice(1)}`;
        fc.pre(changed !== value);
        const token = makeToken({ ...content, [name]: changed });
        expect(verifyUserSig({ ...options, userSig: token, now: at(time) }).ok).toBe(false);
      }),
    );
  });

  // zlib has more than one form for the same content, so a changed character may leave the content as it was.
  test('a changed character fails, or changes nothing that the token says', () => {
    const alphabet = fc.stringMatching(/^[A-Za-z0-9*_-]$/);
    let refused = 0;
    fc.assert(
      fc.property(claims, fc.nat(), alphabet, ({ time, lifetimeSeconds, ...options }, place, character) => {
        const token = signUserSig({ ...options, lifetimeSeconds, now: at(time) });
        const index = place % token.length;
        fc.pre(token[index] !== character);
        const changed = token.slice(0, index) + character + token.slice(index + 1);
        const verdict = verifyUserSig({ ...options, userSig: changed, now: at(time) });
        if (verdict.ok) expect(verdict.claims).toEqual(decodeUserSig(token));
        else refused += 1;
      }),
    );
    expect(refused).toBeGreaterThan(80);
  });

  test('any text at all is judged without an exception', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(verifyUserSig({ ...check, userSig: text })).toEqual({ ok: false, reason: 'malformed' });
      }),
    );
  });
});
