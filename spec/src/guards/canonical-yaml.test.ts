import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canonicalYaml } from './canonical-yaml.ts';

const folder = join(import.meta.dirname, '../../v1');
const files = globSync('**/*.yaml', { cwd: folder }).sort();

test('there are files to look at', () => {
  expect(files.length).toBeGreaterThan(70);
});

// So that `drift check --fix`, which writes whole files, changes no line but those that it means to.
test.each(files)('%s is written in the form that an edit leaves: npm run format', (file) => {
  const text = readFileSync(join(folder, file), 'utf8');
  expect(text, 'run npm run format').toBe(canonicalYaml(text));
});

test('comments and values stay, and what was written once is not written otherwise again', () => {
  const text = '# head\na: { b: 1, c: [ x,y ] } # beside\n# before\nd: >-\n  some\n  words\n';
  const once = canonicalYaml(text);
  expect(once).toBe('# head\na: {b: 1, c: [x, y]} # beside\n# before\nd: >-\n  some words\n');
  expect(canonicalYaml(once)).toBe(once);
});

test('what is not YAML is refused', () => {
  expect(() => canonicalYaml('a: [')).toThrow('not YAML');
});
