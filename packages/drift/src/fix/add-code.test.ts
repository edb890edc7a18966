import { describe, expect, test } from 'vitest';
import { plan } from './testing/plan-on-copy.ts';
import { sampleChanges } from './testing/sample-findings.ts';

describe('a code', () => {
  const reference = (code: number) => [
    `+            error-${code}:`,
    `+              $ref: ../../components/examples/error-${code}.yaml`,
  ];

  test('that is new has a row that says what is known, and an example', () => {
    expect(plan([sampleChanges.newCode]).diff).toEqual({
      'errors.yaml': [
        '+  - code: 70010',
        '+    name: Code70010',
        '+    cause: Seen in answers since 2026-11-20; no page says what it means.',
        '+    remedy: Open a ticket with the vendor and quote the request id.',
        '+    retryable: false',
        '+    operations: [getCallback]',
        '+    mistakes: []',
        '+    source: [observed]',
        '+    decision: []',
      ],
      'components/examples/error-70010.yaml': expect.arrayContaining([
        '+summary: Refused with 70010',
        '+  errorCode: 70010',
        '+  data: {}',
        '+x-source: [observed]',
        '+x-decision: [V1-U-04, V1-U-29]',
      ]),
      'paths/callback/get.yaml': reference(70010),
    });
  });

  test('that two operations answer has one row and one example', () => {
    const { diff } = plan([sampleChanges.newCode, { ...sampleChanges.newCode, operationId: 'setCallback' }]);
    expect(diff['errors.yaml']).toContain('+    operations: [getCallback, setCallback]');
    expect(diff['paths/callback/set.yaml']).toEqual(reference(70010));
  });

  test('of other operations is given to this one too, in its place among the examples', () => {
    const { diff, files } = plan([sampleChanges.knownCode]);
    expect(diff).toEqual({
      'errors.yaml': [
        '-    operations: [getCallback, updateCallback, deleteCallback]',
        '+    operations: [getCallback, updateCallback, deleteCallback, setCallback]',
        '-    source: [60132, 60130]',
        '+    source: [60132, 60130, observed]',
      ],
      'paths/callback/set.yaml': reference(999),
    });
    const examples = files.text('paths/callback/set.yaml').match(/error-\d+(?=:)/g);
    expect(examples?.slice(0, 2)).toEqual(['error-999', 'error-50001']);
  });

  test('stands among the codes by its size', () => {
    const { files } = plan([{ ...sampleChanges.newCode, code: 60000 }]);
    const codes = files.text('errors.yaml').match(/(?<=- code: )\d+/g);
    expect(codes?.slice(0, 5)).toEqual(['0', '999', '50001', '60000', '70001']);
  });

  test.each([
    ['is negative', { ...sampleChanges.newCode, code: -5 }, '-5 cannot be'],
    [
      'an unknown operation answers',
      { ...sampleChanges.newCode, operationId: 'nobody' },
      'no operation nobody',
    ],
  ])('that %s is left to a person', (_, change, reason) => {
    expect(plan([change])).toMatchObject({ diff: {}, why: [expect.stringContaining(reason)] });
  });

  test('leaves nothing behind when a part of it cannot be done', () => {
    const edits = {
      'paths/callback/get.yaml': (text: string) => text.replace(/examples:(?=\n +success)/, 'samples:'),
    };
    expect(plan([sampleChanges.newCode], edits)).toMatchObject({
      diff: {},
      why: [expect.stringContaining('no examples')],
    });
  });
});
