import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import {
  AcceptedListError,
  applyAccepted,
  parseAcceptedList,
  readAcceptedList,
  renderAcceptedEntry,
} from './accepted.ts';
import { findObeyed } from './testing/hostile-texts.ts';

const folder = mkdtempSync(join(tmpdir(), 'accepted-'));
afterAll(() => rm(folder, { recursive: true }));

const whole = { id: 'D-0123456789', reason: 'known', author: 'Ada', expires: '2026-12-31' };
const yaml = '- id: D-0123456789\n  reason: known\n  author: Ada\n  expires: 2026-12-31\n';
const ofRequirement = { ...whole, id: 'V4-URL-001' };

test.each([
  ['YAML', yaml, [whole]],
  ['JSON', JSON.stringify([whole, ofRequirement]), [whole, ofRequirement]],
  ['YAML behind a byte order mark', `\ufeff${yaml}`, [whole]],
])('findings and requirements are read from %s alike', async (_, text, entries) => {
  await writeFile(join(folder, 'list'), text);
  expect(await readAcceptedList(join(folder, 'list'))).toEqual(entries);
});

test.each([
  ['/dev/zero', 'it is longer than 1048576 bytes'],
  ['utf16.yaml', 'it is UTF-16 or binary: save it as UTF-8'],
  ['none.yaml', 'cannot read the accepted list'],
])('what cannot be read as a list is refused by its name: %s', async (name, fault) => {
  await writeFile(join(folder, 'utf16.yaml'), `\ufeff${yaml}`, 'utf16le');
  const failed = readAcceptedList(name.startsWith('/') ? name : join(folder, name));
  await expect(failed).rejects.toMatchObject({ code: 'unreadable', message: expect.stringContaining(fault) });
});

test.each([
  ['keys', `- ${Array.from({ length: 50_000 }, (_, at) => `k${at}: 1`).join('\n  ')}`],
  ['lists in lists', '['.repeat(200_000)],
  ['lists in lists that end', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['aliases', Array.from({ length: 20_000 }, (_, at) => `- &a${at} x\n- *a${at}\n`).join('')],
  [
    'lists of aliases',
    `- &a [x]\n${[...'bcdefghij'].map((name, at) => `- &${name} [${`*${'abcdefghi'[at]},`.repeat(9)}]`).join('\n')}`,
  ],
  ['faults', '}'.repeat(50_000)],
  ['quotes', '"'.repeat(50_000)],
])('a file that was made to keep readers busy is refused soon: %s', { timeout: 30_000 }, async (_, text) => {
  await expect(parseAcceptedList(text, 'b.yaml')).rejects.toThrow(AcceptedListError);
});

test('a list may have 100 aliases', async () => {
  const write = (at: number) =>
    yaml.replace('0123456789', String(at).padStart(10, '0')).replace('known', at === 0 ? '&a known' : '*a');
  const list = (aliases: number) => Array.from({ length: 1 + aliases }, (_, at) => write(at)).join('');
  await expect(parseAcceptedList(list(100), 'b.yaml')).resolves.toHaveLength(101);
  await expect(parseAcceptedList(list(101), 'b.yaml')).rejects.toThrow('100 aliases');
});

test.each(['', '\n', '# nothing is accepted\n', '[]', '---\n'])('%j is an empty list', async (text) => {
  expect(await parseAcceptedList(text, 'b.yaml')).toEqual([]);
});

const fingerprint = { rule: 'r', subject: 'getRecord', pointer: '/data', before: 'string', after: '' };

test('whatever an entry holds, it is read back as it was', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom('a\nb', '::error::x', '##[error]', '- x', '# y', "'", '"', '\\'),
  );
  const filled = fc.string({ unit: 'binary', minLength: 1 }).filter((one) => one.trim() !== '');
  const print = fc.record({ rule: text, subject: text, pointer: text, before: text, after: text });
  await fc.assert(
    fc.asyncProperty(print, filled, filled, async (own, reason, author) => {
      const entry = { ...whole, reason, author, fingerprint: own };
      const written = renderAcceptedEntry(entry);
      expect(findObeyed(written)).toEqual([]);
      expect(await parseAcceptedList(written, 'b.yaml')).toEqual([entry]);
    }),
  );
});

const entry = (change: object) => JSON.stringify([{ ...whole, ...change }]);
test.each<[title: string, text: string, code: string, says: RegExp | string]>([
  [
    'a text that is not YAML',
    '- id: [',
    'not-yaml',
    /^b\.yaml:1: .* is neither YAML nor JSON \(.+\): repair it$/,
  ],
  ['a key twice in an entry', `${yaml}  reason: other\n`, 'not-yaml', /^b\.yaml:\d: .*unique.*: repair it$/],
  ['an alias that leads nowhere', '- *x\n', 'not-yaml', /^b\.yaml:1: .*: repair it$/],
  [
    'one entry instead of a list',
    JSON.stringify(whole),
    'not-a-list',
    'b.yaml:1: the accepted list is not a list: write each entry under a dash',
  ],
  ['a word', 'nothing', 'not-a-list', /not a list/],
  [
    'an entry that is a word',
    `${yaml}- D-0123456780\n`,
    'bad-entry',
    'b.yaml:5: entry 2 of the accepted list is not an entry: write `id`, `reason`, `author` and `expires` under one dash',
  ],
  [
    'an unknown member',
    entry({ expiry: '2026-12-31' }),
    'bad-entry',
    /entry 1 .* has "expiry": an entry has id, /,
  ],
  ['no id', entry({ id: 7 }), 'bad-entry', /has no `id` such as/],
  ['an id in large letters', entry({ id: 'D-ABCDEF0123' }), 'bad-entry', /`id`/],
  ['an id in small letters', entry({ id: 'v1-url-001' }), 'bad-entry', /`id`/],
  ['no reason', entry({ reason: undefined }), 'bad-entry', /has no `reason`/],
  ['a blank reason', entry({ reason: '  ' }), 'bad-entry', /has no `reason`/],
  ['an empty author', entry({ author: '' }), 'bad-entry', /has no `author`/],
  ['a day that does not exist', entry({ expires: '2026-02-30' }), 'bad-entry', /expires/],
  ['a day with a time', entry({ expires: '2026-02-03T00:00' }), 'bad-entry', /expires/],
  ['a year', entry({ expires: '2026' }), 'bad-entry', /expires/],
  ['a list of days', entry({ expires: ['2026-12-31'] }), 'bad-entry', /expires/],
  ['no end', entry({ expires: null }), 'bad-entry', /has no `expires` such as/],
  [
    'a fingerprint that is not whole',
    entry({ fingerprint: { ...fingerprint, after: undefined } }),
    'bad-entry',
    /without all of rule, subject, pointer, before, after/,
  ],
  [
    'a fingerprint of numbers',
    entry({ fingerprint: { ...fingerprint, after: 7 } }),
    'bad-entry',
    /without all of rule/,
  ],
  ['a fingerprint that is none', entry({ fingerprint: null }), 'bad-entry', /without all of rule/],
  [
    'a fingerprint with one more member',
    entry({ fingerprint: { ...fingerprint, other: '' } }),
    'bad-entry',
    /without all of rule/,
  ],
  ['what the caller refuses', entry({}), 'bad-entry', 'b.yaml:1: entry 1 of the accepted list is refused'],
  [
    'the same twice',
    yaml + yaml,
    'duplicate',
    'b.yaml:5: entry 2 of the accepted list accepts D-0123456789 again: keep one of the two',
  ],
])('%s is refused in one line with the remedy', async (title, text, code, says) => {
  const check = () => (title === 'what the caller refuses' ? 'is refused' : undefined);
  const failure = await parseAcceptedList(text, 'b.yaml', check).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(AcceptedListError);
  const message = typeof says === 'string' ? says : expect.stringMatching(says);
  expect(failure).toMatchObject({ code, message });
  expect(failure).not.toMatchObject({ message: expect.stringContaining('\n') });
});

test('no text makes it fail otherwise', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 60 }), async (text) => {
      const failure = await parseAcceptedList(text, 'b.yaml').catch((error: unknown) => error);
      expect(Array.isArray(failure) || failure instanceof AcceptedListError).toBe(true);
    }),
  );
});

const findings = [{ id: 'D-1' }, { id: 'D-2' }];
const accept = (id: string, expires = '2026-01-31') => ({ id, reason: 'known', author: 'Ada', expires });
const apply = (entries: ReturnType<typeof accept>[], today: string, couldSee = true) =>
  applyAccepted(findings, entries, today, () => couldSee);

test('what is accepted is taken out on its last day too, and counts again from the day after', () => {
  const acceptance = { reason: 'known', author: 'Ada', expires: '2026-01-31' };
  expect(apply([accept('D-1')], '2026-01-31')).toEqual({
    findings: [{ id: 'D-2' }],
    accepted: [{ finding: { id: 'D-1' }, acceptance }],
    expired: [],
    unseen: [],
  });
  expect(apply([accept('D-1')], '2026-02-01')).toEqual({
    findings,
    accepted: [],
    expired: [accept('D-1')],
    unseen: [],
  });
});

test('an entry for what is gone is named once, if it could have been seen, whether its time is over or not', () => {
  const gone = accept('D-9');
  for (const today of ['2026-01-01', '2026-12-31']) {
    expect(apply([gone], today)).toMatchObject({ expired: [], unseen: [gone] });
  }
  expect(apply([gone], '2026-01-01', false)).toMatchObject({ expired: [], unseen: [] });
  expect(apply([gone], '2026-12-31', false)).toMatchObject({ expired: [gone], unseen: [] });
});
