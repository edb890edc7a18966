import { describe, expect, test } from 'vitest';
import { readMembers } from '../requirements/check/answer.ts';
import { mutatedSuites } from './api-mutants.ts';
import type { MutantRequest, Mutate } from './mutant.ts';
import {
  changeRequests,
  createMutations,
  type Members,
  type Mutations,
  readFields,
  without,
  withQuery,
} from './mutations.ts';
import { runMutant } from './run-mutant.ts';

type Vendor = { readonly title: string; readonly mutate: Mutate };

function withWhatIsFree({ url, ...request }: MutantRequest): MutantRequest {
  const kept = [...url.searchParams].filter(([name]) => !/^(random|contenttype)$/i.test(name));
  return withQuery({ url, ...request }, [...kept, ['random', '1'], ['contenttype', 'json']]);
}

/** Applies both. */
function both(first: Mutate, second: Mutate): Mutate {
  return (request, forward, tools) => first(request, (changed) => second(changed, forward, tools), tools);
}

/** Changes every record, asked for by itself or listed. */
function changeRecords(m: Mutations, change: (record: Members) => Members): Mutate {
  return both(
    m.changeRecord(change),
    m.changeListing((listing) => ({ ...listing, records: listing.records.map(change) })),
  );
}

/** Answers of which no page says that they are wrong, in any generation. */
function listLegal(m: Mutations): readonly Vendor[] {
  const { names } = m;
  return [
    {
      title: 'writes words of records in capitals',
      mutate: changeRecords(m, (record) => ({
        ...record,
        [names.mediaType]: String(record[names.mediaType]).toUpperCase(),
        [names.callType]: String(record[names.callType]).toUpperCase(),
      })),
    },
    {
      title: 'leaves the room out',
      mutate: changeRecords(m, (record) => without(record, 'roomId', 'RoomId', 'RoomIdType')),
    },
    {
      title: 'says neither how many records there are nor which page it is',
      mutate: m.changeData('getRecordsByFilter', (data) =>
        without(readMembers(data), names.total, names.page),
      ),
    },
    {
      title: 'ignores random and contenttype, however they are written',
      mutate: changeRequests(withWhatIsFree),
    },
  ];
}

/** What only one generation leaves open. */
const legalOf: Readonly<Record<string, (m: Mutations) => readonly Vendor[]>> = {
  v1: (m) => [
    {
      title: 'answers success with null where no callback is configured',
      mutate: m.acceptCode(999, ['getCallback', 'deleteCallback'], null),
    },
    {
      title: 'answers success with empty values where no callback is configured',
      mutate: m.acceptCode(999, ['getCallback'], { address: '', actions: [] }),
    },
    {
      title: 'looks for a configuration before it reads the body',
      mutate: async (request, forward) => {
        if (!m.isFor(request, 'getCallback')) return forward(request);
        const stored = await m.readAnswer(await forward({ ...request, body: '{}' }));
        return stored.code === 999 ? Response.json(stored.members) : forward(request);
      },
    },
    {
      title: 'lists records that are older than the window',
      mutate: m.changeListing((listing, request, { now }) => {
        const startCallTs = Math.floor(now() / 1000) - 20 * 86_400;
        const { startTimestamp, endTimestamp } = readFields(request);
        const isAsked = Number(startTimestamp) <= startCallTs && Number(endTimestamp) >= startCallTs;
        const old = { ...listing.records[0], callId: 'old', startCallTs };
        return isAsked ? { ...listing, records: [old, ...listing.records] } : listing;
      }),
    },
    {
      title: 'reads the names of body fields in any case',
      mutate: m.changeFields('getRecordsByFilter', ({ STARTTIMESTAMP, ...fields }) =>
        STARTTIMESTAMP === undefined ? fields : { ...fields, startTimestamp: STARTTIMESTAMP },
      ),
    },
    {
      title: 'writes errorCode as text and requestId as a number',
      mutate: m.changeEnvelopes((envelope, _, { memory }) => {
        const next = Number(memory.get('id') ?? 0) + 1;
        memory.set('id', String(next));
        return { ...envelope, errorCode: String(envelope.errorCode), requestId: next };
      }),
    },
  ],
  v4: (m) => [
    {
      title: 'refuses every wrong UserSig by a code of Chat',
      mutate: m.swapCode(60004, 70003),
    },
    {
      title: 'gives the types of the table: a result in a number, a type of room in text',
      mutate: changeRecords(m, (record) => ({ ...record, CallResult: 0, RoomIdType: '2' })),
    },
    {
      title: 'answers a call that it places by the bare envelope',
      mutate: m.changeSuccesses((envelope, request) =>
        m.isFor(request, 'startCallByRobot') ? without(envelope, 'Response') : envelope,
      ),
    },
    {
      title: 'leaves the caller out of the callees',
      mutate: changeRecords(m, (record) => ({ ...record, CalleeList_Account: ['somebody'] })),
    },
    {
      title: 'filters neither by CallResult nor by CallType',
      mutate: m.changeFields('getRecordsByFilter', (fields) => without(fields, 'CallResult', 'CallType')),
    },
    {
      title: 'refuses more requests than its rate by another of the codes for that',
      mutate: m.swapCode(60007, 60018),
    },
    { title: 'refuses a body of the wrong form as what cannot be parsed', mutate: m.swapCode(101002, 60003) },
  ],
};

describe.each(mutatedSuites)('$suite.generation', ({ generation, suite }) => {
  const m = createMutations(generation);
  const must = suite.checked.filter(({ level }) => level === 'MUST');
  const legal = [...listLegal(m), ...(legalOf[suite.generation]?.(m) ?? [])];
  // The answers of a busy app differ in their number only; each way is tried in one app.
  test.for(
    legal.map((vendor, at) => ({ ...vendor, app: at % 2 === 0 ? ('quiet' as const) : ('busy' as const) })),
  )('no MUST fails or is blocked by a vendor that $title, in a $app app', async ({ mutate, app }) => {
    const results = await runMutant(generation, mutate, must, app);
    // What an answer without an id leaves open is neither.
    const isOpen = ({ message }: (typeof results)[number]) =>
      message.includes('no CallId to look the call up by');
    expect(results.filter((one) => one.outcome !== 'survived' && !isOpen(one))).toEqual([]);
  });
});

describe('in v4', () => {
  const v4 = mutatedSuites.find(({ suite }) => suite.generation === 'v4');
  if (!v4) throw new Error('There are no mutants of v4.');
  const { generation, suite } = v4;
  const m = createMutations(generation);

  test('where an answer has no CallId to end a call by, no phone rings for more than ten seconds', async () => {
    const bare = m.changeSuccesses((envelope, request) =>
      m.isFor(request, 'startCallByRobot') ? without(envelope, 'Response') : envelope,
    );
    const rung: unknown[] = [];
    const mutate: Mutate = async (request, forward, tools) => {
      const response = await bare(request, forward, tools);
      const { isSuccess } = await m.readAnswer(response.clone());
      if (m.isFor(request, 'startCallByRobot') && isSuccess) rung.push(readFields(request).Timeout);
      return response;
    };
    const placing = suite.checked.filter(({ needs }) => needs?.includes('place-calls'));
    await runMutant(generation, mutate, placing);
    expect(new Set(rung)).toEqual(new Set([10_000]));
  });

  test('nothing is failed by an app without calls whose vendor refuses what nothing matches', async () => {
    const none = m.findCode('record-not-found');
    const mutate: Mutate = async (request, forward) => {
      const response = await forward(request);
      const { isSuccess } = await m.readAnswer(response.clone());
      return isSuccess && m.isFor(request, 'getRecordsByFilter') ? m.refuse(none) : response;
    };
    const asked = suite.checked.filter(({ needs }) => !needs?.includes('call-id'));
    const results = await runMutant(generation, mutate, asked);
    const isOpen = ({ message }: (typeof results)[number]) => /V4-U-08/.test(message);
    expect(results.filter((one) => one.outcome !== 'survived' && !isOpen(one))).toEqual([]);
    expect(results.filter(isOpen).map(({ id }) => id)).toContain('V4-TRN-001');
  });

  test('types that the table of the list has, and the page of one record has not, are no difference', async () => {
    const mutate = m.changeListing((listing) => ({
      ...listing,
      records: listing.records.map((record) => ({ ...record, CallResult: 3, RoomIdType: '2' })),
    }));
    const asked = suite.checked.filter(({ id }) => /-(REC-012|FLT-003|FLT-010)$/.test(id));
    const results = await runMutant(generation, mutate, asked);
    expect(results.filter(({ outcome }) => ['killed', 'blocked'].includes(outcome))).toEqual([]);
  });
});

test('one cause is one failure: the rest is blocked by what states it', async () => {
  const [v1] = mutatedSuites;
  if (!v1) throw new Error('There are no mutants.');
  const m = createMutations(v1.generation);
  const broken = both(
    m.changeEnvelopes((envelope) => ({
      ...without(envelope, 'requestId'),
      errorCode: envelope.errorCode === 70002 ? 70010 : envelope.errorCode,
    })),
    changeRecords(m, (record) => ({ ...record, startCallTs: String(record.startCallTs) })),
  );
  const results = await runMutant(v1.generation, broken, v1.suite.checked);
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
