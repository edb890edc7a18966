import { describe, expect, test } from 'vitest';
import { plan } from './testing/plan-on-copy.ts';
import { sampleChanges } from './testing/sample-findings.ts';

describe('a code', () => {
  test('that is new has a row that says what is known, from which its examples are made', () => {
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
    });
  });

  test('that two operations answer has one row', () => {
    const { diff } = plan([sampleChanges.newCode, { ...sampleChanges.newCode, operationId: 'setCallback' }]);
    expect(diff['errors.yaml']).toContain('+    operations: [getCallback, setCallback]');
    expect(Object.keys(diff)).toEqual(['errors.yaml']);
  });

  test('of other operations is given to this one too', () => {
    const { diff } = plan([sampleChanges.knownCode]);
    expect(diff).toEqual({
      'errors.yaml': [
        '-    operations: [getCallback, updateCallback, deleteCallback]',
        '+    operations: [getCallback, updateCallback, deleteCallback, setCallback]',
        '-    source: [60132, 60130]',
        '+    source: [60132, 60130, observed]',
      ],
    });
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
});
