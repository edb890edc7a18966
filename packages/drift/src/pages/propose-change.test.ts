import { describe, expect, test } from 'vitest';
import { check } from '../testing/pages/check-pages.ts';
import { createRow, type PageModel } from '../testing/pages/page-model.ts';
import { addRow, atRow } from '../testing/pages/page-mutant.ts';

/** What is proposed of a page in which something was changed. */
async function propose(id: number, change: (page: PageModel) => void) {
  const { findings } = await check({ id, change });
  return findings.map(({ proposal }) => ({ safe: proposal?.safe, change: proposal?.change }));
}

const schemas = '#/components/schemas';

describe('what is new on a page is added, with the page as its source', () => {
  test.each<[string, number, (page: PageModel) => void, object]>([
    [
      'a field of an answer',
      60137,
      addRow('answer', createRow('region')),
      {
        kind: 'add-field',
        schema: `${schemas}/CallRecord`,
        name: 'region',
        seen: { type: ['string'] },
        page: 60137,
      },
    ],
    [
      'a field that callers may send',
      60137,
      addRow('request', createRow('locale', false)),
      {
        kind: 'add-field',
        schema: `${schemas}/GetRecordByCallIdRequest`,
        name: 'locale',
        seen: { type: ['string'] },
        page: 60137,
        isSent: true,
      },
    ],
    [
      'a word',
      60137,
      atRow('answer', 'callResult', ({ words }) => void words.push('lost')),
      {
        kind: 'add-word',
        site: `${schemas}/CallRecord/properties/callResult`,
        words: `${schemas}/CallResult/enum`,
        word: 'lost',
        page: 60137,
      },
    ],
    [
      'a code of an operation',
      60134,
      ({ codes }) => codes.push({ code: '70042', meaning: 'x', isStated: true }),
      { kind: 'add-code', code: 70042, operationId: 'setCallback', page: 60134 },
    ],
    [
      'a code of every operation',
      60138,
      ({ codes }) => codes.push({ code: '70042', meaning: 'x', isStated: true }),
      { kind: 'add-code', code: 70042, operationId: 'all', page: 60138 },
    ],
    [
      'a host',
      60138,
      ({ hosts }) => hosts.push('callkit-eu.trtc.tencent-cloud.com'),
      { kind: 'add-host', host: 'callkit-eu.trtc.tencent-cloud.com', page: 60138 },
    ],
  ])('%s', async (_, id, change, expected) => {
    expect(await propose(id, change)).toContainEqual({ safe: true, change: expected });
  });
});

describe('a person decides', () => {
  test.each<[string, number, (page: PageModel) => void]>([
    ['of what callers have to send', 60137, addRow('request', createRow('tenant', true))],
    ['of a field of one of several objects', 60136, addRow('answer', createRow('region'))],
    [
      'of a command word that may be of two lists',
      60135,
      ({ commands }) => commands[0]?.push('caller_call_parked'),
    ],
    ['of what is gone', 60135, ({ commands }) => commands[0]?.pop()],
    ['of a rate', 60137, ({ rate }) => rate && Object.assign(rate, { requests: 5 })],
    ['of a name that every object has', 60137, addRow('answer', createRow('constructor'))],
  ])('%s', async (_, id, change) => {
    const proposals = await propose(id, change);
    expect(proposals).not.toEqual([]);
    for (const proposal of proposals) expect(proposal).toEqual({ safe: false, change: undefined });
  });
});
