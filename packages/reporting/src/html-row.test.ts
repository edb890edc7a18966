import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indentJson } from './html-row.ts';

test('an indented text means the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(indentJson(JSON.stringify(value)))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('it is laid out as JSON.stringify would', () => {
  const value = { a: [1, { b: 'x, {y}: "z"' }], empty: {}, none: [], nothing: null };
  expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
});

test('numbers too long for JavaScript and repeated members are shown as received', () => {
  expect(indentJson('{"id":12345678901234567890,"id":1e2}')).toBe(
    '{\n  "id": 12345678901234567890,\n  "id": 1e2\n}',
  );
});

for (const text of ['', 'plain', '{"cut":', '"text"', '<html>', '{a:1}']) {
  test(`what is not a JSON structure is left unchanged: ${JSON.stringify(text)}`, () => {
    expect(indentJson(text)).toBe(text);
  });
}

test('nesting without end does not make a text grow without end', () => {
  const deep = '['.repeat(2000) + ']'.repeat(2000);
  expect(indentJson(deep).length).toBeLessThan(deep.length * 45);
});
