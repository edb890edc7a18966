import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { baselineEntryText } from '../report/render-terminal.ts';
import { syntheticFinding } from '../report/testing/synthetic-report.ts';
import { ruleIds } from '../rules/rules.ts';
import { BaselineError, parseBaseline, readBaseline } from './read-baseline.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baseline-'));
});
afterAll(() => rm(folder, { recursive: true }));

const whole = { id: 'D-0123456789', reason: 'known', author: 'Ada', expires: '2026-12-31' };
const yaml = '- id: D-0123456789\n  reason: known\n  author: Ada\n  expires: 2026-12-31\n';

test('a list is read from YAML and from JSON alike', async () => {
  for (const [name, text] of [
    ['b.yaml', yaml],
    ['b.json', JSON.stringify([whole])],
  ] as const) {
    await writeFile(join(folder, name), text);
    expect(await readBaseline(join(folder, name))).toEqual([whole]);
  }
});

test('a byte order mark is no part of a file', async () => {
  await writeFile(join(folder, 'marked.yaml'), `\ufeff${yaml}`);
  expect(await readBaseline(join(folder, 'marked.yaml'))).toEqual([whole]);
});

test.each([
  ['/dev/zero', 'it is longer than 1048576 bytes'],
  ['utf16.yaml', 'it is UTF-16 or binary: save it as UTF-8'],
])('no more of a file is read than a baseline has, and in its encoding only: %s', async (name, fault) => {
  await writeFile(join(folder, 'utf16.yaml'), `\ufeff${yaml}`, 'utf16le');
  const failed = readBaseline(name.startsWith('/') ? name : join(folder, name));
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
])('a file that was made to keep readers busy is refused soon: %s', { timeout: 30_000 }, (_, text) => {
  expect(() => parseBaseline(text, 'b.yaml')).toThrow(BaselineError);
});

test('a file without any entry is an empty list', () => {
  for (const text of ['', '\n', '# nothing is accepted\n', '[]', '---\n']) {
    expect(parseBaseline(text, 'b.yaml'), JSON.stringify(text)).toEqual([]);
  }
});

test('whatever a finding holds, its entry is read back as it was', () => {
  const text = fc.string({ unit: 'binary', maxLength: 30 });
  const filled = fc.string({ unit: 'binary', minLength: 1 }).filter((one) => one.trim() !== '');
  const fingerprint = fc.record({
    rule: fc.constantFrom(...ruleIds),
    subject: fc.oneof(text, fc.constantFrom('a\nb', '::error::x', '##[error]', '- x', '# y', "'", '"', '\\')),
    pointer: text,
    before: text,
    after: text,
  });
  fc.assert(
    fc.property(fingerprint, filled, filled, (print, reason, author) => {
      const { id } = syntheticFinding({ fingerprint: print });
      const written = baselineEntryText(
        { id, fingerprint: print },
        { reason, author, expires: '2026-02-28' },
      );
      expect(written).not.toMatch(/[^\P{Cc}\n]|^\s*::|##\[/mu);
      expect(parseBaseline(written, 'b.yaml')).toEqual([
        { id, reason, author, expires: '2026-02-28', fingerprint: print },
      ]);
    }),
  );
});

const { id, fingerprint } = syntheticFinding();
const entry = (change: object) => JSON.stringify([{ ...whole, ...change }]);
const faults = [
  {
    title: 'a text that is not YAML',
    text: '- id: [',
    code: 'not-yaml',
    says: /^b\.yaml:1: the baseline is neither YAML nor JSON \(.+\): repair it$/,
  },
  {
    title: 'a key that stands twice in an entry',
    text: `${yaml}  reason: other\n`,
    code: 'not-yaml',
    says: /^b\.yaml:\d: .*unique.*: repair it$/,
  },
  {
    title: 'an alias that leads nowhere',
    text: '- *x\n',
    code: 'not-yaml',
    says: /^b\.yaml:1: .*: repair it$/,
  },
  {
    title: 'one entry instead of a list',
    text: JSON.stringify(whole),
    code: 'not-a-list',
    says: 'b.yaml:1: the baseline is not a list: write each accepted finding under a dash',
  },
  { title: 'a word', text: 'nothing', code: 'not-a-list', says: /not a list/ },
  {
    title: 'an entry that is a word',
    text: `${yaml}- D-0123456780\n`,
    code: 'bad-entry',
    says: 'b.yaml:5: entry 2 of the baseline is not an entry: write `id`, `reason`, `author` and `expires` under one dash',
  },
  {
    title: 'a member that nobody knows',
    text: entry({ expiry: '2026-12-31' }),
    code: 'bad-entry',
    says: 'b.yaml:1: entry 1 of the baseline has "expiry": an entry has id, reason, author, expires, fingerprint only',
  },
  { title: 'no id', text: entry({ id: 7 }), code: 'bad-entry', says: /has no `id` such as/ },
  { title: 'an id in large letters', text: entry({ id: 'D-ABCDEF0123' }), code: 'bad-entry', says: /`id`/ },
  { title: 'no reason', text: entry({ reason: undefined }), code: 'bad-entry', says: /has no `reason`/ },
  { title: 'a blank reason', text: entry({ reason: '  ' }), code: 'bad-entry', says: /has no `reason`/ },
  { title: 'an empty author', text: entry({ author: '' }), code: 'bad-entry', says: /has no `author`/ },
  {
    title: 'a day that does not exist',
    text: entry({ expires: '2026-02-30' }),
    code: 'bad-entry',
    says: /expires/,
  },
  {
    title: 'a day with a time',
    text: entry({ expires: '2026-02-03T00:00' }),
    code: 'bad-entry',
    says: /expires/,
  },
  { title: 'no end', text: entry({ expires: null }), code: 'bad-entry', says: /has no `expires` such as/ },
  {
    title: 'a fingerprint that is not whole',
    text: entry({ fingerprint: { ...fingerprint, after: undefined } }),
    code: 'bad-entry',
    says: /without all of rule, subject, pointer, before, after/,
  },
  {
    title: 'a fingerprint of a rule that nobody knows',
    text: entry({ fingerprint: { ...fingerprint, rule: 'x' } }),
    code: 'bad-entry',
    says: /fingerprint/,
  },
  {
    title: 'the fingerprint of another finding',
    text: entry({ fingerprint }),
    code: 'bad-entry',
    says: `b.yaml:1: entry 1 of the baseline has the fingerprint of ${id}: copy id and fingerprint of the same finding`,
  },
  {
    title: 'the same finding twice',
    text: yaml + yaml,
    code: 'duplicate',
    says: 'b.yaml:5: entry 2 of the baseline accepts D-0123456789 again: keep one of the two',
  },
];

for (const { title, text, code, says } of faults) {
  test(`${title} is refused in one line with the remedy`, () => {
    const failure = failureOf(() => parseBaseline(text, 'b.yaml'));
    expect(failure).toBeInstanceOf(BaselineError);
    expect(failure).toMatchObject({ code });
    const message = failure instanceof Error ? failure.message : '';
    if (typeof says === 'string') expect(message).toBe(says);
    else expect(message).toMatch(says);
    expect(message).not.toContain('\n');
  });
}

test('a file that does not exist is refused by its name', async () => {
  await expect(readBaseline(join(folder, 'none.yaml'))).rejects.toMatchObject({
    code: 'unreadable',
    message: `cannot read the baseline ${join(folder, 'none.yaml')} (ENOENT): name a file that exists and may be read`,
  });
});

test('no text makes it fail otherwise', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      const failure = failureOf(() => parseBaseline(text, 'b.yaml'));
      expect(failure === undefined || failure instanceof BaselineError).toBe(true);
    }),
  );
});

function failureOf(attempt: () => unknown): unknown {
  try {
    attempt();
    return undefined;
  } catch (error) {
    return error;
  }
}
