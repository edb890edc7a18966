import { describe, expect, test } from 'vitest';
import { check, english, row } from '../testing/check-pages.ts';
import type { PageParts } from '../testing/page-parts.ts';

/** What is proposed of a page in which something was changed. */
async function propose(id: number, change: (parts: PageParts) => void) {
  const { findings } = await check(english, { id, change });
  return findings.map(({ proposal }) => ({ safe: proposal?.safe, change: proposal?.change }));
}

const field = (name: string, required?: boolean) => ({ ...row(name), required });
const schemas = '#/components/schemas';

describe('what is new on a page is added, with the page as its source', () => {
  test.each<[string, number, (parts: PageParts) => void, object]>([
    [
      'a field of an answer',
      60137,
      (parts) => parts.answer?.push(field('region')),
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
      (parts) => parts.request?.push(field('locale', false)),
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
      (parts) => parts.answer?.find(({ name }) => name === 'callResult')?.words.push('lost'),
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
      (parts) => parts.codes.push({ code: 70042, meaning: 'x' }),
      { kind: 'add-code', code: 70042, operationId: 'setCallback', page: 60134 },
    ],
    [
      'a code of every operation',
      60138,
      (parts) => parts.codes.push({ code: 70042, meaning: 'x' }),
      { kind: 'add-code', code: 70042, operationId: 'all', page: 60138 },
    ],
    [
      'a host',
      60138,
      (parts) => Object.assign(parts, { host: `${parts.host}, callkit-eu.trtc.tencent-cloud.com` }),
      { kind: 'add-host', host: 'callkit-eu.trtc.tencent-cloud.com', page: 60138 },
    ],
  ])('%s', async (_, id, change, expected) => {
    expect(await propose(id, change)).toContainEqual({ safe: true, change: expected });
  });
});

describe('a person decides', () => {
  test.each<[string, number, (parts: PageParts) => void]>([
    ['of what callers have to send', 60137, (parts) => parts.request?.push(field('tenant', true))],
    ['of a field of one of several objects', 60136, (parts) => parts.answer?.push(field('region'))],
    [
      'of a command word that may be of two lists',
      60135,
      (parts) => parts.commands.push('caller_call_parked'),
    ],
    ['of what is gone', 60135, (parts) => parts.commands.pop()],
    ['of a rate', 60137, (parts) => Object.assign(parts, { rate: 5 })],
    ['of a name that every object has', 60137, (parts) => parts.answer?.push(field('constructor'))],
  ])('%s', async (_, id, change) => {
    const proposals = await propose(id, (parts) => void change(parts));
    expect(proposals).not.toEqual([]);
    for (const one of proposals) expect(one).toEqual({ safe: false, change: undefined });
  });
});
