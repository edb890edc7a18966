import { createTrtcCallClient } from '@trtc-call/client';
import { signUserSig } from '@trtc-call/client/usersig';
import type { Mock } from '@trtc-call/mock';
import { expect, test, vi } from 'vitest';
import type { Evidence } from '../evidence.ts';
import { playV1, toEvent, writeRecordV1 } from '../testing/play-calls.ts';
import { hour, openWorld, present } from '../testing/world.ts';

const all = () => true;
const endings = (word: string) => /end|cancel|reject/.test(word);

test('says what can no longer be known', async () => {
  const { play, compare } = await openWorld();
  await play({ callId: 'old', hoursAgo: 8 * 24 });
  await play({ callId: 'new' });
  const { verdict, findings, counts } = await compare({ from: present - 9 * 24 * hour });
  expect(counts).toMatchObject({ expired: 1, agreeing: 1, unknown: 0 });
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

/** The record of a call that was answered at once. */
function addRecord(mock: Mock, callId: string, start: number, end = start + 9): void {
  const times = { startCallTs: start, acceptTs: start, endTs: end };
  mock.records.add({ ...writeRecordV1({ callId }), ...times });
}

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

test('reports each of many calls that are too old once', async () => {
  const { book, compare, sdkAppId } = await openWorld();
  const old = Array.from({ length: 450 }, (_, at): Evidence => {
    const startTime = {
      value: present - 8 * 24 * hour + Math.floor(at / 3),
      source: 'stated',
      at: 0,
    } as const;
    const key = { generation: 'v1', app: sdkAppId, callId: `old ${at}` } as const;
    return { ...key, state: 'ended', claims: { startTime }, users: new Map() };
  });
  await book.store.fold(old);
  const { counts, findings } = await compare({ from: present - 9 * 24 * hour });
  expect(counts).toMatchObject({ expired: 450 });
  expect(new Set(findings.map(({ callId }) => callId)).size).toBe(450);
});

test('does not take a failure of the book for one of the service', async () => {
  const { book, compare, play } = await openWorld();
  await play({ callId: 'a' });
  const failure = new Error('the disk is full');
  vi.spyOn(book.store, 'find').mockRejectedValue(failure);
  await expect(compare()).rejects.toBe(failure);
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
