import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SeenSchema } from '../findings/difference.ts';
import { ContractFiles, valueIn } from './contract-files.ts';
import { planFixes } from './plan-fixes.ts';
import { temporaryCheckout } from './testing/checkouts.ts';
import { afterFixes, plan, testTime } from './testing/plan-on-copy.ts';
import { proposeChange, sampleChanges } from './testing/sample-findings.ts';

const schemas = 'components/schemas';

test('changes of the same file all happen, and happen once', () => {
  const changes = Object.values(sampleChanges);
  const first = plan(changes);
  expect(first.why).toEqual([]);
  expect(first.fixes.filter(({ files }) => files.length === 0)).toEqual([]);
  const again = planFixes(
    changes.map((change) => proposeChange(change)),
    () => first.files,
    testTime,
  );
  expect([...again.changed.values()]).toEqual([...first.files.changed.values()]);
  expect(again.fixes.flatMap(({ files }) => files)).toEqual([]);
  expect(again.fixes).toHaveLength(changes.length);
});

test('any name of a field and any word is either written as it is, or left to a person', () => {
  const { contract } = temporaryCheckout();
  const hostile = fc.constantFrom(
    '__proto__',
    'yes',
    '1e3',
    'a"b',
    "it's",
    'a: b',
    '#',
    '-',
    '电话',
    '$ref',
    'x-a',
    '200',
  );
  const names = fc.oneof(hostile, fc.string({ unit: 'grapheme', maxLength: 10 }));
  const types = fc.uniqueArray(fc.constantFrom('object', 'array', 'string', 'integer', 'boolean', 'null'), {
    minLength: 1,
  });
  const { seen } = fc.letrec<{ seen: SeenSchema }>((tie) => ({
    seen: fc.record(
      {
        type: types,
        properties: fc.dictionary(names, tie('seen'), { maxKeys: 3, depthIdentifier: 'seen' }),
        items: tie('seen'),
      },
      { requiredKeys: ['type'] },
    ),
  }));
  const property = fc.property(names, names, seen, (name, word, shape) => {
    const changes = [
      { ...sampleChanges.field, name, seen: shape },
      { ...sampleChanges.wordInList, word },
    ];
    const { changed, fixes } = planFixes(
      changes.map((change) => proposeChange(change)),
      () => new ContractFiles(contract),
      testTime,
    );
    const files = afterFixes(contract, changed);
    for (const { change, files: own } of fixes) {
      if (own.length === 0) continue;
      if (change.kind === 'add-field') {
        expect(valueIn(files.data(`${schemas}/CallRecord.yaml`), ['properties', name, 'x-source'])).toEqual([
          'observed',
        ]);
      } else
        expect(valueIn(files.data(`${schemas}/MediaType.yaml`), ['enum'])).toEqual(['audio', 'video', word]);
    }
    expect(fixes.some(({ change }) => change.kind === 'add-word')).toBe(true);
  });
  fc.assert(property, { numRuns: 100 });
});
