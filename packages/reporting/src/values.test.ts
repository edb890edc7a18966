import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findUnknownName, nearestName } from './values.ts';

test.each([
  ['secrt', ['secret', 'store'], 'secret'],
  ['Secret', ['secret', 'store'], 'secret'],
  ['sotre', ['secret', 'store'], 'store'],
  ['timeoutMs', ['timeoutMilliseconds'], undefined],
  ['log', ['on', 'allow'], undefined],
  ['onn', ['on', 'allow'], 'on'],
  ['cvs', ['jsonl', 'csv'], 'csv'],
  ['colour', ['secret', 'store'], undefined],
  ['anything', [], undefined],
])('%s is nearest to one of %j: %s', (given, names, nearest) => {
  expect(nearestName(given, names)).toBe(nearest);
});

test('a misspelt option is named with the one that was meant', () => {
  expect(findUnknownName({ store: 1, secrt: 'x' }, ['secret', 'store'])).toEqual({
    name: 'secrt',
    remedy: 'did you mean secret?',
  });
});

test('an option that resembles none is named with all that there are', () => {
  expect(findUnknownName({ colour: 'red' }, ['secret', 'store'])).toEqual({
    name: 'colour',
    remedy: 'known options are secret, store',
  });
});

test('an inherited option counts like an own one', () => {
  expect(findUnknownName(Object.create({ secrt: 'x' }), ['secret'])?.name).toBe('secrt');
});

test('of known names none is refused, whatever the values', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('secret', 'store', 'on'), fc.anything()), (options) => {
      expect(findUnknownName(options, ['secret', 'store', 'on'])).toBeUndefined();
    }),
  );
});
