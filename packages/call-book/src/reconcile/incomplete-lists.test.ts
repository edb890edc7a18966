import { expect, test } from 'vitest';
import { playV1, toEvent, writeRecordV1 } from '../testing/play-calls.ts';
import { hour, openWorld, present } from '../testing/world.ts';

const all = () => true;

type World = Awaited<ReturnType<typeof openWorld>>;

/** More records than come at once, so that the list is read in parts. */
function addMany({ mock }: World) {
  return Array.from({ length: 150 }, (_, at) => {
    const startCallTs = present - 20 * hour + at * 400;
    return mock.records.add({ startCallTs, acceptTs: startCallTs, endTs: startCallTs + 1 }).callId;
  });
}

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
