import { describe, expect, test } from 'vitest';
import { plan, sampleChanges } from './testing/sample-findings.ts';

const schemas = 'components/schemas';

describe('what a page states', () => {
  const page = 60137;
  test('has the page as its source, where that is not the one of its schema', () => {
    const field = { ...sampleChanges.field, seen: { type: ['string'] }, page };
    expect(plan([field]).diff).toEqual({
      [`${schemas}/CallRecord.yaml`]: [
        '+  recordUrl:',
        '+    description: Listed on page 60137 since 2026-11-20.',
        '+    type: string',
        '+    examples: [example]',
        '+    x-source: [60137]',
      ],
    });
    const ofSchema = {
      ...field,
      schema: '#/components/schemas/SetCallbackRequest',
      page: 60134,
      isSent: true,
    };
    expect(plan([ofSchema]).diff).toEqual({
      [`${schemas}/SetCallbackRequest.yaml`]: [
        '+  recordUrl:',
        '+    description: Listed on page 60134 since 2026-11-20.',
        '+    type: string',
        '+    examples: [example]',
      ],
    });
    const ofOther = plan([{ ...ofSchema, page: 60135 }]).diff[`${schemas}/SetCallbackRequest.yaml`];
    expect(ofOther).toContain('+    x-source: [60135]');
  });

  test('is written where callers send it only if that is the table of the page', () => {
    const field = { ...sampleChanges.field, schema: '#/components/schemas/SetCallbackRequest', page: 60134 };
    expect(plan([field])).toMatchObject({ diff: {}, why: [expect.stringContaining('was never sent')] });
  });

  test('is a code of an operation, or of all of them', () => {
    expect(plan([{ ...sampleChanges.newCode, operationId: 'all', page: 60138 }]).diff['errors.yaml']).toEqual(
      expect.arrayContaining([
        '+    cause: Listed on page 60138 since 2026-11-20.',
        '+    operations: [all]',
        '+    source: [60138]',
      ]),
    );
    // The code is one of some operations: that it is one of all is for a person to decide.
    const known = { ...sampleChanges.knownCode, operationId: 'all', page: 60138 };
    expect(plan([known])).toMatchObject({ diff: {}, why: [expect.stringContaining('lists it for all')] });
  });

  test('is one more page for a code that an operation has', () => {
    const known = { ...sampleChanges.knownCode, operationId: 'getCallback', page: 60134 };
    expect(plan([known]).diff).toEqual({
      'errors.yaml': ['-    source: [60132, 60130]', '+    source: [60132, 60130, 60134]'],
    });
  });

  test('is a word of a list that callers use only where the page is about what they send', () => {
    const { wordBeside } = sampleChanges;
    const list = 'components/schemas/CallResult.yaml';
    expect(Object.keys(plan([{ ...wordBeside, page: 60137 }]).diff)).not.toContain(list);
    expect(Object.keys(plan([{ ...wordBeside, page: 60137, isSent: true }]).diff)).toEqual([list]);
    const site = '#/components/schemas/GetRecordsByFilterRequest/properties/callResult';
    expect(plan([{ ...wordBeside, site }])).toMatchObject({
      diff: {},
      why: [expect.stringContaining('says what callers send, too')],
    });
  });

  test('is a word, with the page among the sources of the list', () => {
    const { diff } = plan([{ ...sampleChanges.wordInList, page: 60137 }]);
    const lines = Object.values(diff).flat().join('\n');
    expect(lines).toContain(sampleChanges.wordInList.word);
    expect(lines).not.toContain('observed');
  });

  test('is a server, whose region has a name of its own later', () => {
    const host = 'callkit-eu.trtc.tencent-cloud.com';
    expect(plan([{ kind: 'add-host', host, page: 60138 }]).diff).toEqual({
      'openapi.yaml': [
        `+  - url: "https://${host}"`,
        '+    description: Listed on page 60138 since 2026-11-20.',
        '+    x-region: callkit-eu',
        '+    x-source: [60138]',
      ],
    });
    const known = { kind: 'add-host', host: 'callkit.trtc.tencent-cloud.com', page: 60138 } as const;
    expect(plan([known]).diff).toEqual({});
  });
});
