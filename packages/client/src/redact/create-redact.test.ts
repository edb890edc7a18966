import { expect, test } from 'vitest';
import { signUserSig } from '../usersig/index.ts';
import { createRedact } from './create-redact.ts';

const secretKey = '0123456789abcdef'.repeat(4);
test.for([
  {
    name: 'an address',
    given: 'http://host/?a=1&usersig=abc&b=2',
    clean: 'http://host/?a=1&usersig=[redacted]&b=2',
  },
  { name: 'capitals', given: '?USERSIG=abc', clean: '?USERSIG=[redacted]' },
  { name: 'a query by itself', given: 'usersig=abc', clean: 'usersig=[redacted]' },
  {
    name: 'a value twice',
    given: '?usersig=abc&usersig=def',
    clean: '?usersig=[redacted]&usersig=[redacted]',
  },
  { name: 'a sentence', given: 'no usersig="abc" here', clean: 'no usersig="[redacted]" here' },
  { name: 'JSON', given: '{"usersig": "abc"}', clean: '{"usersig": "[redacted]"}' },
  {
    name: 'a sentence about it',
    given: 'identifier: 70001; usersig: 70002',
    clean: 'identifier: 70001; usersig: 70002',
  },
  { name: 'nothing secret', given: 'eJust a word', clean: 'eJust a word' },
])('the usersig of a query is taken out: $name', ({ given, clean }) => {
  expect(createRedact({ secrets: [''] })(given)).toBe(clean);
});

test.for([
  { name: 'prose', given: 'eAGer readers\nof the eJournal kept 12 words\non Every line they Had' },
  { name: 'a column of ids', given: Array.from({ length: 40 }, (_, at) => `17000000${at + 10}`).join('\n') },
  { name: 'hexadecimal ids', given: `${'0123456789abcdef\n'.repeat(4)}` },
  { name: 'a table', given: 'eJw1 aB12 cD34\naB12 cD34 eF56\n' },
])('lines that look like a token only when they are put together stay: $name', ({ given }) => {
  expect(createRedact()(given)).toBe(given);
});

test('what follows a UserSig in a sentence stays', () => {
  const userSig = signUserSig({ sdkAppId: 1400000000, identifier: 'administrator', secretKey });
  expect(createRedact()(`the sig ${userSig} was given there quite often`)).toBe(
    'the sig [redacted] was given there quite often',
  );
});

test('a known key is found in lines of any length, and JSON stays JSON', () => {
  const lines = secretKey.replaceAll(/.{7}(?=.)/g, '$&\r\n    ');
  const redact = createRedact({ secrets: [secretKey] });
  expect(redact(`key: >\n    ${lines}\nnext: 1`)).toBe('key: >\n    [redacted]\nnext: 1');
  expect(JSON.parse(redact(JSON.stringify({ lines, next: 1 })))).toEqual({ lines: '[redacted]', next: 1 });
});

test('signs of base64 at either end of a part are of the part', () => {
  const redact = createRedact({ secrets: ['ab*cdefghijklmnopqrstuvwx*yz0123456789'] });
  expect(redact('sign *cdefghijklmnopqrstuvwx* end')).toBe('sign [redacted] end');
});

test('a line break of HTML after a sign of base64 does not end a token', () => {
  const redact = createRedact({ secrets: ['abcdefghijklmnopqrstuvwx*yz012345'] });
  expect(redact('sign abcdefghijklmnopqrstuvwx*<br>\nyz012345 end')).toBe('sign [redacted] end');
});

test.each([' ', '='])(
  'a text of 3 MiB of "%s" is searched to its end, across every cut',
  (filler) => {
    const secret = 'wJ5t_9zQ-mL3x.Kp8v!R2b#';
    const redact = createRedact({ secrets: [secret] });
    const mebibyte = 1024 * 1024;
    const places = [15 * 64 * 1024 - 9, mebibyte - 9, 3 * mebibyte - secret.length];
    let long = '';
    for (const place of places) long = long.padEnd(place, filler) + secret;
    const shown = redact(long);
    expect(shown).not.toContain(secret);
    expect(shown.split('[redacted]')).toHaveLength(places.length + 1);
  },
  20_000,
);
