import { type OperationId, operations } from '@trtc-call/spec/v1';
import { expect, test } from 'vitest';
import type { Session } from '../../requirements/v1/check/context.ts';
import { createSessions } from './open-session.ts';
import type { Target } from './target.ts';

const baseUrl = 'https://target.example/base';
const account = { sdkAppId: 1400000000, identifier: 'administrator', secretKey: 'the-key' };
const target: Target = { name: 'x', kind: 'url', baseUrl, account, apps: 'fixed', capabilities: [] };
const operationIds = Object.values(operations).map(({ operationId }) => operationId);

/** A clock that only goes on by waiting, and the times at which requests left. */
function world() {
  const sent: number[] = [];
  let time = 0;
  const parts = {
    fetch: async () => {
      sent.push(time);
      return new Response('{}');
    },
    now: () => time,
    clock: () => time,
    random: () => 0,
    wait: async (milliseconds: number) => {
      time += milliseconds;
    },
  };
  return { sent, parts };
}

/** Sends a request as a check does: when it is its turn. */
async function send({ fetch, waitForTurn }: Session, url: string): Promise<void> {
  await waitForTurn?.(url);
  await fetch(url, {});
}

function urlFor(operation: OperationId): string {
  return `${baseUrl}${operations[operation].path}?sdkappid=1`;
}

/** The most that were sent within a window of this length. */
function mostWithin(times: readonly number[], milliseconds: number): number {
  return Math.max(
    ...times.map((from) => times.filter((at) => at >= from && at < from + milliseconds).length),
  );
}

test.each(operationIds)('%s stays below its documented rate on somebody’s target', async (operation) => {
  const { sent, parts } = world();
  const session = await createSessions(target, parts)({ needs: ['mutate-callback'] });
  for (let count = 0; count < 500; count += 1) await send(session, urlFor(operation));
  const { requests, perSeconds } = operations[operation].rateLimit;
  expect(mostWithin(sent, perSeconds * 1000)).toBeLessThan(requests);
});

test('a path that names no operation is paced like the slowest operation', async () => {
  const { sent, parts } = world();
  const session = await createSessions(target, parts)({});
  for (let count = 0; count < 50; count += 1) await send(session, `${baseUrl}/v1/records/nothing`);
  expect(mostWithin(sent, 1000)).toBeLessThan(10);
});

test('a check that exhausts a rate is not paced, but has a second of silence before and after it', async () => {
  const { sent, parts } = world();
  const open = createSessions(target, parts);
  const before = await open({});
  await send(before, urlFor('getCallback'));
  const exhausting = await open({ needs: ['exhaust-rate-limit'] });
  for (let count = 0; count < 20; count += 1) await send(exhausting, urlFor('getCallback'));
  const after = await open({});
  await send(after, urlFor('getCallback'));
  const [first = 0, ...rest] = sent;
  const last = rest.pop() ?? 0;
  expect(new Set(rest).size).toBe(1);
  expect((rest[0] ?? 0) - first).toBeGreaterThan(1000);
  expect(last - (rest[0] ?? 0)).toBeGreaterThan(1000);
});

test('each check has an app of its own where any app is served, and the one app elsewhere', async () => {
  const apps = async (kind: Target['apps']) => {
    const open = createSessions({ ...target, apps: kind }, world().parts);
    return [await open({}), await open({})].map((session) => session.account.sdkAppId);
  };
  expect(new Set(await apps('fresh')).size).toBe(2);
  expect(await apps('fixed')).toEqual([account.sdkAppId, account.sdkAppId]);
});

test.each(['setCallback', 'updateCallback', 'deleteCallback'] as const)(
  'a check that does not say that it writes cannot send %s',
  async (operation) => {
    const { sent, parts } = world();
    for (const apps of ['fresh', 'fixed'] as const) {
      const { fetch } = await createSessions({ ...target, apps }, parts)({ needs: ['call-id'] });
      await expect(fetch(urlFor(operation), {})).rejects.toThrow(/state that it needs mutate-callback/);
    }
    expect(sent).toEqual([]);
  },
);
