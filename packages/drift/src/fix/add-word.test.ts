import { describe, expect, test } from 'vitest';
import type { SpecChange } from '../findings/difference.ts';
import { plan } from './testing/plan-on-copy.ts';
import { sampleChanges } from './testing/sample-findings.ts';

const schemas = 'components/schemas';

describe('a word', () => {
  const besideCallResult = [
    '+        enum: [offline]',
    '+        x-source: [observed]',
    '+      - type: string',
  ];

  test('goes into a list that only answers use, which then rests on more than pages', () => {
    expect(plan([sampleChanges.wordInList]).diff).toEqual({
      [`${schemas}/MediaType.yaml`]: [
        '-enum: [audio, video]',
        '-x-source: [60137]',
        '+enum: [audio, video, hologram]',
        '+x-source: [60137, observed]',
      ],
    });
  });

  test('stands beside a list that callers choose from', () => {
    expect(plan([sampleChanges.wordBeside]).diff).toEqual({
      [`${schemas}/CallRecord.yaml`]: besideCallResult,
    });
  });

  test('that is the second beside a list joins the first', () => {
    const { diff } = plan([sampleChanges.wordBeside, { ...sampleChanges.wordBeside, word: 'no' }]);
    expect(diff[`${schemas}/CallRecord.yaml`]).toEqual(
      besideCallResult.map((line) => line.replace('[offline]', '[offline, "no"]')),
    );
  });

  test('of the items of a list stands beside their list', () => {
    const change: SpecChange = {
      kind: 'add-word',
      site: '#/components/schemas/CallbackConfiguration/properties/actions/items',
      words: '#/components/schemas/CallEventCommand/enum',
      word: 'caller_moved',
    };
    expect(plan([change]).diff).toEqual({
      [`${schemas}/CallbackConfiguration.yaml`]: [
        '+          enum: [caller_moved]',
        '+          x-source: [observed]',
        '+        - type: string',
      ],
    });
  });

  test('goes to the end of a list of dashes', () => {
    const change = { ...sampleChanges.wordInList, words: '#/components/schemas/CallEvent/enum' };
    expect(plan([change]).diff[`${schemas}/CallEvent.yaml`]).toContain('+  - hologram');
  });

  test.each([
    [
      'the list of callers is closed',
      `${schemas}/CallRecord.yaml`,
      /anyOf:\n {6}- \$ref: CallResult.yaml\n {6}- type: string/,
      '$ref: CallResult.yaml',
      'closed list',
    ],
    [
      'no other word is let through',
      `${schemas}/CallRecord.yaml`,
      /(- \$ref: CallResult.yaml)\n {6}- type: string/,
      '$1',
      'no other words',
    ],
  ])('is left to a person where %s', (_, file, from, to, reason) => {
    const edits = { [file]: (text: string) => text.replace(from, to) };
    expect(plan([sampleChanges.wordBeside], edits)).toMatchObject({
      diff: {},
      why: [expect.stringContaining(reason)],
    });
  });

  test('is left to a person where there is no list any more', () => {
    const change = { ...sampleChanges.wordInList, words: '#/components/schemas/MediaType/const' };
    expect(plan([change]).why).toEqual([expect.stringContaining('no list of words')]);
  });
});
