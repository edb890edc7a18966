import { expect, test } from 'vitest';
import type { Session } from '../../requirements/check/context.ts';
import { apiGenerations } from '../../requirements/suites.ts';
import type { ApiTarget } from '../target.ts';
import { createSessions } from './open-session.ts';

const baseUrl = 'https://target.example/base';
const account = { sdkAppId: 1400000000, identifier: 'administrator', secretKey: 'the-key' };
const target: ApiTarget = {
  name: 'x',
  kind: 'url',
  places: apiGenerations.map(({ generation }) => ({ generation, baseUrl })),
  account,
  apps: 'fixed',
  capabilities: [],
  notes: [],
  unchecked: [],
};
const operations = apiGenerations.flatMap(({ generation }) => Object.values(generation.contract.operations));
const item = { id: 'V1-XYZ-001' } as const;

/** A clock that only goes on by waiting, and the times at which requests left. */
function world() {
  const sent: number[] = [];
  let time = 0;
  const parts = {
    transport: async () => {
      sent.push(time);
      return { status: 200, headers: new Headers(), text: '{}' };
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
async function send({ transport, waitForTurn }: Session, url: string): Promise<void> {
  await waitForTurn?.(url);
  await transport(url, {});
}

function urlFor(path: string): string {
  return `${baseUrl}${path}?sdkappid=1`;
}

const readPath = '/v1/callback/get';

/** The most that were sent within a window of this length. */
function mostWithin(times: readonly number[], milliseconds: number): number {
  return Math.max(
    ...times.map((from) => times.filter((at) => at >= from && at < from + milliseconds).length),
  );
}

test.each(operations)(
  '$path stays below its documented rate on a target in use',
  async ({ path, rateLimit }) => {
    const { sent, parts } = world();
    const session = await createSessions(
      target,
      parts,
    )({
      id: path.startsWith('/v4') ? 'V4-XYZ-001' : 'V1-XYZ-001',
      needs: ['mutate-callback', 'place-calls'],
    });
    for (let count = 0; count < 500; count += 1) await send(session, urlFor(path));
    const { requests, perSeconds } = rateLimit;
    expect(mostWithin(sent, perSeconds * 1000)).toBeLessThan(requests);
  },
);

test('a path that names no operation is paced like the slowest operation', async () => {
  const { sent, parts } = world();
  const session = await createSessions(target, parts)(item);
  for (let count = 0; count < 50; count += 1) await send(session, `${baseUrl}/v1/records/nothing`);
  expect(mostWithin(sent, 1000)).toBeLessThan(10);
});

test('a check that exhausts a rate is not paced, but has a second of silence before and after it', async () => {
  const { sent, parts } = world();
  const open = createSessions(target, parts);
  const before = await open(item);
  await send(before, urlFor(readPath));
  const exhausting = await open({ ...item, needs: ['exhaust-rate-limit'] });
  for (let count = 0; count < 20; count += 1) await send(exhausting, urlFor(readPath));
  const after = await open(item);
  await send(after, urlFor(readPath));
  const [first = 0, ...rest] = sent;
  const last = rest.pop() ?? 0;
  expect(new Set(rest).size).toBe(1);
  expect((rest[0] ?? 0) - first).toBeGreaterThan(1000);
  expect(last - (rest[0] ?? 0)).toBeGreaterThan(1000);
});

test('each check has an app of its own where any app is served, and the one app elsewhere', async () => {
  const apps = async (kind: ApiTarget['apps']) => {
    const open = createSessions({ ...target, apps: kind }, world().parts);
    return [await open(item), await open(item)].map((session) => session.account.sdkAppId);
  };
  expect(new Set(await apps('fresh')).size).toBe(2);
  expect(await apps('fixed')).toEqual([account.sdkAppId, account.sdkAppId]);
});

test.each([
  ['V1-XYZ-001', '/v1/callback/set', 'mutate-callback'],
  ['V1-XYZ-001', '/v1/callback/update', 'mutate-callback'],
  ['V4-XYZ-001', '/v4/call_config/delete_callback', 'mutate-callback'],
  ['V4-XYZ-001', '/v4/call_engine_http_srv/start_call_by_robot', 'place-calls'],
  ['V4-XYZ-001', '/v4/call_engine_http_srv/end_call', 'place-calls'],
] as const)('a check of %s that does not say so cannot send %s, which needs %s', async (id, path, need) => {
  const { sent, parts } = world();
  for (const apps of ['fresh', 'fixed'] as const) {
    const open = createSessions({ ...target, apps }, parts);
    const { transport } = await open({ id, needs: ['call-id'] });
    await expect(transport(urlFor(path), {})).rejects.toThrow(`state that it needs ${need}`);
    await (await open({ id, needs: [need] })).transport(urlFor(path), {});
  }
  expect(sent).toHaveLength(2);
});
