import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { createLeakSearch, isFullProof, spellings, tokenSpellings } from '@trtc-call/test-servers';
import { expect, test, vi } from 'vitest';
import { signUserSig, verifyUserSig } from '../usersig/index.ts';
import { createGuard } from './call-redact.ts';
import { createRedact } from './create-redact.ts';
import { createCallRedact } from './pattern-redact.ts';

// Each spelling of all of them takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const count = isFullProof ? 2000 : 25;
const now = () => 1_700_000_000_000;

/** The same in every run. */
const account = (at: number) => ({
  sdkAppId: 1_400_000_000 + at,
  identifier: `admin_${createHash('sha256')
    .update(`identifier ${at}`)
    .digest('hex')
    .slice(0, at % 26)}`,
  secretKey: createHash('sha256').update(`key ${at}`).digest('hex'),
  now,
});
const accounts = Array.from({ length: count }, (_, at) => account(at));
const userSigs = accounts.map((options) => signUserSig(options));
const allSpellings = Object.entries({ ...spellings, ...tokenSpellings });

/** What surrounds it: words, a query, JSON, HTML, nothing. */
const surroundings = [
  (text: string) => `cannot read ${text} at all`,
  (text: string) => `/v1/x?sdkappid=1&usersig=${text}&random=5`,
  (text: string) => JSON.stringify({ errorMessage: text, requestId: 'a' }),
  (text: string) => `<a href="/x?sig=${text}">here</a>`,
  (text: string) => text,
];

/** A part of it that is left, if one is. */
function partLeft(shown: string, spelled: string): string | undefined {
  return shown.length < 16 ? undefined : createLeakSearch([spelled])(shown);
}

test('the letters in which alphabets differ are in most of the UserSigs, and they are accepted', () => {
  expect(userSigs.filter((userSig) => userSig.includes('*')).length).toBeGreaterThan(count / 2);
  for (const [at, userSig] of userSigs.entries()) {
    expect(verifyUserSig({ ...account(at), userSig })).toMatchObject({ ok: true });
  }
});

const redacts = userSigs.map((userSig) => createRedact({ secrets: [userSig] }));

test.each(allSpellings)('of known UserSigs nothing is left: %s', (_, write) => {
  for (const [at, userSig] of userSigs.entries()) {
    const spelled = write(userSig);
    const text = surroundings[at % surroundings.length]?.(spelled) ?? '';
    expect(partLeft(redacts[at]?.(text) ?? text, spelled), text).toBe(undefined);
  }
});

test.each(allSpellings)(
  'of known UserSigs nothing is left in words, nor in answers: %s',
  async (_, write) => {
    for (const [at, userSig] of userSigs.slice(0, count / 5).entries()) {
      const spelled = write(userSig);
      const text = surroundings[at % surroundings.length]?.(spelled) ?? '';
      const guard = createGuard([userSig], async () => ({ createCallRedact }));
      expect(partLeft((await guard.redactFor([text])).words(text), spelled), text).toBe(undefined);
      expect(partLeft((await guard.redactFor([text], true)).answer(text), spelled), text).toBe(undefined);
    }
  },
);

// A blank ends a word, and what is only a part of a UserSig can be anything, to who does not know it.
const unclear = ['in standard base64, read as a form', 'its second half', 'its middle'];

test.each(allSpellings.filter(([name]) => !unclear.includes(name)))(
  'of UserSigs that are not known nothing is left: %s',
  (_, write) => {
    const redact = createRedact();
    for (const [at, userSig] of userSigs.entries()) {
      const spelled = write(userSig);
      const text = surroundings[at % surroundings.length]?.(spelled) ?? '';
      expect(partLeft(redact(text), spelled), text).toBe(undefined);
    }
  },
);

test.each(Object.entries(spellings))('of secret keys nothing is left, known or not: %s', (_, write) => {
  for (const [at, { secretKey }] of accounts.entries()) {
    for (const key of [secretKey, secretKey.toUpperCase()]) {
      const spelled = write(key);
      const text = surroundings[at % surroundings.length]?.(spelled) ?? '';
      const secrets = at % 2 === 0 ? [secretKey] : [];
      expect(partLeft(createRedact({ secrets })(text), spelled), text).toBe(undefined);
    }
  }
});

const identifiers = [
  'admin.ops@corp',
  'administrator',
  '王小明',
  'émile+ops',
  'call admin',
  'a*b_c-d',
  'x/y=z',
];

test.each(Object.entries(spellings))('of identifiers nothing is left: %s', (_, write) => {
  for (const identifier of identifiers) {
    const spelled = write(identifier);
    for (const surround of surroundings) {
      const text = surround(spelled);
      const shown = createRedact({ identifiers: [identifier] })(text);
      expect(shown.includes(spelled), `${text}: ${shown}`).toBe(false);
      expect(shown).toContain('[redacted]');
    }
  }
});

test('of all spellings the token itself is the one that is accepted, and it is taken out', () => {
  const [userSig = ''] = userSigs;
  const accepted = allSpellings.filter(
    ([, write]) => verifyUserSig({ ...account(0), userSig: write(userSig) }).ok,
  );
  expect(accepted.length).toBeGreaterThan(0);
  for (const [name, write] of accepted) expect(write(userSig), name).toBe(userSig);
});

test('every text that is accepted as a UserSig is taken out, however its content is compressed', () => {
  const [userSig = ''] = userSigs;
  const bytes = inflateSync(
    Buffer.from(userSig.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '='), 'base64'),
  );
  const redact = createRedact();
  for (let level = 0; level <= 9; level += 1) {
    const base64 = deflateSync(bytes, { level }).toString('base64');
    const token = base64.replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_');
    expect(verifyUserSig({ ...account(0), userSig: token }).ok).toBe(true);
    for (const [name, write] of allSpellings.filter(([spelling]) => !unclear.includes(spelling))) {
      const spelled = write(token);
      expect(partLeft(redact(`sig ${spelled} end`), spelled), `level ${level}, ${name}`).toBe(undefined);
    }
  }
  const shown = createRedact()(`it says ${bytes.toString()}`);
  expect(shown).toMatch(/"TLS.sig":"\[redacted\]"/);
});

test('the bytes of a buffer are taken out of JSON, and other numbers stay', () => {
  const [userSig = ''] = userSigs;
  const answer = {
    body: Buffer.from(`/v1?usersig=${userSig}`),
    codes: [...Buffer.from('nothing secret here')],
  };
  for (const space of [0, 2]) {
    const shown = createRedact({ secrets: [userSig] })(JSON.stringify(answer, null, space));
    expect(JSON.parse(shown)).toEqual({ ...answer, body: { type: 'Buffer', data: '[redacted]' } });
  }
});

test('the bytes of a buffer are taken out however far they are indented', () => {
  const [userSig = ''] = userSigs;
  const nested = { error: { request: { headers: { cookies: { body: Buffer.from(userSig) } } } } };
  const line = `failed with ${JSON.stringify(nested, null, 4)}`;
  const shown = createRedact({ secrets: [userSig] })(line);
  expect(shown).toMatch(/"data": \[\s+\[redacted\]\s+\]/);
});

test.each([
  ['numbers of another kind', 'got 500 ', ' 1024 of them'],
  ['words that could be hexadecimal digits', 'a ', ' be added'],
])('bytes that are written one by one are taken out beside %s', (_, before, after) => {
  const [userSig = ''] = userSigs;
  const redact = createRedact({ secrets: [userSig] });
  for (const separator of [' ', ', ', ':']) {
    const decimal = [...Buffer.from(userSig)].join(separator);
    const hexadecimal = Buffer.from(userSig)
      .toString('hex')
      .replaceAll(/..(?!$)/g, `$&${separator}`);
    for (const bytes of [decimal, hexadecimal])
      expect(redact(`${before}${bytes}${after}`)).not.toContain(bytes.slice(60, 120));
  }
});

test('what only NUL keeps apart stays apart, as in the arguments of a process', () => {
  expect(createRedact()('--authorization\0Bearer abcdefgh12345678\0--verbose')).toBe(
    '--authorization\0Bearer [redacted]\0--verbose',
  );
});
