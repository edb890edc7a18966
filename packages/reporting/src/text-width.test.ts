import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { measureWidth } from './text-width.ts';

test.each([
  ['', 0],
  ['~ plain text ~', 14],
  ['\u001b[31mred\u001b[39m', 3],
  ['通话', 4],
  ['é', 1],
  ['e\u0301', 1],
  ['👍🏽 ok', 5],
])('%j takes %i columns', (text, columns) => {
  expect(measureWidth(text)).toBe(columns);
});

test('any text takes what string-width says', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => measureWidth(text) === stringWidth(text)));
});

test('an ASCII text does not load string-width', () => {
  const file = join(import.meta.dirname, 'text-width.ts');
  const script = `const { measureWidth } = await import(${JSON.stringify(file)});
const { createRequire } = await import('node:module');
const { cache } = createRequire(import.meta.url);
const isLoaded = () => Object.keys(cache).some((name) => name.includes('string-width'));
measureWidth('plain'); const before = isLoaded(); measureWidth('通话'); console.log(before, isLoaded());`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  expect(printed.trim()).toBe('false true');
});
