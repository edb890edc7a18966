import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SeenSchema, SpecChange } from '../findings/finding.ts';
import { ContractFiles } from './contract/contract-files.ts';
import { planFixes } from './plan-fixes.ts';
import { findingOf, sampleChanges } from './testing/sample-finding.ts';
import { temporaryCheckout } from './testing/temporary-checkout.ts';
import { dataAt } from './yaml/change-data.ts';
import { lineDiff } from './yaml/testing/line-diff.ts';

const schemas = 'components/schemas';
const now = Date.UTC(2026, 10, 23);

type Edits = Readonly<Record<string, (text: string) => string>>;

/** Plans changes on a copy of the contract, and says what differs in each file. */
function plan(changes: readonly SpecChange[], edits: Edits = {}) {
  const { contract, read, write } = temporaryCheckout();
  for (const [file, edit] of Object.entries(edits)) {
    const edited = edit(read(`spec/v1/${file}`));
    if (edited === read(`spec/v1/${file}`)) throw new TypeError(`${file} is not as the test expects it`);
    write(`spec/v1/${file}`, edited);
  }
  const before = new ContractFiles(contract);
  const { files, fixes, undecided } = planFixes(
    changes.map((change) => findingOf(change)),
    before,
    now,
  );
  const diffs = [...files.changed].map(([file, text]) => [
    file,
    lineDiff(before.has(file) ? before.text(file) : '', text),
  ]);
  return {
    files,
    fixes,
    diff: Object.fromEntries(diffs),
    why: undecided.map(({ why }) => why),
  };
}

describe('a field', () => {
  test('comes after the others of its schema, and nothing promises it', () => {
    expect(plan([sampleChanges.field]).diff).toEqual({
      [`${schemas}/CallRecord.yaml`]: [
        '+  recordUrl:',
        '+    description: Seen in answers since 2026-11-20; no page describes it.',
        '+    type: [string, "null"]',
        '+    x-source: [observed]',
      ],
    });
  });

  test('with fields of its own has their types, and says nothing of what was always null or empty', () => {
    expect(plan([sampleChanges.nested]).diff[`${schemas}/CallbackConfiguration.yaml`]).toEqual([
      '+  "yes":',
      '+    description: Seen in answers since 2026-11-20; no page describes it.',
      '+    type: object',
      '+    properties:',
      '+      size:',
      '+        description: Seen in answers since 2026-11-20; no page describes it.',
      '+        type: integer',
      '+        x-source: [observed]',
      '+      tags:',
      '+        description: Seen in answers since 2026-11-20; no page describes it.',
      '+        type: array',
      '+        items:',
      '+          type: object',
      '+          additionalProperties: true',
      '+        x-source: [observed]',
      '+      later:',
      '+        description: Seen in answers since 2026-11-20; no page describes it.',
      '+        type: [object, array, string, number, boolean, "null"]',
      '+        additionalProperties: true',
      '+        x-source: [observed]',
      '+    x-source: [observed]',
    ]);
  });

  test('of a field that was fixed before goes into that', () => {
    const inner: SpecChange = {
      kind: 'add-field',
      schema: '#/components/schemas/CallbackConfiguration/properties/yes',
      name: 'more',
      seen: { type: ['boolean'] },
    };
    const { files } = plan([sampleChanges.nested, inner]);
    const path = ['properties', 'yes', 'properties', 'more', 'type'];
    expect(dataAt(files.data(`${schemas}/CallbackConfiguration.yaml`), path)).toBe('boolean');
  });

  test('seen at no known time is dated by the check', () => {
    const { contract } = temporaryCheckout();
    const finding = findingOf(sampleChanges.field, { sightings: [{ sensor: 'probes', count: 1 }] });
    const { files } = planFixes([finding], new ContractFiles(contract), now);
    expect(files.text(`${schemas}/CallRecord.yaml`)).toContain('since 2026-11-23;');
  });

  test.each([
    ['whose keys may be data', { ...sampleChanges.field, seen: keyed('a user@example.com') }, 'may be data'],
    [
      'that callers would be offered',
      { ...sampleChanges.field, schema: '#/components/schemas/SetCallbackRequest' },
      'callers send',
    ],
    ['of no object', { ...sampleChanges.field, schema: '#/components/schemas/CallType' }, 'lists no fields'],
    ['of an unknown schema', { ...sampleChanges.field, schema: '#/components/schemas/Nobody' }, 'no file'],
    [
      'of a name that is a path',
      { ...sampleChanges.field, schema: '#/components/schemas/..~1..~1x' },
      'names no component',
    ],
  ] satisfies [string, SpecChange, string][])('%s is left to a person', (_, change, reason) => {
    const { diff, why } = plan([change]);
    expect(diff).toEqual({});
    expect(why).toEqual([expect.stringMatching(`^Look at it\\. It is not done for you: .*${reason}`)]);
  });
});

describe('a promise is taken back', () => {
  const file = `${schemas}/CallRecord.yaml`;
  const flow =
    'required: [callId, sdkAppId, mediaType, roomId, startCallTs, caller, totalUserNumber, callType, callResult]';
  const names = flow.slice('required: ['.length, -1).split(', ');

  test('in a list on one line', () => {
    expect(plan([sampleChanges.optional]).diff).toEqual({
      [file]: [`-${flow}`, `+${flow.replace('callType, ', '')}`],
    });
  });

  test('in brackets over lines', () => {
    const lines = ['required:', '  [', ...names.map((name) => `    ${name}, # ${name}, promised`), '  ]'];
    const edits = { [file]: (text: string) => text.replace(flow, lines.join('\n')) };
    expect(plan([sampleChanges.optional], edits).diff).toEqual({
      [file]: ['-    callType, # callType, promised'],
    });
  });

  test('in a list of dashes', () => {
    const lines = ['required: # what is always there', ...names.map((name) => `  - ${name}`)];
    const edits = { [file]: (text: string) => text.replace(flow, lines.join('\n')) };
    expect(plan([sampleChanges.optional], edits).diff).toEqual({ [file]: ['-  - callType'] });
  });

  test('and the last of them takes the list along', () => {
    const changes = ['address', 'actions'].map(
      (name): SpecChange => ({
        kind: 'make-optional',
        schema: '#/components/schemas/CallbackConfiguration',
        name,
      }),
    );
    expect(plan(changes).diff).toEqual({
      [`${schemas}/CallbackConfiguration.yaml`]: ['-required: [address, actions]'],
    });
  });

  test('but not where callers have to send it', () => {
    const change = {
      ...sampleChanges.optional,
      schema: '#/components/schemas/SetCallbackRequest',
      name: 'address',
    };
    expect(plan([change])).toMatchObject({
      diff: {},
      why: [expect.stringContaining('callers have to send')],
    });
  });
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

  test('is left to a person where there is no list any more', () => {
    const change = { ...sampleChanges.wordInList, words: '#/components/schemas/MediaType/const' };
    expect(plan([change]).why).toEqual([expect.stringContaining('no list of words')]);
  });
});

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

test('changes of the same file all happen, and happen once', () => {
  const changes = Object.values(sampleChanges);
  const first = plan(changes);
  expect(first.why).toEqual([]);
  expect(first.fixes.filter(({ files }) => files.length === 0)).toEqual([]);
  const again = planFixes(
    changes.map((change) => findingOf(change)),
    first.files,
    now,
  );
  expect([...again.files.changed]).toEqual([...first.files.changed]);
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
    const { files, fixes } = planFixes(
      changes.map((change) => findingOf(change)),
      new ContractFiles(contract),
      now,
    );
    for (const { change, files: own } of fixes) {
      if (own.length === 0) continue;
      if (change.kind === 'add-field') {
        expect(dataAt(files.data(`${schemas}/CallRecord.yaml`), ['properties', name, 'x-source'])).toEqual([
          'observed',
        ]);
      } else
        expect(dataAt(files.data(`${schemas}/MediaType.yaml`), ['enum'])).toEqual(['audio', 'video', word]);
    }
    expect(fixes.some(({ change }) => change.kind === 'add-word')).toBe(true);
  });
  fc.assert(property, { numRuns: 100 });
});

function keyed(name: string): SeenSchema {
  return { type: ['object'], properties: { [name]: { type: ['integer'] } } };
}
