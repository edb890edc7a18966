import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generations } from '../src/index.ts';
import { lint } from './lint-fixture.ts';
import contractPlugin from './plugin.ts';

/** Rules of Redocly that redocly.yaml sets up for us. */
const configured = ['component-name-unique', 'dialect-stated', 'rate-limit-stated'];

const folder = new URL('./', import.meta.url);

test.each(generations)('redocly lint finds nothing in the contract of %s', async (generation) => {
  expect(await lint([generation])).toEqual([]);
});

test.each(Object.keys(contractPlugin().rules.oas3))(
  'the rule %s has its file, its test, a passing and a failing fixture, and is on',
  (rule) => {
    const exists = (file: string) => existsSync(new URL(file, folder));
    expect([`${rule}.ts`, `${rule}.test.ts`].filter((file) => !exists(file))).toEqual([]);
    const fixtures = [`${rule}/passing`, `${rule}/failing`];
    expect(fixtures.filter((file) => !exists(`${file}.yaml`) && !exists(`${file}/openapi.yaml`))).toEqual([]);
    expect(contractPlugin().configs.all.rules).toHaveProperty([`contract/${rule}`], 'error');
  },
);

test('each folder of fixtures belongs to a rule of the plugin or to a rule of Redocly that bundling needs', () => {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const rules = [...Object.keys(contractPlugin().rules.oas3), ...configured];
  expect(folders.map(({ name }) => name).sort()).toEqual(rules.sort());
});
