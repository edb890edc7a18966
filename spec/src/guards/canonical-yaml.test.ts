import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canonicalYaml } from '../format-yaml.ts';

const folder = join(import.meta.dirname, '../..');
const files = globSync('v*/**/*.yaml', { cwd: folder }).sort();

// So that `drift check --fix`, which writes whole files, changes no line but those that it means to.
test('every file of the contract is written in the form that an edit leaves', () => {
  expect(files.length).toBeGreaterThan(70);
  const others = files.filter((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return canonicalYaml(text) !== text;
  });
  expect(others, 'run npm run format').toEqual([]);
});

test('comments and values stay, and a second pass changes nothing', () => {
  const text = '# head\na: { b: 1, c: [ x,y ] } # beside\n# before\nd: >-\n  some\n  words\n';
  const once = canonicalYaml(text);
  expect(once).toBe('# head\na: {b: 1, c: [x, y]} # beside\n# before\nd: >-\n  some words\n');
  expect(canonicalYaml(once)).toBe(once);
});

test('what is not YAML is refused', () => {
  expect(() => canonicalYaml('a: [')).toThrow('not YAML');
});
