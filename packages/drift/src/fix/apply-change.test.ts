import { describe, expect, test } from 'vitest';
import type { SeenSchema } from '../contract/schema-node.ts';
import type { SpecChange } from '../findings/difference.ts';
import { ContractFiles, valueIn } from './contract-files.ts';
import { planFixes } from './plan-fixes.ts';
import { contract } from './testing/checkouts.ts';
import { plan, proposeChange, sampleChanges, testTime } from './testing/sample-findings.ts';

describe('a code', () => {
  test('that is new has a row that says what is known, from which its examples are made', () => {
    expect(plan([sampleChanges.newCode]).diff).toEqual({
      'errors.yaml': [
        '+  - code: 70010',
        '+    name: Code70010',
        '+    cause: Seen in answers since 2026-11-20; no page says what it means.',
        '+    remedy: Open a ticket with the vendor and quote the request id.',
        '+    retryable: false',
        '+    possiblyApplied: true',
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
    const largest = plan([{ ...sampleChanges.newCode, code: 999_999 }]).files.text('errors.yaml');
    expect(largest.match(/(?<=- code: )\d+/g)?.at(-1)).toBe('999999');
  });

  test.each([
    ['is 0', { ...sampleChanges.newCode, code: 0 }, '0 cannot be'],
    ['is negative', { ...sampleChanges.newCode, code: -5 }, '-5 cannot be'],
    [
      'an unknown operation answers',
      { ...sampleChanges.newCode, operationId: 'noSuchOperation' },
      'no operation noSuchOperation',
    ],
  ])('that %s is left to a person', (_, change, reason) => {
    expect(plan([change])).toMatchObject({ diff: {}, why: [expect.stringContaining(reason)] });
  });
});

const schemas = 'components/schemas';

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

  test('with fields has their types, and says nothing of what was always null or empty', () => {
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
    expect(valueIn(files.data(`${schemas}/CallbackConfiguration.yaml`), path)).toBe('boolean');
  });

  test('seen at no known time is dated by the check', () => {
    const finding = proposeChange(sampleChanges.field, { sightings: [{ sensor: 'probes', count: 1 }] });
    const { changed } = planFixes([finding], () => new ContractFiles(contract), testTime);
    expect(changed.get(`spec/v1/${schemas}/CallRecord.yaml`)).toContain('since 2026-11-23;');
  });

  test.each([
    ['whose keys may be data', { ...sampleChanges.field, seen: keyed('a user@example.com') }, 'may be data'],
    [
      'that callers would be offered',
      { ...sampleChanges.field, schema: '#/components/schemas/SetCallbackRequest' },
      'callers send',
    ],
    [
      'that is not an object',
      { ...sampleChanges.field, schema: '#/components/schemas/CallType' },
      'lists no fields',
    ],
    ['of an unknown schema', { ...sampleChanges.field, schema: '#/components/schemas/Nobody' }, 'no file'],
    [
      'of a name that is a path',
      { ...sampleChanges.field, schema: '#/components/schemas/..~1..~1x' },
      'does not name a component',
    ],
  ] satisfies [string, SpecChange, string][])('%s is left to a person', (_, change, reason) => {
    const { diff, why } = plan([change]);
    expect(diff).toEqual({});
    expect(why).toEqual([expect.stringMatching(`^Look at it\\. It is not done for you: .*${reason}`)]);
  });
});

function keyed(name: string): SeenSchema {
  return { type: ['object'], properties: { [name]: { type: ['integer'] } } };
}

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  'a field named %s is left to a person, in whatever depth: every object has it already',
  (name) => {
    const reason = `every JavaScript object has a member ${name} already`;
    const inner: SeenSchema = { type: ['object'], properties: { [name]: { type: ['string'] } } };
    const { diff, why } = plan([
      { ...sampleChanges.field, name },
      { ...sampleChanges.field, name: 'outer', seen: { type: ['object'], properties: { inner } } },
      sampleChanges.field,
    ]);
    expect(why).toEqual([expect.stringContaining(reason), expect.stringContaining(reason)]);
    // One that cannot be written keeps nothing else from being written.
    expect(diff[`${schemas}/CallRecord.yaml`]).toContain('+  recordUrl:');
  },
);

describe('a promise is taken back', () => {
  const file = `${schemas}/CallRecord.yaml`;
  const flow =
    'required: [callId, sdkAppId, mediaType, roomId, startCallTs, caller, totalUserNumber, callType, callResult]';
  const observed = ['-    x-source: [60137]', '+    x-source: [60137, observed]'];
  const names = flow.slice('required: ['.length, -1).split(', ');

  test('in a list on one line', () => {
    expect(plan([sampleChanges.optional]).diff).toEqual({
      [file]: [`-${flow}`, `+${flow.replace('callType, ', '')}`, ...observed],
    });
  });

  test('in a list of dashes', () => {
    const lines = ['required:', '  # what is always there', ...names.map((name) => `  - ${name}`)];
    const edits = { [file]: (text: string) => text.replace(flow, lines.join('\n')) };
    expect(plan([sampleChanges.optional], edits).diff).toEqual({
      [file]: ['-  - callType', ...observed],
    });
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
      [`${schemas}/CallbackConfiguration.yaml`]: [
        '-required: [address, actions]',
        ...['', ''].map(() => '+    x-source: [60133, observed]'),
      ],
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

  test('but not of one answer alone, where all answers share it', () => {
    const schema = '#/components/schemas/SetCallbackSuccess';
    expect(plan([{ kind: 'make-optional', schema, name: 'requestId' }])).toMatchObject({
      diff: {},
      why: [expect.stringContaining('takes requestId over from another schema')],
    });
    expect(plan([{ kind: 'make-optional', schema, name: 'data' }]).diff).toMatchObject({
      [`${schemas}/SetCallbackSuccess.yaml`]: expect.arrayContaining(['-required: [data]']),
    });
  });
});
