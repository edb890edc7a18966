import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { describeItem } from './run/list-requirements.ts';
import { allItems, isRunnable } from './run/plan.ts';
import { runRequirement } from './run/run-requirement.ts';
import { prepareMockTarget } from './targets/v1/mock-target.ts';
import { createSessions } from './targets/v1/open-session.ts';

const { target, release } = await prepareMockTarget();
afterAll(release);

const openSession = createSessions(target, {
  fetch: (url, init) => fetch(url, init),
  now: Date.now,
  clock: () => performance.now(),
  random: Math.random,
  wait: (milliseconds) => sleep(milliseconds),
});

// The same array that users run against their targets.
for (const item of allItems.filter(isRunnable)) {
  const { id, level, sentence } = describeItem(item);
  test.concurrent(`${id} ${level} ${sentence}`, async () => {
    const outcome = await runRequirement(item, await openSession(item));
    expect(outcome.verdict, 'message' in outcome ? outcome.message : '').toMatch(/^(pass|observed)$/);
  });
}
