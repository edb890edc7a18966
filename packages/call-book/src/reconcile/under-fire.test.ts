import type { CallRecord } from '@trtc-call/client';
import { isFullProof } from '@trtc-call/test-servers';
import type { AnyEvent } from '@trtc-call/webhooks';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collect, playV1, writeRecordV1 } from '../testing/play-calls.ts';
import { hour, openWorld, present } from '../testing/world.ts';

const results = ['normal_end', 'reject', 'cancel', 'not_answer', 'interrupt'] as const;

/** Calls of the last day, some at the same second, with all that the vendor sends of them. */
function playDay(calls: number): { records: CallRecord[]; events: AnyEvent[] } {
  const played = Array.from({ length: calls }, (_, at) => {
    const result = results[at % 7] ?? 'normal_end';
    const isGroup = at % 11 === 0 && result === 'normal_end';
    const startCallTs = present - 20 * hour + Math.floor((at * 18 * hour) / calls / 60) * 60;
    return {
      callId: `call ${at}`,
      caller: `user ${at % 9}`,
      result,
      startCallTs,
      callees: isGroup ? ['bob', 'carol'] : [`callee ${at % 5}`],
      acceptTs: result === 'normal_end' || result === 'interrupt' ? startCallTs + 3 : undefined,
      endTs: startCallTs + 3 + (at % 13),
    };
  });
  return {
    records: played.map((call) => writeRecordV1(call)),
    events: played.flatMap((call) => playV1(call)),
  };
}

/** What the records of the vendor come to. */
function sum(records: readonly CallRecord[]): number {
  return records.reduce((total, { acceptTs, endTs = 0 }) => total + (acceptTs ? endTs - acceptTs : 0), 0);
}

const calls = 300;
const day = playDay(calls);
const truth = { calls, talkSeconds: sum(day.records), callsWithoutTalkSeconds: 0 };

test('repairs a book that lost webhooks at random, and finds nothing then', async () => {
  const damage = fc.record({
    order: fc.shuffledSubarray(day.events, { minLength: Math.floor(day.events.length * 0.8) }),
    unrecorded: fc.nat({ max: 3 }),
  });
  const property = fc.asyncProperty(damage, async ({ order, unrecorded }) => {
    const { mock, book, compare, sdkAppId } = await openWorld();
    for (const record of day.records) mock.records.add(record);
    for (const event of order) await book.handle(event);
    // Calls of which the vendor has no record.
    for (let at = 0; at < unrecorded; at += 1) {
      const times = {
        startCallTs: present - 10 * hour,
        acceptTs: present - 10 * hour,
        endTs: present - 9 * hour,
      };
      for (const event of playV1({ ...times, callId: `unrecorded ${at}` })) await book.handle(event);
    }
    const found = await compare();
    const applied = await compare({ apply: true });
    expect(applied.counts, 'what is written is what was found').toEqual({
      ...found.counts,
      applied: applied.counts.applied,
    });
    const kinds = ({ counts }: typeof found) => counts.agreeing + counts.missing + counts.different;
    expect(kinds(found), 'each call counts once').toBe(calls);
    expect(found.counts).toMatchObject({
      records: calls,
      recordTalkSeconds: truth.talkSeconds,
      unknown: unrecorded,
    });
    expect(new Set(found.findings.map(({ callId }) => callId)).size).toBe(found.findings.length);
    const again = await compare({ apply: true });
    expect(again.counts).toMatchObject({ agreeing: calls, missing: 0, different: 0, applied: 0 });
    expect(again.findings.map(({ kind }) => kind)).toEqual(Array(unrecorded).fill('unknown'));
    const recorded = await collect(book.calls({ app: sdkAppId }));
    const talk = recorded.flatMap(({ state, talkSeconds }) =>
      state === 'confirmed' ? [talkSeconds ?? 0] : [],
    );
    expect(talk.reduce((total, each) => total + each, 0)).toBe(truth.talkSeconds);
  });
  await fc.assert(property, { numRuns: isFullProof ? 8 : 2 });
}, 60_000);

test('goes on where it was interrupted, and counts each call once', async () => {
  const { mock, compare } = await openWorld();
  for (const record of day.records) mock.records.add(record);
  const whole = await compare();
  const stop = new AbortController();
  let findings = 0;
  const onFinding = () => {
    findings += 1;
    if (findings === 150) stop.abort(new Error('stopped'));
  };
  const clock = { now: present * 1000 };
  const options = { apply: true, resume: true, onFinding, now: () => clock.now };
  await expect(compare({ ...options, signal: stop.signal })).rejects.toThrow('stopped');
  expect((await compare(options)).counts, 'it may still be running').toMatchObject({ records: calls });
  clock.now += 120_000;
  const resumed = await compare({ ...options, to: present - hour });
  expect(resumed.counts).toMatchObject({
    records: whole.counts.records,
    recordTalkSeconds: truth.talkSeconds,
  });
  expect(resumed.totals).toEqual(truth);
});

/** Stops a run at its first finding, when its calls wait to be judged, and lets something happen then. */
async function disturb(happen: (world: Awaited<ReturnType<typeof openWorld>>) => Promise<unknown>) {
  const world = await openWorld();
  for (const record of day.records.slice(0, 9)) world.mock.records.add(record);
  const times = {
    startCallTs: present - 10 * hour,
    acceptTs: present - 10 * hour,
    endTs: present - 9 * hour,
  };
  for (const event of playV1({ ...times, callId: 'unrecorded' })) await world.book.handle(event);
  let findings = 0;
  const onFinding = async () => {
    findings += 1;
    if (findings === 1) await happen(world);
  };
  return world.compare({ onFinding }).then(({ verdict }) => verdict, String);
}

test.each([
  ['is taken over', { resume: true }],
  ['is ended by another one whose clock is ahead', {}],
])('a run that %s says so, and agrees to nothing', async (_, options) => {
  const ahead = () => (present + 8 * 24 * hour) * 1000;
  const verdict = await disturb(({ compare }) => compare({ ...options, now: ahead }));
  expect(verdict).toMatch(
    /^CallBookError: reconcile: another process has taken over this run, or ended it; run it again/,
  );
});
