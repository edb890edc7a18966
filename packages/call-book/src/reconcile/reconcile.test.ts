import { createTrtcCallClient } from '@trtc-call/client';
import { expect, test } from 'vitest';
import { collect, playV1, toEvent, writeRecordV1 } from '../testing/play-calls.ts';
import { hour, openWorld, present } from '../testing/world.ts';

const all = () => true;
const endings = (word: string) => /end|cancel|reject/.test(word);

test('finds nothing where every webhook has come', async () => {
  const { play, compare } = await openWorld();
  await play({ callId: 'a', talkSeconds: 60 });
  await play({ callId: 'b', result: 'reject' });
  await play({
    callId: 'c',
    callees: ['bob', 'carol'],
    invited: ['dave'],
    joined: ['erin'],
    talkSeconds: 30,
  });
  const { verdict, findings, counts, totals } = await compare();
  expect({ verdict, findings, totals }).toEqual({
    ...{ verdict: 'agrees', findings: [] },
    totals: { calls: 3, talkSeconds: 90, callsWithoutTalkSeconds: 0 },
  });
  expect(counts).toMatchObject({ records: 3, recordTalkSeconds: 90, agreeing: 3, applied: 0 });
});

test('does the same for calls of v4', async () => {
  const { play, compare, v4, book } = await openWorld();
  const group = { generation: 'v4', callees: ['bob', 'carol'] } as const;
  await play({ ...group, callId: 'a', talkSeconds: 60 });
  await play({ generation: 'v4', callId: 'b', result: 'Reject' });
  await play({ generation: 'v4', callId: 'c', talkSeconds: 5 });
  expect(await compare({ client: v4 })).toMatchObject({
    ...{ verdict: 'agrees', counts: { records: 3, agreeing: 3 } },
    totals: { calls: 3, talkSeconds: 65, callsWithoutTalkSeconds: 0 },
  });
  const users = { alice: 65, bob: 65, carol: 60 };
  for await (const { user, talkSeconds } of book.userTotals())
    expect({ ...users, [user]: talkSeconds }).toEqual(users);

  await play({ ...group, callId: 'lost' }, all);
  await play({ ...group, callId: 'unended', talkSeconds: 30 }, (word) => word.includes('End'));
  const { findings } = await compare({ client: v4, apply: true });
  const kinds = findings.map(({ callId, kind }) => [callId, kind]);
  expect(kinds.sort()).toEqual([
    ['lost', 'missing'],
    ['unended', 'different'],
  ]);
  expect(await compare({ client: v4 })).toMatchObject({
    verdict: 'agrees',
    totals: { calls: 5, talkSeconds: 155 },
  });
});

test('finds what is missing and different, repairs it, and finds nothing then', async () => {
  const { play, compare, book } = await openWorld();
  await play({ callId: 'whole', talkSeconds: 10 });
  await play({ callId: 'lost', talkSeconds: 20 }, all);
  await play({ callId: 'unended', talkSeconds: 30 }, endings);
  await play({ callId: 'alone', result: 'cancel' }, (word) => word.startsWith('callee'));
  const found = await compare();
  const shown = found.findings.map(({ callId, kind, differences, applied }) => [
    callId,
    kind,
    differences,
    applied,
  ]);
  expect(shown).toEqual(
    expect.arrayContaining([
      ['lost', 'missing', [], false],
      [
        'unended',
        'different',
        [
          { field: 'talkSeconds', book: null, record: 30 },
          { field: 'result', book: null, record: 'normal_end' },
        ],
        false,
      ],
    ]),
  );
  expect(found).toMatchObject({ verdict: 'differs', counts: { missing: 1, different: 1, agreeing: 2 } });
  expect((await compare()).counts, 'nothing was written').toEqual(found.counts);

  const repaired = await compare({ apply: true });
  expect(repaired).toMatchObject({ verdict: 'differs', counts: { missing: 1, different: 1, applied: 4 } });
  const again = await compare({ apply: true });
  expect(again).toMatchObject({
    ...{ verdict: 'agrees', findings: [], counts: { agreeing: 4, applied: 0 } },
    totals: { calls: 4, talkSeconds: 60, callsWithoutTalkSeconds: 0 },
  });
  expect(await collect(book.userTotals())).toEqual([
    { user: 'alice', calls: 4, talkSeconds: 60, callsWithoutTalkSeconds: 0 },
    { user: 'bob', calls: 4, talkSeconds: 60, callsWithoutTalkSeconds: 0 },
  ]);
});

test('knows a call that the vendor has no record of, one that goes on and one that has just ended', async () => {
  const { play, compare, mock } = await openWorld();
  await play({ callId: 'invented' });
  await play({ callId: 'going-on' }, endings);
  await play({ callId: 'just-ended', hoursAgo: 0 });
  mock.records.clear();
  const { findings, counts } = await compare({ to: present });
  expect(findings.map(({ callId, kind }) => [callId, kind])).toEqual([['invented', 'unknown']]);
  expect(counts).toMatchObject({ unknown: 1, open: 1, young: 1 });
  const [{ book, record, reason } = {}] = findings;
  expect([book?.state, book?.talkSeconds, record]).toEqual(['ended', 60, null]);
  expect(reason).toMatch(/the list of records is complete where it began and lacks it/);
});

test('says what can no longer be known', async () => {
  const { play, compare } = await openWorld();
  await play({ callId: 'old', hoursAgo: 8 * 24 });
  await play({ callId: 'new' });
  const { verdict, findings } = await compare({ from: present - 9 * 24 * hour });
  expect({ verdict, kinds: findings.map(({ callId, kind }) => [callId, kind]) }).toEqual({
    ...{ verdict: 'undecided', kinds: [['old', 'expired']] },
  });
  const week = 7 * 24 * hour;
  const [kept, older] = [present - week, present - week - hour];
  expect((await compare({ from: kept })).verdict).toBe('agrees');
  expect((await compare({ from: older })).verdict, 'a call of then may be missing').toBe('undecided');
});

test.each([
  ['behind', -12],
  ['far behind', -9 * 24],
  ['ahead', 12],
  ['far ahead', 9 * 24],
])('ends the window by the clock of the service where that of the machine is %s', async (_, hours) => {
  const { mock, play, compare, sdkAppId, now: serviceNow } = await openWorld();
  await play({ callId: 'booked', talkSeconds: 10 });
  await play({ callId: 'lost', talkSeconds: 20 }, all);
  await play({ callId: 'unended', talkSeconds: 30 }, endings);
  const now = () => serviceNow() + hours * hour * 1000;
  const client = createTrtcCallClient({
    ...{ generation: 'v1', sdkAppId, secretKey: mock.secretKey, now, limiter: false },
    ...{ region: 'http://127.0.0.1', fetch: mock.fetch },
  });
  const { counts } = await compare({ client, now, from: present - 24 * hour, to: undefined });
  expect(counts).toMatchObject({ records: 3, agreeing: 1, missing: 1, different: 1, expired: 0, unknown: 0 });
});

test('counts a call at a boundary of time once, in the window in which it began', async () => {
  const { mock, compare } = await openWorld();
  const middle = present - 10 * hour;
  const starts = [middle - hour, middle - 1, middle, middle + 1, middle + hour - 1, middle + hour];
  for (const startCallTs of starts)
    mock.records.add({ startCallTs, acceptTs: startCallTs, endTs: startCallTs + 7200 });
  const windows = [
    { from: middle - hour, to: middle },
    { from: middle, to: middle + hour },
  ];
  const counted = await Promise.all(windows.map(compare));
  expect(counted.map(({ counts }) => [counts.records, counts.missing])).toEqual([
    [2, 2],
    [3, 3],
  ]);
  for (const window of windows) await compare({ ...window, apply: true });
  expect(await Promise.all(windows.map(async (window) => (await compare(window)).totals.calls))).toEqual([
    2, 3,
  ]);
});

test('reads both generations, each with its own window and app', async () => {
  const { mock, compare, v1, v4, book, sdkAppId } = await openWorld();
  const StartTime = present - 5 * hour;
  mock.records.add({ startCallTs: StartTime, acceptTs: StartTime + 1, endTs: StartTime + 11 });
  const times = { StartTime, AcceptTime: StartTime + 3, EndTime: StartTime + 23 };
  const users = { Caller_Account: 'alice', CalleeList_Account: ['alice', 'bob'] };
  mock.records.add(
    { CallId: 'four', ...users, ...times, CallType: 'SingleCall', CallResult: 'NormalEnd' },
    { generation: 'v4' },
  );
  mock.records.add(
    { CallId: 'unanswered', ...users, ...times, AcceptTime: 0, CallResult: 'NotAnswer' },
    { generation: 'v4' },
  );
  const result = await compare({ client: [v1, v4], apply: true });
  expect(result).toMatchObject({
    ...{ counts: { records: 3, missing: 3, applied: 3, recordTalkSeconds: 30 } },
    totals: { calls: 3, talkSeconds: 30, callsWithoutTalkSeconds: 0 },
  });
  expect(await book.get({ generation: 'v4', app: sdkAppId, callId: 'four' })).toMatchObject({
    ...{ state: 'confirmed', participants: ['alice', 'bob'], talkSeconds: 20, result: 'normal_end' },
  });
  expect((await compare({ client: [v1, v4] })).verdict).toBe('agrees');
});

/** The answers of the service to one path, changed. */
type Change = (answer: { data: { totalNum: number; callRecordList: { callId: string }[] } }) => unknown;

async function changeLists(world: Awaited<ReturnType<typeof openWorld>>, change: Change) {
  const { fetch } = world.mock;
  world.service.fetch = async (input, init) => {
    const response = await fetch(input, init);
    const isList = String(input instanceof Request ? input.url : input).includes('by_filter');
    return isList ? Response.json(change(await response.json())) : response;
  };
}

test('never agrees to a list that is not complete', async () => {
  const world = await openWorld();
  await world.play({ callId: 'a' });
  await world.play({ callId: 'b' });
  world.mock.records.clear();
  // The service announces a record that it does not give.
  await changeLists(world, (answer) => ({ ...answer, data: { ...answer.data, totalNum: 1 } }));
  const { verdict, unread, counts, findings } = await world.compare();
  expect(verdict).toBe('undecided');
  expect(unread).toMatchObject([{ generation: 'v1', error: { kind: 'contract' } }]);
  expect(counts, 'that they are not listed says nothing').toMatchObject({ unknown: 0, agreeing: 0 });
  expect(findings.every(({ kind }) => kind === 'undecided')).toBe(true);
});

/** More records than come at once, so that the list is read in parts. */
function addMany({ mock }: Awaited<ReturnType<typeof openWorld>>) {
  return Array.from({ length: 150 }, (_, at) => {
    const startCallTs = present - 20 * hour + at * 400;
    return mock.records.add({ startCallTs, acceptTs: startCallTs, endTs: startCallTs + 1 }).callId;
  });
}

test('takes back that a part was complete when a later one shows that records are kept back', async () => {
  const world = await openWorld();
  const [, hidden = ''] = addMany(world);
  expect((await world.compare({ apply: true })).counts).toMatchObject({ missing: 150 });
  await changeLists(world, (answer) => {
    const { totalNum, callRecordList } = answer.data;
    const shown = callRecordList.filter(({ callId }) => totalNum > 100 || callId !== hidden);
    const kept = callRecordList.length - shown.length;
    return { ...answer, data: { ...answer.data, callRecordList: shown, totalNum: totalNum - kept } };
  });
  const { verdict, unread, findings } = await world.compare();
  expect(verdict).toBe('undecided');
  expect(unread).toMatchObject([{ from: present - 24 * hour - 1, error: { kind: 'contract' } }]);
  const reason = /the list of records could not be read as a whole/;
  expect(findings).toMatchObject([{ callId: hidden, kind: 'undecided', reason }]);
});

test('counts a call once that the book has at another time than the vendor', async () => {
  const world = await openWorld();
  addMany(world);
  const call = {
    callId: 'long',
    startCallTs: present - 20 * hour,
    acceptTs: present - 20 * hour,
    endTs: present - 5 * hour,
  };
  const { sdkAppId } = world;
  world.mock.records.add({ ...writeRecordV1({ ...call, result: 'interrupt' }), sdkAppId });
  for (const { command, raw } of playV1({ ...call, result: 'interrupt' })) {
    const event = toEvent({ ...raw.query, sdkappid: String(sdkAppId) }, raw.body);
    if (command === 'interrupt') await world.book.handle(event);
  }
  const { counts, findings } = await world.compare();
  expect(counts).toMatchObject({ records: 151, missing: 150, different: 1, agreeing: 0, unknown: 0 });
  expect(findings.filter(({ callId }) => callId === 'long')).toHaveLength(1);
});

test('asks for a call by its id before it says that the vendor does not know it', async () => {
  const world = await openWorld();
  await world.play({ callId: 'a' });
  await world.play({ callId: 'unlisted', talkSeconds: 40 }, (word) => word.includes('end'));
  await changeLists(world, ({ data, ...answer }) => {
    const callRecordList = data.callRecordList.filter(({ callId }) => callId !== 'unlisted');
    return { ...answer, data: { ...data, callRecordList, totalNum: callRecordList.length } };
  });
  const { findings, counts } = await world.compare({ longestCallSeconds: 60, apply: true });
  expect(findings.map(({ callId, kind }) => [callId, kind])).toEqual([['unlisted', 'different']]);
  expect(counts).toMatchObject({ records: 2, agreeing: 1, unknown: 0 });
  expect((await world.compare()).verdict).toBe('agrees');
});

test.each([
  [
    'refuses',
    () => Response.json({ errorCode: 50001, errorMessage: '', requestId: 'a', data: {} }),
    'refused',
  ],
  ['is away', () => Promise.reject(new TypeError('fetch failed')), 'connection'],
  ['is broken', () => new Response('Bad Gateway', { status: 502 }), 'http-status'],
])('says that it could not be known where the service %s', async (_, answer, kind) => {
  const world = await openWorld();
  await world.play({ callId: 'a' });
  world.service.fetch = async () => answer();
  const { verdict, unread, counts } = await world.compare();
  expect({ verdict, counts }).toMatchObject({ verdict: 'undecided', counts: { agreeing: 0, unknown: 0 } });
  expect(unread).toMatchObject([{ from: present - 24 * hour, to: present - hour, error: { kind } }]);
});

test('says so of the calls that could not be asked for', async () => {
  const world = await openWorld();
  await world.play({ callId: 'a' });
  await world.play({ callId: 'b' });
  world.mock.records.clear();
  const { fetch } = world.mock;
  world.service.fetch = async (input, init) =>
    String(input).includes('by_callId') ? new Response('', { status: 502 }) : fetch(input, init);
  const { verdict, findings } = await world.compare();
  expect({ verdict, kinds: findings.map(({ kind }) => kind) }).toEqual({
    ...{ verdict: 'undecided', kinds: ['undecided', 'undecided'] },
  });
  expect(findings[0]?.reason).toMatch(/^its record could not be asked for: .*502/);

  world.service.fetch = fetch;
  const later = () => (present + 120) * 1000;
  const resumed = await world.compare({ resume: true, now: later });
  expect(resumed.counts, 'each once').toMatchObject({ unknown: 2, undecided: 0 });
});

test('waits for a call of which no time is known until its record says it', async () => {
  const { mock, book, compare, sdkAppId } = await openWorld();
  for (const { raw } of playV1({ callId: 'undated' })) {
    const { EventTime, StartCallTs, AcceptTs, EndTs, ...body } = raw.body;
    await book.handle(toEvent({ ...raw.query, sdkappid: String(sdkAppId) }, body));
  }
  expect((await compare()).findings).toMatchObject([{ kind: 'undecided', reason: /no time is known of it/ }]);
  const startCallTs = present - 5 * hour;
  mock.records.add({
    ...writeRecordV1({ callId: 'undated' }),
    startCallTs,
    acceptTs: startCallTs,
    endTs: startCallTs + 9,
  });
  expect((await compare({ from: 0 })).counts, 'it is counted once').toMatchObject({
    expired: 0,
    different: 1,
  });
  expect((await compare({ apply: true })).counts).toMatchObject({ records: 1, different: 1, undecided: 0 });
  expect(await compare()).toMatchObject({ verdict: 'agrees', totals: { calls: 1, talkSeconds: 9 } });
});

test('judges a call whose webhook has a time of long ago', async () => {
  const { book, compare, sdkAppId } = await openWorld();
  const query = { sdkappid: String(sdkAppId), command: 'normal_end', contenttype: 'json' };
  await book.handle(toEvent(query, { CallId: 'odd', CallResult: 'normal_end', EventTime: 170485688 }));
  const { verdict, findings } = await compare();
  expect({ verdict, kinds: findings.map(({ callId, kind }) => [callId, kind]) }).toEqual({
    ...{ verdict: 'undecided', kinds: [['odd', 'undecided']] },
  });
});

test('refuses options that cannot be meant', async () => {
  const { compare, v1 } = await openWorld();
  await expect(compare({ from: present, to: present - 1 })).rejects.toThrow(
    'reconcile: from must be before to',
  );
  await expect(compare({ from: Date.now() })).rejects.toThrow(
    /from must be a Date or Unix seconds \(got \d+\)/,
  );
  await expect(compare({ from: present + hour, to: undefined })).rejects.toThrow(
    'reconcile: from must be before now, by the clock of the service',
  );
  await expect(compare({ apply: 'yes' as never })).rejects.toThrow(/apply must be true or false \(got yes\)/);
  await expect(compare({ client: [] })).rejects.toThrow(
    'reconcile: client must be one client, or one of each (got none)',
  );
  await expect(compare({ client: [v1, v1] })).rejects.toThrow(/got two of one app in one generation/);
  await expect(compare({ settleSeconds: -1 })).rejects.toThrow(
    /settleSeconds must be an integer from 0 on \(got -1\)/,
  );
  await expect(compare({ aply: true } as object)).rejects.toThrow(/did you mean apply\?/);
});
