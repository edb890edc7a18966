import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, expectTypeOf, test } from 'vitest';
import { documentRules } from './document-rules.ts';
import type { Rule } from './rule.ts';
import { ruleIds, rules } from './rules.ts';

const parts = ['rule.ts', 'rules.ts', 'document-rules.ts'];
const source = join(import.meta.dirname, '..');

test('a rule about exchanges stands in a file of its name, and every file of this folder is a rule of the list', () => {
  const files = globSync('*.ts', { cwd: import.meta.dirname })
    .filter((file) => !parts.includes(file) && !file.endsWith('.test.ts'))
    .map((file) => basename(file, '.ts'));
  expect([...files, ...documentRules.map(({ id }) => id)].sort()).toEqual(ruleIds.toSorted());
});

test('nothing else knows a rule by its name', () => {
  const files = globSync('**/*.ts', { cwd: source, exclude: ['**/testing/**', '**/*.test.ts', 'rules/**'] });
  const named = files.flatMap((file) => {
    const text = readFileSync(join(source, file), 'utf8');
    return ruleIds.filter((id) => text.includes(`'${id}'`)).map((id) => `${file} names ${id}`);
  });
  // Clients report, and the evaluator of schemas tells, by words of their own, of which three are the same.
  const ownWords = /^(traffic\/exchange|judge\/deviations|judge\/request)\.ts/;
  expect(named.filter((one) => !ownWords.test(one))).toEqual([]);
});

test('two rules never look for the same', () => {
  const looks = rules.flatMap(({ detect }) => {
    if ('value' in detect) return [`value ${detect.value}`];
    if ('page' in detect) return [`page ${detect.page}`];
    return 'facts' in detect ? detect.facts.map((kind) => `fact ${kind}`) : [];
  });
  expect(looks).toEqual([...new Set(looks)]);
});

test('a rule that lacks a member does not compile', () => {
  type Needless = { [Key in keyof Rule]-?: Omit<Rule, Key> extends Rule ? Key : never }[keyof Rule];
  expectTypeOf<Needless>().toEqualTypeOf<
    'reported' | 'seen' | 'topic' | 'shared' | 'varies' | 'keepsShape'
  >();
});
