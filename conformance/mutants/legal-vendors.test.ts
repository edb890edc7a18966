import { readFileSync } from 'node:fs';
import { isFullProof } from '@trtc-call/test-servers';
import { describe, expect, test } from 'vitest';
import { findClaimed, mutatedSuites } from './list-mutants.ts';
import {
  both,
  changeRequests,
  createMutations,
  type Members,
  type Mutate,
  type Mutations,
  readFields,
  withFields,
} from './mutations.ts';
import { type MutantResult, runMutant } from './run-mutant.ts';
import { createEffectSearch, type Runnable, runEach } from './testing/effect.ts';
import {
  answerBareStarts,
  type LegalVendors,
  listLegalOfBusyV4,
  listLegalOfV4,
  setQuery,
} from './testing/legal-v4.ts';

/** Holds the end of a filter against the end of a call: the words of the pages allow it (V1-U-41, V4-U-09). */
function holdEnds(m: Mutations): Mutate {
  const { names, generation } = m;
  return m.onlyFor('getRecordsByFilter', async (request, forward) => {
    const response = await forward(request);
    const fields = readFields(request);
    const { isSuccess, data } = m.readAnswer(response);
    if (!isSuccess || !(names.to in fields)) return response;
    const all: Members[] = [];
    const { page, total } = m.readListing(data);
    for (let number = 1; all.length < total; number += 1) {
      const asked = withFields(request, { ...fields, [names.pageSize]: 100, [names.page]: number });
      all.push(...m.readListing(m.readAnswer(await forward(asked)).data).records);
    }
    const found = all.filter((record) => Number(record[names.end]) <= Number(fields[names.to]));
    const size = Number(fields[names.pageSize] ?? generation.contract.limits.defaultPageSize.value);
    const skipped = (Number(fields[names.page] ?? 1) - 1) * size;
    const records = found.slice(skipped, skipped + size);
    return m.succeed(m.writeListing({ total: found.length, page, records }));
  });
}

/** Answers of which no page says that they are wrong, in any generation. */
function listLegal(m: Mutations): LegalVendors[string] {
  const { names } = m;
  return {
    'holds the end of a filter against the end of a call': holdEnds(m),
    'writes words of records in capitals': m.changeRecords((record) => ({
      [names.mediaType]: String(record[names.mediaType]).toUpperCase(),
      [names.callType]: String(record[names.callType]).toUpperCase(),
    })),
    'leaves the room out': m.changeRecords(() => ({
      roomId: undefined,
      RoomId: undefined,
      RoomIdType: undefined,
    })),
    'says neither how many records there are nor which page it is': m.changeMembers(
      'getRecordsByFilter',
      () => ({ [names.total]: undefined, [names.page]: undefined }),
    ),
    'ignores random and contenttype, however they are written': changeRequests((request) =>
      setQuery(request, { random: '1', contenttype: 'json' }),
    ),
    'looks for a configuration before it reads the body': m.onlyFor(
      'getCallback',
      async (request, forward) => {
        const { code } = m.readAnswer(await forward(withFields(request, {})));
        return code === m.findCode('callback-absent') ? m.refuse(code) : forward(request);
      },
    ),
  };
}

/** What only v1 leaves open. */
function listLegalOfV1(m: Mutations): LegalVendors[string] {
  const absent = m.findCode('callback-absent');
  return {
    'answers success with null where no callback is configured': m.acceptCode(
      absent,
      ['getCallback', 'deleteCallback'],
      null,
    ),
    'answers success with empty values where no callback is configured': m.acceptCode(
      absent,
      ['getCallback'],
      { address: '', actions: [] },
    ),
    'lists records that are older than the window': m.changeListing(({ records }, request, { now }) => {
      const startCallTs = Math.floor(now() / 1000) - 2 * m.generation.contract.limits.dataWindow.seconds;
      const { startTimestamp, endTimestamp } = readFields(request);
      const isAsked = Number(startTimestamp) <= startCallTs && Number(endTimestamp) >= startCallTs;
      return isAsked ? { records: [{ ...records[0], callId: 'old', startCallTs }, ...records] } : {};
    }),
    'reads the names of body fields in any case': m.changeFields(
      'getRecordsByFilter',
      ({ STARTTIMESTAMP, startTimestamp = STARTTIMESTAMP }) => ({
        startTimestamp,
        STARTTIMESTAMP: undefined,
      }),
    ),
    'writes errorCode as text and requestId as a number': m.changeEnvelopes(
      ({ errorCode }, _, { memory }) => {
        const next = Number(memory.get('id') ?? 0) + 1;
        memory.set('id', String(next));
        return { errorCode: String(errorCode), requestId: next };
      },
    ),
  };
}

/** What the decisions of a generation say that this suite does about the other readings, by their ids. */
function readReadings(generation: string): ReadonlyMap<string, string> {
  const text = readFileSync(new URL(`../../spec/${generation}/decisions.md`, import.meta.url), 'utf8');
  return new Map(
    text.split('\n## ').flatMap((entry) => {
      const [id = ''] = entry.split(' ');
      const [, reading] = /\*\*Other readings:\*\*.*\bconformance ([^;\n]*)/.exec(entry) ?? [];
      return reading === undefined ? [] : [[id, reading]];
    }),
  );
}

describe.each(mutatedSuites)('$suite.generation', ({ generation, suite, mutants }) => {
  const m = createMutations(generation);
  const own: readonly (readonly ['quiet' | 'busy', LegalVendors])[] =
    suite.generation === 'v1'
      ? [['quiet', { '': listLegalOfV1(m) }]]
      : [
          ['quiet', listLegalOfV4(m)],
          ['busy', listLegalOfBusyV4(m)],
        ];
  const common = [
    ['quiet', { '': listLegal(m) }],
    ['busy', { '': { 'holds the end of a filter against the end of a call': holdEnds(m) } }],
  ] as const;
  const legal = [...common, ...own].flatMap(([app, vendors]) =>
    Object.entries(vendors).flatMap(([decisions, table]) =>
      Object.entries(table).map(([title, mutate]) => ({ title, mutate, app, decisions })),
    ),
  );
  const readings = readReadings(suite.generation);
  /** What is accepted breaks nothing at all; of what is held as a SHOULD or a MAY only no MUST. */
  const isAccepted = (id: string) => /^accepts/.test(readings.get(id) ?? '');

  const findConcerned = createEffectSearch(generation);
  // Each rate takes hundreds of requests, and all are checked alike: in `npm test` the first stands for them.
  const isLong = ({ id, needs }: Runnable) =>
    needs?.includes('exhaust-rate-limit') === true && !id.endsWith('-RAT-001');
  const items = [...suite.checked, ...suite.observations].filter((item) => isFullProof || !isLong(item));

  test.for(legal)('nothing is failed or blocked by a vendor that $title', async (vendor) => {
    const { mutate, app, decisions } = vendor;
    const isHarmless = decisions !== '' && decisions.split(' ').every(isAccepted);
    const concerned = await findConcerned(mutate, items, app);
    // A vendor that no item can tell from the mock shows nothing.
    expect(concerned).not.toEqual([]);
    const held = concerned.filter((item) => 'level' in item && (isHarmless || item.level === 'MUST'));
    const results = await runEach(generation, mutate, held, app);
    // What an answer without an id leaves open is neither.
    const isOpen = ({ message }: MutantResult) => message.includes('no CallId to look the call up by');
    expect(results.filter((result) => result.outcome !== 'survived' && !isOpen(result))).toEqual([]);
  });

  test('whatever finds a mutant is answered otherwise by it, so that it would be run', async () => {
    const unseen: string[] = [];
    for (const mutant of mutants) {
      const claimed = findClaimed(suite.checked, mutant);
      const concerned = await findConcerned(mutant.broken, claimed, 'quiet');
      if (concerned.length < claimed.length) unseen.push(mutant.id);
    }
    expect(unseen).toEqual([]);
  });
});

describe('in v4', () => {
  const v4 = mutatedSuites.find(({ suite }) => suite.generation === 'v4');
  if (!v4) throw new Error('There are no mutants of v4.');
  const { generation, suite } = v4;
  const m = createMutations(generation);

  test('each decision that leaves something open to the service has a vendor that does it', () => {
    const open = [...readReadings('v4')].filter(([, reading]) => /accepts|observes|SHOULD|MAY/.test(reading));
    expect(open.length).toBeGreaterThan(20);
    const named = Object.keys({ ...listLegalOfV4(m), ...listLegalOfBusyV4(m) }).join(' ');
    expect(open.map(([id]) => id).filter((id) => !named.includes(id))).toEqual([]);
  });

  test('where an answer has no CallId to end a call by, no phone rings for more than ten seconds', async () => {
    const bare = answerBareStarts(m);
    const rung: unknown[] = [];
    const mutate: Mutate = async (request, forward, tools) => {
      const response = await bare(request, forward, tools);
      const { isSuccess } = m.readAnswer(response);
      if (m.isFor(request, 'startCallByRobot') && isSuccess) rung.push(readFields(request).Timeout);
      return response;
    };
    const placing = suite.checked.filter(({ needs }) => needs?.includes('place-calls'));
    await runMutant(generation, mutate, placing);
    expect(new Set(rung)).toEqual(new Set([10_000]));
  });

  test('nothing is failed by an app without calls whose vendor refuses what nothing matches', async () => {
    const mutate = m.replaceAnswers(({ isSuccess }, request) =>
      isSuccess && m.isFor(request, 'getRecordsByFilter')
        ? m.refuse(m.findCode('record-not-found'))
        : undefined,
    );
    const asked = suite.checked.filter(({ needs }) => !needs?.includes('call-id'));
    const results = await runMutant(generation, mutate, asked);
    const isOpen = ({ message }: (typeof results)[number]) => /V4-U-08/.test(message);
    expect(results.filter((result) => result.outcome !== 'survived' && !isOpen(result))).toEqual([]);
    expect(results.filter(isOpen).map(({ id }) => id)).toContain('V4-TRN-001');
  });
});

test('one cause is one failure: the rest is blocked by what states it', async () => {
  const [v1] = mutatedSuites;
  if (!v1) throw new Error('There are no mutants.');
  const m = createMutations(v1.generation);
  const broken = both(
    m.changeEnvelopes(({ errorCode }) => ({
      requestId: undefined,
      errorCode: errorCode === 70002 ? 70010 : errorCode,
    })),
    m.changeRecords(({ startCallTs }) => ({ startCallTs: String(startCallTs) })),
  );
  const results = await runMutant(v1.generation, broken, v1.suite.checked);
  const of = (outcome: string) => results.filter((result) => result.outcome === outcome);
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
    'V1-ENV-011 by V1-ENV-001',
    'V1-ENV-012 by V1-ENV-001',
    'V1-SIG-004 by V1-SIG-003',
    'V1-SIG-005 by V1-SIG-003',
    'V1-SIG-006 by V1-SIG-003',
    'V1-SIG-011 by V1-SIG-004',
    'V1-SIG-012 by V1-SIG-004',
    'V1-REC-007 by V1-REC-002',
    'V1-LST-015 by V1-LST-010',
    'V1-FLT-009 by V1-ENV-001',
  ]);
});
