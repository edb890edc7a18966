import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lint } from './lint-fixture.ts';
import contractPlugin from './plugin.ts';

const folder = new URL('./', import.meta.url);

test('redocly lint finds nothing in the contract', async () => {
  expect(await lint()).toEqual([]);
});

test.each(Object.keys(contractPlugin().rules.oas3))(
  'the rule %s has its file, its test, a passing and a failing fixture, and is on',
  (rule) => {
    const files = [`${rule}.ts`, `${rule}.test.ts`, `${rule}/passing.yaml`, `${rule}/failing.yaml`];
    expect(files.filter((file) => !existsSync(new URL(file, folder)))).toEqual([]);
    expect(contractPlugin().configs.all.rules).toHaveProperty([`contract/${rule}`], 'error');
  },
);

test('each folder of fixtures belongs to a rule of the plugin or to a rule of Redocly that bundling needs', () => {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const rules = [...Object.keys(contractPlugin().rules.oas3), 'component-name-unique'];
  expect(folders.map(({ name }) => name).sort()).toEqual(rules.sort());
});
