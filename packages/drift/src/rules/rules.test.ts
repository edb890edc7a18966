import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, expectTypeOf, test } from 'vitest';
import type { Rule } from './rule.ts';
import { ruleIds, rules } from './rules.ts';

const source = join(import.meta.dirname, '..');

test('each rule is one literal, which stands once in this folder', () => {
  const files = globSync('*.ts', { cwd: import.meta.dirname, exclude: ['*.test.ts'] });
  const text = files.map((file) => readFileSync(join(import.meta.dirname, file), 'utf8')).join('\n');
  const written = [...text.matchAll(/^ {2}id: '(.*)'/gm)].map(([, id]) => id);
  expect(written.toSorted()).toEqual(ruleIds.toSorted());
});

test('nothing else knows a rule by its name', () => {
  const files = globSync('**/*.ts', { cwd: source, exclude: ['**/testing/**', '**/*.test.ts', 'rules/**'] });
  const named = files.flatMap((file) => {
    const text = readFileSync(join(source, file), 'utf8');
    return ruleIds.filter((id) => text.includes(`'${id}'`)).map((id) => `${file} names ${id}`);
  });
  // Clients report, and the evaluator of schemas tells, by words of their own, of which three are the same.
  const ownWords = /^(traffic\/entry-reader|judge\/deviations|judge\/request)\.ts/;
  expect(named.filter((name) => !ownWords.test(name))).toEqual([]);
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
    'propose' | 'reported' | 'seen' | 'sensors' | 'topic' | 'shared' | 'varies' | 'keepsShape'
  >();
});
