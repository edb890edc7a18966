import { describe, expect, test } from 'vitest';
import type { SpecChange } from '../findings/difference.ts';
import { plan } from './testing/plan-on-copy.ts';
import { sampleChanges } from './testing/sample-findings.ts';

const schemas = 'components/schemas';

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
