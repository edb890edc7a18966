import { setImmediate as nextTurn } from 'node:timers/promises';
import { createMock } from '@trtc-call/mock';
import { isFullProof } from '@trtc-call/test-servers';
import { describe, expect, test } from 'vitest';
import type { CheckContext } from '../requirements/check/context.ts';
import { isRunnable, type RunnableItem } from '../requirements/requirement.ts';
import { apiGenerations } from '../requirements/suites.ts';
import type { SessionParts } from '../targets/api/open-session.ts';
import { recordTarget } from '../targets/api/open-target.ts';
import { createTransport } from '../targets/recorder.ts';
import type { ApiTarget } from '../targets/target.ts';
import { listItems } from './items.ts';
import { type Judgement, type OnJudged, runItems } from './run-items.ts';

const baseUrl = 'https://slow.example';
const everything = listItems(apiGenerations.map(({ suite }) => suite)).filter(isRunnable);
const operations = apiGenerations.flatMap(({ generation }) => Object.values(generation.contract.operations));

/** A target in use. */
function createTarget(account: ApiTarget['account']): ApiTarget {
  const places = apiGenerations.map(({ generation }) => ({ generation, baseUrl }));
  return {
    name: 'slow',
    kind: 'url',
    places,
    account,
    apps: 'fixed',
    capabilities: [],
    notes: [],
    unchecked: [],
  };
}

/** Runs items against a target as the suite does. */
function runAgainst(
  target: ApiTarget,
  items: readonly RunnableItem<CheckContext>[],
  { transport, ...parts }: Partial<SessionParts> & Pick<SessionParts, 'transport'>,
  onJudged: OnJudged<CheckContext>,
  signal = new AbortController().signal,
): Promise<void> {
  const opened = recordTarget({ target, transport, release: async () => {} }, { signal, parts });
  return runItems(opened, items, onJudged, signal);
}

/** A clock that goes on when everybody waits: a run of minutes takes seconds. */
function createVirtualClock() {
  let time = Date.UTC(2026, 0, 1);
  const started = time;
  const waiting: { at: number; wake(): void }[] = [];
  return {
    now: () => time,
    elapsed: () => time - started,
    wait: (milliseconds: number) =>
      new Promise<void>((wake) => {
        waiting.push({ at: time + milliseconds, wake });
      }),
    async runUntil(work: Promise<void>): Promise<void> {
      let isDone = false;
      const ended = work.finally(() => {
        isDone = true;
      });
      while (!isDone) {
        for (let turn = 0; turn < 5; turn += 1) await nextTurn();
        waiting.sort((one, other) => one.at - other.at);
        const next = waiting.shift();
        if (next === undefined) continue;
        time = Math.max(time, next.at);
        next.wake();
      }
      await ended;
    },
  };
}

/** Runs items against a target in use that is slow to answer. */
async function runSlowly(
  latencyMilliseconds: number,
  items: readonly RunnableItem<CheckContext>[] = everything,
) {
  const clock = createVirtualClock();
  const { now, wait } = clock;
  const mock = await createMock({ now });
  const { sdkAppId, identifier, secretKey } = mock;
  const target = createTarget({ sdkAppId, identifier, secretKey });
  const arrivals: { path: string; at: number }[] = [];
  const outcomes = new Map<string, Judgement>();
  const fetch = async (url: string, init: RequestInit) => {
    arrivals.push({ path: new URL(url).pathname, at: now() });
    const answer = await mock.fetch(url, init);
    await wait(latencyMilliseconds);
    return answer;
  };
  const parts = { transport: createTransport(fetch), now, clock: now, random: () => 0.5, wait };
  const run = runAgainst(target, items, parts, ({ id }, judgement) => void outcomes.set(id, judgement));
  await clock.runUntil(run);
  return { seconds: clock.elapsed() / 1000, arrivals, outcomes };
}

// What is asked before and after the checks: whether the target is there, what it has, and that it has it again.
const questionsAround = 5;

describe.each([
  { latency: 200, secondsEach: 5 },
  ...(isFullProof ? [{ latency: 1200, secondsEach: 14 }] : []),
])('with $latency ms for each answer', { timeout: 120_000 }, ({ latency, secondsEach }) => {
  const exhausts = ({ needs }: RunnableItem<CheckContext>) => needs?.includes('exhaust-rate-limit') ?? false;

  test(`a run of everything takes at most ${secondsEach} s for each operation, keeps the rates, and finds no fault in the mock`, async () => {
    const polite = await runSlowly(
      latency,
      everything.filter((item) => !exhausts(item)),
    );
    const exhausting = await runSlowly(latency, everything.filter(exhausts));
    const outcomes = [...polite.outcomes, ...exhausting.outcomes];
    expect(outcomes.filter(([, { verdict }]) => verdict !== 'pass' && verdict !== 'observed')).toEqual([]);
    expect(outcomes).toHaveLength(everything.length);
    const whole = polite.seconds + exhausting.seconds + (questionsAround * latency) / 1000;
    const spent = `${polite.seconds} s for the longest lane below the rates, ${exhausting.seconds} s to try the rates`;
    expect(whole, spent).toBeLessThanOrEqual(secondsEach * operations.length);
    for (const { path, rateLimit } of operations) {
      const times = polite.arrivals.filter((arrival) => arrival.path === path).map(({ at }) => at);
      const span = rateLimit.perSeconds * 1000;
      const most = Math.max(
        ...times.map((from) => times.filter((at) => at >= from && at < from + span).length),
      );
      expect(most, path).toBeLessThan(rateLimit.requests);
    }
  });
});

test('one requirement at a time changes the configuration, while others read', async () => {
  const clock = createVirtualClock();
  const underWay = { changing: 0, reading: 0 };
  const most = { changing: 0, reading: 0 };
  const item = (id: `V4-XYZ-${string}`, kind: 'changing' | 'reading'): RunnableItem<CheckContext> => ({
    id,
    level: 'MUST',
    sentence: id,
    source: [60138],
    operations: ['getCallback'],
    ...(kind === 'changing' && { needs: ['mutate-callback'] }),
    async check() {
      underWay[kind] += 1;
      most[kind] = Math.max(most[kind], underWay[kind]);
      await clock.wait(100);
      underWay[kind] -= 1;
    },
  });
  const items = ['1', '2', '3', '4'].flatMap((number) => [
    item(`V4-XYZ-00${number}`, 'changing'),
    item(`V4-XYZ-01${number}`, 'reading'),
  ]);
  const target = createTarget({ sdkAppId: 1400000000, identifier: 'administrator', secretKey: 'the-key' });
  const parts = { transport: createTransport(fetch), now: clock.now, clock: clock.now, wait: clock.wait };
  await clock.runUntil(runAgainst(target, items, parts, () => {}));
  expect(most).toEqual({ changing: 1, reading: 4 });
  expect(clock.elapsed()).toBe(400);
});

test('where each requirement has an app of its own, one at a time places calls, since a wait moves the clock of all', () => {
  const target = createTarget({ sdkAppId: 1400000000, identifier: 'administrator', secretKey: 'the-key' });
  const prepared = {
    target: { ...target, apps: 'fresh' } as const,
    transport: createTransport(fetch),
    release: async () => {},
  };
  const { schedule } = recordTarget(prepared, { signal: new AbortController().signal });
  const calling = everything.filter(({ needs }) => needs?.includes('place-calls'));
  const lanes = schedule(everything).flatMap((stage) => stage.filter(({ atOnce }) => atOnce > 1));
  expect(calling.length).toBeGreaterThan(5);
  expect(lanes.flatMap(({ items }) => items).filter((item) => calling.includes(item))).toEqual([]);
});

test.each([
  { needs: [], isWaitedFor: false },
  { needs: ['mutate-callback' as const], isWaitedFor: true },
])('an answer that does not come is waited for after an interruption only where $needs', async (row) => {
  const controller = new AbortController();
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<Response>();
  const item: RunnableItem<CheckContext> = {
    id: 'V4-XYZ-001',
    level: 'MUST',
    sentence: 'x',
    source: [60138],
    operations: ['getCallback'],
    needs: row.needs,
    check: (context) => context.send('getCallback', {}).then(() => {}),
  };
  const fetch = () => {
    asked.resolve();
    return answered.promise;
  };
  const target = createTarget({ sdkAppId: 1400000000, identifier: 'administrator', secretKey: 'the-key' });
  const parts = { transport: createTransport(fetch) };
  let hasEnded = false;
  const run = runAgainst(target, [item], parts, () => {}, controller.signal).then(() => {
    hasEnded = true;
  });
  await asked.promise;
  controller.abort();
  for (let turn = 0; turn < 5; turn += 1) await nextTurn();
  expect(hasEnded).toBe(!row.isWaitedFor);
  answered.resolve(Response.json({ ErrorCode: 0 }));
  await run;
});

test('when the signal is aborted nothing more is sent, and what was under way is not reported', async () => {
  const controller = new AbortController();
  let sent = 0;
  const fetch = async () => {
    sent += 1;
    controller.abort();
    return Response.json({ errorCode: 0 });
  };
  const reported: string[] = [];
  const mock = await createMock();
  const { sdkAppId, identifier, secretKey } = mock;
  const target = createTarget({ sdkAppId, identifier, secretKey });
  const parts = { transport: createTransport(fetch) };
  await runAgainst(target, everything, parts, ({ id }) => void reported.push(id), controller.signal);
  expect({ sent, reported }).toEqual({ sent: 1, reported: [] });
});
