import { expect, test } from 'vitest';
import { readMembers } from '../../requirements/v1/check/answer.ts';
import { checkedRequirements } from '../../requirements/v1/index.ts';
import { acceptCode, changeData, changeEnvelopes, readAnswer } from './change-answers.ts';
import { changeFields, changeRequests, without } from './change-requests.ts';
import { changeListing } from './list-answers.ts';
import type { MutantRequest, Mutate } from './mutant.ts';
import { isFor, withQuery } from './request.ts';
import { respondWith } from './respond.ts';
import { runMutant } from './run-mutant.ts';

const must = checkedRequirements.filter(({ level }) => level === 'MUST');

function withWhatIsFree({ url, ...request }: MutantRequest): MutantRequest {
  const kept = [...url.searchParams].filter(([name]) => !/^(random|contenttype)$/i.test(name));
  return withQuery({ url, ...request }, [...kept, ['random', '1'], ['contenttype', 'json']]);
}

const inCapitals = (record: Readonly<Record<string, unknown>>) => ({
  ...record,
  mediaType: String(record.mediaType).toUpperCase(),
  callType: String(record.callType).toUpperCase(),
});

/** Applies both. */
function both(first: Mutate, second: Mutate): Mutate {
  return (request, forward, tools) => first(request, (changed) => second(changed, forward, tools), tools);
}

/** Answers of which no page says that they are wrong. */
const legal: readonly { title: string; mutate: Mutate }[] = [
  {
    title: 'answers success with null where no callback is configured',
    mutate: acceptCode(999, ['getCallback', 'deleteCallback'], null),
  },
  {
    title: 'answers success with empty values where no callback is configured',
    mutate: acceptCode(999, ['getCallback'], { address: '', actions: [] }),
  },
  {
    title: 'looks for a configuration before it reads the body',
    mutate: async (request, forward) => {
      if (!isFor(request, 'getCallback')) return forward(request);
      const stored = await readAnswer(await forward({ ...request, body: '{}' }));
      return Number(stored.envelope.errorCode) === 999 ? respondWith(stored.envelope) : forward(request);
    },
  },
  {
    title: 'ignores random and contenttype, however they are written',
    mutate: changeRequests(withWhatIsFree),
  },
  {
    title: 'writes words of records in capitals',
    mutate: both(
      changeData('getRecordByCallId', (data) => inCapitals(readMembers(data))),
      changeListing((listing) => ({ ...listing, callRecordList: listing.callRecordList.map(inCapitals) })),
    ),
  },
  {
    title: 'leaves roomId out',
    mutate: both(
      changeData('getRecordByCallId', (data) => without(readMembers(data), 'roomId')),
      changeListing((listing) => ({
        ...listing,
        callRecordList: listing.callRecordList.map((record) => without(record, 'roomId')),
      })),
    ),
  },
  {
    title: 'lists records that are older than the window',
    mutate: changeListing((listing, _request, { now }) => {
      const startCallTs = Math.floor(now() / 1000) - 20 * 86_400;
      const request = readMembers(JSON.parse(_request.body));
      const isAsked =
        Number(request.startTimestamp) <= startCallTs && Number(request.endTimestamp) >= startCallTs;
      const old = { ...listing.callRecordList[0], callId: 'old', startCallTs };
      return isAsked ? { ...listing, callRecordList: [old, ...listing.callRecordList] } : listing;
    }),
  },
  {
    title: 'says neither totalNum nor page',
    mutate: changeListing((listing) => without({ ...listing }, 'totalNum', 'page')),
  },
  {
    title: 'reads the names of body fields in any case',
    mutate: changeFields('getRecordsByFilter', (fields) =>
      'STARTTIMESTAMP' in fields
        ? { ...without(fields, 'STARTTIMESTAMP'), startTimestamp: fields.STARTTIMESTAMP }
        : fields,
    ),
  },
  {
    title: 'writes errorCode as text and requestId as a number',
    mutate: changeEnvelopes((envelope, _, { memory }) => {
      const next = Number(memory.get('id') ?? 0) + 1;
      memory.set('id', String(next));
      return { ...envelope, errorCode: String(envelope.errorCode), requestId: next };
    }),
  },
];

test.for(legal.flatMap((vendor) => (['quiet', 'busy'] as const).map((app) => ({ ...vendor, app }))))(
  'no MUST fails or is blocked by a vendor that $title, in a $app app',
  async ({ mutate, app }) => {
    const results = await runMutant(mutate, must, app);
    expect(results.filter(({ outcome }) => outcome !== 'survived')).toEqual([]);
  },
);

test('one cause is one failure: the rest is blocked by what states it', async () => {
  const broken = both(
    changeEnvelopes((envelope) => ({
      ...without(envelope, 'requestId'),
      errorCode: envelope.errorCode === 70002 ? 70010 : envelope.errorCode,
    })),
    both(
      changeData('getRecordByCallId', (data) => {
        const record = readMembers(data);
        return { ...record, startCallTs: String(record.startCallTs) };
      }),
      changeListing((listing) => ({
        ...listing,
        callRecordList: listing.callRecordList.map((one) => ({
          ...one,
          startCallTs: String(one.startCallTs),
        })),
      })),
    ),
  );
  const results = await runMutant(broken, checkedRequirements);
  const of = (outcome: string) => results.filter((one) => one.outcome === outcome);
  expect(of('crashed')).toEqual([]);
  expect(of('killed').map(({ id, message }) => `${id} ${message}`)).toEqual([
    expect.stringMatching(/^V1-ENV-001 expected errorCode, .*, got errorCode, .*; missing: requestId$/),
    expect.stringMatching(/^V1-ENV-002 expected errorCode, .*, got errorCode, .*; missing: requestId$/),
    expect.stringMatching(/^V1-SIG-003 expected .* to be refused by 70002, got HTTP 200, errorCode 70010/),
    expect.stringMatching(
      /^V1-REC-002 expected the documented types of a CallRecord, got "\d+" at \/startCallTs, which must be integer/,
    ),
    expect.stringMatching(
      /^V1-LST-010 expected the documented types of a CallRecord, got "\d+" at \/startCallTs, which must be integer/,
    ),
  ]);
  expect(of('blocked').map(({ id, message }) => `${id} ${message.slice(0, 13)}`)).toEqual([
    'V1-ENV-007 by V1-ENV-001',
    'V1-ENV-008 by V1-ENV-001',
    'V1-SIG-004 by V1-SIG-003',
    'V1-SIG-005 by V1-SIG-003',
    'V1-SIG-006 by V1-SIG-003',
    'V1-REC-007 by V1-REC-002',
    'V1-FLT-009 by V1-ENV-001',
  ]);
});
