import { isFullProof, spellings, tokenSpellings } from '@trtc-call/test-servers';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { sampleRecord, success } from '../testing/answering-fetch.ts';
import { signUserSig } from '../usersig/index.ts';
import { createGuard } from './call-redact.ts';
import { createRedact } from './create-redact.ts';
import { resolveEscapes } from './decode-text.ts';
import { createCallRedact, createWordRedact } from './pattern-redact.ts';

// Much to compute, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const numRuns = isFullProof ? 1000 : 100;
const secretKey = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e';
const identifier = 'administrator';
const userSig = signUserSig({ sdkAppId: 1400000000, identifier, secretKey, now: () => 1.7e12 });

const writers = Object.values({ ...spellings, ...tokenSpellings });
const spelled = fc
  .tuple(fc.constantFrom(userSig, secretKey, identifier, 'short'), fc.constantFrom(...writers))
  .map(([secret, write]) => write(secret));
// Pieces that the patterns and the escapes are made of, so that they meet in every order.
const pieces = fc.constantFrom(
  ...['usersig=', '"usersig":"', 'password', '[redacted]', '[redac', 'Bearer ', '?a=', '&identifier=', 'eJw'],
  ...[
    '%',
    '%25',
    '%2',
    '\\',
    '\\u00',
    '&#',
    '&amp;',
    '=',
    '"',
    "'",
    ':',
    ' ',
    '\r\n',
    '{',
    '}',
    ',',
    '*',
    '12',
  ],
);
const text = fc
  .array(fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), pieces, spelled), { maxLength: 12 })
  .map((parts) => parts.join(''));
const anySecret = fc.oneof(
  fc.string({ maxLength: 40 }),
  text.map((whole) => whole.slice(0, 60)),
);

describe('whatever stands in a text', () => {
  test('redacting it twice changes nothing more', () => {
    const known = createRedact({
      secrets: [userSig, secretKey],
      identifiers: [identifier],
      redactIdentifier: true,
    });
    const words = createWordRedact([userSig, secretKey]);
    fc.assert(
      fc.property(text, (given) => {
        for (const redact of [known, words]) expect(redact(redact(given))).toBe(redact(given));
      }),
      { numRuns },
    );
  });

  test('JSON stays JSON, whatever the secret is', () => {
    const value = fc.jsonValue();
    fc.assert(
      fc.property(value, text, anySecret, fc.constantFrom(0, 1), (plain, given, secret, space) => {
        const json = JSON.stringify({ plain, given, usersig: given, [given]: [12, secret] }, null, space);
        const redact = createRedact({
          secrets: [secret, userSig],
          identifiers: [secret, identifier],
          redactIdentifier: true,
        });
        expect(() => JSON.parse(redact(json))).not.toThrow();
      }),
      { numRuns },
    );
  });

  test('a known secret is not in what is shown, whatever it is', () => {
    fc.assert(
      fc.property(anySecret, text, text, (secret, before, after) => {
        // What is short has to stand by itself, and a part of the mark cannot be told from the mark. Blanks around a
        // secret may stay.
        fc.pre(
          secret.length >= 8 &&
            resolveEscapes(secret).text.trim() !== '' &&
            !'[redacted]'.includes(secret.trim()) &&
            !secret.includes('[redacted]'),
        );
        expect(createRedact({ secrets: [secret] })(`${before}${secret}${after}`)).not.toContain(secret);
      }),
      { numRuns },
    );
  });
});

describe('the guard of a call', () => {
  const secrets = [userSig, secretKey];
  const whole = createCallRedact(secrets);
  const openGuard = () => {
    const load = vi.fn(async () => ({ createCallRedact: () => whole }));
    return { guard: createGuard(secrets, load), load };
  };
  const plain = fc.constantFrom(...['alice', 'normal_end', '1688705638', ' ', '. ', '","', '\n', '> ', '-']);
  const part = fc
    .tuple(fc.constantFrom(...secrets), fc.nat(60), fc.integer({ min: 12, max: 24 }))
    .map(([secret, from, length]) => secret.slice(from, from + length));
  const odd = fc.array(fc.oneof(plain, plain, part, pieces, spelled), { maxLength: 12 });

  test('leaves nothing that redaction would take out', async () => {
    await fc.assert(
      fc.asyncProperty(odd, async (parts) => {
        const given = parts.join('');
        const { guard } = openGuard();
        expect((await guard.redactFor([given])).words(given)).toBe(whole.words(given));
        expect((await guard.redactFor([given])).answer(given)).toBe(whole.answer(given));
        expect((await guard.redactFor([given], true)).answer(given)).toBe(whole.answer(given));
      }),
      { numRuns: 10 * numRuns },
    );
  });

  test.each([
    ['an answer', JSON.stringify(success(sampleRecord)), false],
    ['a page of an answer', JSON.stringify(success([sampleRecord, sampleRecord]), null, 1), false],
    ['an error of a connection', 'connect ECONNREFUSED 127.0.0.1:443', false],
    ['a header', 'max-age=31536000; includeSubDomains', true],
  ])('loads nothing for %s', async (_, given, asItCame) => {
    const { guard, load } = openGuard();
    expect((await guard.redactFor([given], asItCame)).words(given)).toBe(
      given.length > 300 ? `${given.slice(0, 300)}...` : given,
    );
    expect(load).not.toHaveBeenCalled();
  });

  test('reads an answer of any length', async () => {
    const { guard } = openGuard();
    const given = `{}${' '.repeat(8_000_000)}`;
    expect((await guard.redactFor([given], true)).answer(given)).toBe(given);
  });

  test('shows nothing where redaction cannot be loaded', async () => {
    const guard = createGuard(secrets, () => Promise.reject(new TypeError('Failed to fetch')));
    const { answer, words, exchange } = await guard.redactFor(['usersig=a']);
    for (const redact of [answer, words, exchange]) expect(redact('usersig=a')).toBe('[redacted]');
  });
});

test('a part that is left at the end of a cut text is taken out', () => {
  const redact = createRedact({ secrets: [userSig, secretKey] });
  for (const secret of [userSig, secretKey]) {
    for (let length = 20; length <= secret.length; length += 1) {
      expect(redact(`sign ${secret.slice(0, length)}`)).toBe('sign [redacted]');
      expect(redact(`${secret.slice(-length)} sign`)).toBe('[redacted] sign');
    }
  }
  const words = createWordRedact([userSig]);
  for (let before = 100; before < 320; before += 1) {
    expect(words(`${'ab '.repeat(before / 3)}${userSig} end`)).not.toContain(userSig.slice(0, 20));
  }
});

describe('an identifier', () => {
  const cases = [
    {
      identifier: 'a',
      given: 'a banana, "a", identifier=a&b',
      shown: 'a banana, "[redacted]", identifier=[redacted]&b',
    },
    { identifier: 'ops', given: 'no ops said', shown: 'no ops said' },
    {
      identifier: 'alice',
      given: '"alice" user_alice alice2 malice',
      shown: '"[redacted]" user_[redacted] alice2 malice',
    },
    {
      identifier: '12345',
      given: '{"a":12345,"b": 12345,"c":"12345"}',
      shown: '{"a":12345,"b": 12345,"c":"[redacted]"}',
    },
    { identifier: '王小明', given: '用户王小明不存在', shown: '用户[redacted]不存在' },
    { identifier: 'Admin.Ops@corp', given: 'admin.ops%40corp', shown: '[redacted]' },
    { identifier: '', given: 'nothing', shown: 'nothing' },
  ];
  test.each(cases)('$identifier is found where it is a word of its own', ({ identifier, given, shown }) => {
    expect(createRedact({ identifiers: [identifier] })(given)).toBe(shown);
  });
});

describe('a text made to be slow', () => {
  const size = isFullProof ? 1 << 20 : 1 << 17;
  const fill = (part: string) => part.repeat(Math.ceil(size / part.length)).slice(0, size);
  const base64 = (part: string) => Buffer.from(part).toString('base64').slice(0, size);
  const hostile: Readonly<Record<string, string>> = {
    'percent signs without end': `%${fill('25')}`,
    'nested percent signs': fill(`${'%25'.repeat(50)}2A`),
    backslashes: fill('\\'),
    'ampersands within ampersands': `&${fill('amp;')}`,
    'a number without end': `&#${fill('0')}`,
    'code points without end': fill('\\u{0'),
    'names of credentials': fill('usersig='),
    'names of credentials, quoted': fill('usersig="'),
    'a name and blanks': `usersig${fill(' ')}`,
    questions: fill('?a='),
    'beginnings of UserSigs': fill('eJw'),
    'parts of the UserSig': fill(`${userSig.slice(0, 19)} `),
    'almost the UserSig': fill(`${userSig.slice(0, -1)}!`),
    'a piece of the UserSig': fill(userSig.slice(16, 32)),
    'letters of base64': fill('YWFh'),
    'base64 of base64 of base64': base64(base64(base64(base64(fill('a b'))))),
    'hexadecimal digits': fill('a1'),
    'bytes one by one': fill('65 4a 78 '),
    'bytes of bytes of bytes': fill(Buffer.from(Buffer.from(Buffer.from(userSig).join()).join()).join()),
    'a few bytes again and again': fill(`${'65:4a:'.repeat(5)};`),
    'a few bytes far apart': fill(`${`1${' '.repeat(80)}`.repeat(11)};`),
    'lines of base64': fill(`${'A'.repeat(76)}\n`),
    marks: fill('[redacted]'),
  };
  // What takes time by the square of the length would take hours.
  test.each(Object.entries(hostile))('%s', { timeout: isFullProof ? 60_000 : 15_000 }, (_, given) => {
    const redact = createRedact({ secrets: [userSig, secretKey], identifiers: ['al', 'administrator'] });
    expect(redact(given).length).toBeLessThanOrEqual(2 * given.length);
    createWordRedact([userSig])(given);
  });
});
