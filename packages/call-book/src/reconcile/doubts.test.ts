import { createTrtcCallClient } from '@trtc-call/client';
import { signUserSig } from '@trtc-call/client/usersig';
import { expect, test } from 'vitest';
import { playV1, toEvent, writeRecordV1 } from '../testing/play-calls.ts';
import { hour, openWorld, present } from '../testing/world.ts';

const all = () => true;
const endings = (word: string) => /end|cancel|reject/.test(word);

test('says what can no longer be known', async () => {
  const { play, compare } = await openWorld();
  await play({ callId: 'old', hoursAgo: 8 * 24 });
  await play({ callId: 'new' });
  const { verdict, findings } = await compare({ from: present - 9 * 24 * hour });
  expect({ verdict, kinds: findings.map(({ callId, kind }) => [callId, kind]) }).toEqual({
    verdict: 'undecided',
    kinds: [['old', 'expired']],
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
  ['months behind', -40 * 24],
  ['years ahead', 3650 * 24],
])('ends the window by the clock of the service where that of the machine is %s', async (_, hours) => {
  const { mock, play, compare, sdkAppId, now: serviceNow } = await openWorld();
  await play({ callId: 'booked', talkSeconds: 10 });
  await play({ callId: 'lost', talkSeconds: 20 }, all);
  await play({ callId: 'unended', talkSeconds: 30 }, endings);
  const now = () => serviceNow() + hours * hour * 1000;
  // Signed elsewhere: no refusal shows that the clock is wrong.
  const { secretKey } = mock;
  const userSig = signUserSig({ sdkAppId, secretKey, identifier: 'administrator', now: serviceNow });
  const client = createTrtcCallClient({
    generation: 'v1',
    sdkAppId,
    userSig,
    now,
    limiter: false,
    region: 'http://127.0.0.1',
    fetch: mock.fetch,
  });
  const { counts } = await compare({ client, now, from: present - 24 * hour, to: undefined });
  expect(counts).toMatchObject({ records: 3, agreeing: 1, missing: 1, different: 1, expired: 0, unknown: 0 });
});

/** The answers of the service to one path, changed. */
type Change = (answer: { data: { totalNum: number; callRecordList: { callId: string }[] } }) => unknown;

async function changeLists(world: World, change: Change) {
  const { fetch } = world.mock;
  world.service.fetch = async (input, init) => {
    const response = await fetch(input, init);
    const isList = String(input instanceof Request ? input.url : input).includes('by_filter');
    return isList ? Response.json(change(await response.json())) : response;
  };
}

const withoutRecords: Change = (answer) => ({
  ...answer,
  data: { ...answer.data, totalNum: 0, callRecordList: [] },
});

test('never agrees where calls have records that the list lacks', async () => {
  const world = await openWorld();
  await world.play({ callId: 'a' });
  await world.play({ callId: 'b' });
  await world.play({ callId: 'lost' }, all);
  await changeLists(world, withoutRecords);
  const { verdict, counts, findings } = await world.compare();
  expect({ verdict, counts, findings }).toMatchObject({
    verdict: 'undecided',
    counts: { agreeing: 2, unlisted: 2, missing: 0 },
    findings: [],
  });
});

test('does not take a record for lacking in a list that was asked for before it was due', async () => {
  const world = await openWorld();
  await world.play({ callId: 'just ended', hoursAgo: 40 / hour, talkSeconds: 1 });
  await changeLists(world, (answer) => {
    world.clock.seconds += 30;
    return withoutRecords(answer);
  });
  const { counts } = await world.compare({ to: present, settleSeconds: 80 });
  expect(counts).toMatchObject({ agreeing: 1, unlisted: 0 });
});

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

type World = Awaited<ReturnType<typeof openWorld>>;

/** The record of a call that was answered at once. */
function addRecord(mock: World['mock'], callId: string, start: number, end = start + 9): void {
  const times = { startCallTs: start, acceptTs: start, endTs: end };
  mock.records.add({ ...writeRecordV1({ callId }), ...times });
}

/** More records than come at once, so that the list is read in parts. */
function addMany({ mock }: World) {
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
  expect(counts).toMatchObject({ records: 2, agreeing: 1, unknown: 0, unlisted: 1 });
  expect(await world.compare()).toMatchObject({ verdict: 'undecided', counts: { agreeing: 2, unlisted: 1 } });
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

test('judges and applies one generation where the other one is switched off', async () => {
  const world = await openWorld();
  const { v1, v4, mock, service, compare } = world;
  await world.play({ callId: 'a', generation: 'v4' }, () => true);
  service.fetch = async (...given) => {
    const url = String(given[0] instanceof Request ? given[0].url : given[0]);
    return url.includes('/v1/') ? new Response('gone', { status: 404 }) : mock.fetch(...given);
  };
  expect(await compare({ client: [v1, v4], apply: true })).toMatchObject({
    counts: { missing: 1, applied: 1 },
    unread: [{ generation: 'v1', error: { kind: 'http-status' } }],
  });
  expect(await compare({ client: [v1, v4] })).toMatchObject({
    verdict: 'undecided',
    counts: { agreeing: 1 },
  });
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
    verdict: 'undecided',
    kinds: ['undecided', 'undecided'],
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
  expect((await compare()).findings).toMatchObject([
    { kind: 'undecided', reason: expect.stringContaining('no time is known of it') },
  ]);
  addRecord(mock, 'undated', present - 5 * hour);
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
    verdict: 'undecided',
    kinds: [['odd', 'undecided']],
  });
});

test.each(['normal_end', 'caller_start_call'])(
  'judges a call whose webhook %s has a start that is still to come',
  async (command) => {
    const { mock, book, compare, sdkAppId } = await openWorld();
    const query = { sdkappid: String(sdkAppId), command, contenttype: 'json' };
    const StartCallTs = present + 400 * 24 * hour;
    await book.handle(toEvent(query, { CallId: 'odd', StartCallTs, EventTime: present - 5 * hour }));
    expect((await compare()).counts, 'nothing was asked of now').toMatchObject({ unknown: 0 });
    const { findings } = await compare({ to: undefined });
    expect(findings).toMatchObject([
      { callId: 'odd', kind: 'unknown', reason: expect.stringContaining('still to come') },
    ]);
    addRecord(mock, 'odd', present - 5 * hour);
    const { counts } = await compare({ to: undefined, apply: true });
    expect(counts, 'it is counted once').toMatchObject({ records: 1, different: 1, unknown: 0 });
    expect((await compare({ to: undefined })).verdict).toBe('agrees');
  },
);

test('asks for nothing of a call whose end is still to come: it is judged like any other', async () => {
  const { mock, compare } = await openWorld();
  addRecord(mock, 'endless', present - 3 * hour, present + 400 * 24 * hour);
  const { verdict, counts } = await compare({ apply: true });
  expect({ verdict, counts }).toMatchObject({ verdict: 'differs', counts: { missing: 1, young: 0 } });
  expect((await compare()).verdict).toBe('agrees');
});

test('writes no record without an id, and does not agree to it', async () => {
  const world = await openWorld();
  const [, hidden] = addMany(world);
  await changeLists(world, ({ data, ...answer }) => {
    const callRecordList = data.callRecordList.map((record) =>
      record.callId === hidden ? { ...record, callId: '' } : record,
    );
    return { ...answer, data: { ...data, callRecordList } };
  });
  const counts = { records: 150, recordTalkSeconds: 150, missing: 150, applied: 149 };
  expect(await world.compare({ apply: true })).toMatchObject({ counts, totals: { calls: 149 } });
  const { verdict, findings } = await world.compare({ apply: true });
  expect(verdict).toBe('differs');
  expect(findings).toMatchObject([
    { callId: '', kind: 'missing', applied: false, reason: expect.stringContaining('without a call id') },
  ]);
});

test('by default waits a minute for what has just ended, and a day for a call that goes on', async () => {
  const world = await openWorld();
  const second = 1 / hour;
  await world.play({ callId: 'ended 50 s ago', hoursAgo: 50 * second }, all);
  await world.play({ callId: 'ended 70 s ago', hoursAgo: 70 * second }, all);
  expect((await world.compare({ to: present + 1 })).counts).toMatchObject({ young: 1, missing: 1 });

  world.mock.records.clear();
  for (const hoursAgo of [23, 25]) await world.play({ callId: `${hoursAgo} hours`, hoursAgo }, endings);
  world.mock.records.clear();
  const { counts, findings } = await world.compare({ from: present - 48 * hour });
  expect(counts).toMatchObject({ open: 1, unknown: 1 });
  expect(findings).toMatchObject([{ callId: '25 hours' }]);
});
