import { isFullProof } from '@trtc-call/test-servers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SeenSchema } from '../contract/schema-node.ts';
import type { SpecChange } from '../findings/difference.ts';
import type { Finding } from '../findings/finding.ts';
import { ContractFiles, valueIn } from './contract-files.ts';
import { createChangesets, type PlannedFix, planFixes } from './plan-fixes.ts';
import { contract } from './testing/checkouts.ts';
import { afterFixes, plan, proposeChange, sampleChanges, testTime } from './testing/sample-findings.ts';

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

test('a change that is not safe is left to a person', () => {
  const proposal = { text: 'Ask the vendor.', safe: false, change: sampleChanges.field };
  const unsafe = proposeChange(sampleChanges.field, { proposal });
  const planned = planFixes([unsafe], () => new ContractFiles(contract), testTime);
  expect(planned).toMatchObject({ fixes: [], undecided: [{ id: unsafe.id, why: 'Ask the vendor.' }] });
  expect(planned.changed.size).toBe(0);
});

test.each([
  ['2026-11-18T08:00:00.000Z', '2026-11-20T08:00:00.000Z'],
  ['2026-11-20T08:00:00.000Z', '2026-11-18T08:00:00.000Z'],
])('what was seen at %s and at %s is dated by the first of them', (...times) => {
  const sightings = times.map((first) => ({ sensor: 'probes', count: 1, first }) as const);
  const seen = proposeChange(sampleChanges.newCode, { sightings });
  const { changed } = planFixes([seen], () => new ContractFiles(contract), testTime);
  expect(changed.get('spec/v1/errors.yaml')).toContain('Seen in answers since 2026-11-18;');
});

test('any name of a field and any word is either written as it is, or left to a person', () => {
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
    const files = afterFixes(changed);
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
  fc.assert(property, { numRuns: isFullProof ? 100 : 30 });
});

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

  test('is left to a person where the list has been removed', () => {
    const change = { ...sampleChanges.wordInList, words: '#/components/schemas/MediaType/const' };
    expect(plan([change]).why).toEqual([expect.stringContaining('no list of words')]);
  });
});

describe('a changeset', () => {
  const findings = [proposeChange(sampleChanges.field), proposeChange(sampleChanges.newCode)];
  const name = (some: readonly Finding[]) => write(some).map(({ path }) => path);
  const write = (some: readonly Finding[]) =>
    createChangesets(
      some.map((finding) => ({
        finding,
        generation: finding.generation ?? 'v1',
        change: sampleChanges.field,
        files: [],
      })),
      { bump: 'minor', bumps: new Map(), contractVersion: undefined },
    );

  test('has the same name for the same fixes, and another for others', () => {
    expect(name(findings)).toEqual([expect.stringMatching(/^\.changeset\/drift-v1-[0-9a-f]{8}\.md$/)]);
    expect(name(findings.toReversed())).toEqual(name(findings));
    expect(name(findings.slice(1))).not.toEqual(name(findings));
  });

  test('says what rests on pages apart from what was only seen', () => {
    const [field] = findings;
    if (!field) throw new TypeError('There is no finding.');
    const fix = (change: PlannedFix['change']): PlannedFix => ({
      finding: field,
      generation: 'v1',
      change,
      files: [],
    });
    const fixes = [
      fix(sampleChanges.field),
      fix({ ...sampleChanges.newCode, operationId: 'all', page: 60138 }),
      fix({ kind: 'add-host', host: 'eu.example', page: 60138 }),
    ];
    const [changeset] = createChangesets(fixes, {
      bump: 'minor',
      bumps: new Map(),
      contractVersion: undefined,
    });
    expect(changeset?.text.split('---\n\n')[1]).toBe(
      'The contract of v1 follows what the service answers: `CallRecord` has the field `recordUrl`. ' +
        "No page of the vendor says so. The contract of v1 follows the vendor's pages: every operation may refuse with " +
        'code 70010; there is the server `eu.example`.\n',
    );
  });

  test('is of one generation, and names it', () => {
    const [field, code] = findings;
    if (!field || !code) throw new TypeError('There are no findings.');
    expect(write([field, { ...code, generation: 'v4' }])).toEqual([
      { path: expect.stringContaining('drift-v1-'), text: expect.stringContaining('The contract of v1 ') },
      { path: expect.stringContaining('drift-v4-'), text: expect.stringContaining('The contract of v4 ') },
    ]);
  });
});
