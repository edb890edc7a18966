import { describe, expect, test } from 'vitest';
import { extensionValueCheck, parseExtensions, readExtensions } from './extension-list.ts';

const section = (parts: { heading?: string; place?: string; blocks?: string }) => `# Extensions

## ${parts.heading ?? '`x-sample`'}

${parts.place ?? 'Place: info, operation.'}

${parts.blocks ?? '```yaml\ntype: boolean\n```\n\n```yaml\nx-sample: true\n```\n'}
`;

test('a section gives the key, its places, its type and an example', () => {
  expect(parseExtensions(section({}))).toEqual([
    {
      key: 'x-sample',
      places: ['info', 'operation'],
      typeNames: ['Info', 'Operation'],
      schema: { type: 'boolean' },
      example: { 'x-sample': true },
    },
  ]);
});

describe('a section that is incomplete is refused with what it lacks', () => {
  test.each([
    {
      name: 'no key',
      text: section({ heading: 'Sample' }),
      message: 'give the section "Sample" the name of a key',
    },
    { name: 'no place', text: section({ place: '' }), message: 'say where x-sample stands' },
    {
      name: 'unknown place',
      text: section({ place: 'Place: cellar.' }),
      message: '"cellar" of x-sample is not',
    },
    {
      name: 'no example',
      text: section({ blocks: '```yaml\ntype: boolean\n```' }),
      message: 'give x-sample two yaml blocks',
    },
  ])('$name', ({ text, message }) => {
    expect(() => parseExtensions(text)).toThrow(message);
  });
});

test('each example in extensions.md has the type that the section states, and the key as its only member', () => {
  const extensions = readExtensions();
  const check = extensionValueCheck(extensions);
  expect(extensions).not.toEqual([]);
  for (const { key, example } of extensions) {
    expect(Object.keys(example)).toEqual([key]);
    expect(check(key, example[key])).toBeUndefined();
  }
});

test('a wrong value is reported with its place and with what it is', () => {
  const check = extensionValueCheck(parseExtensions(section({})));
  expect(check('x-sample', 'yes')).toBe('x-sample must be boolean, it is "yes"');
});
