// What Vitest runs: one test for each item of the plan, titled by its id, level and sentence. A verdict travels in the
// test's meta; a test itself fails only when the suite does.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, inject, test } from 'vitest';
import { openHar, recordHar } from '../check/record-har.ts';
import type { Fetch } from '../check/recorder.ts';
import { describeItem } from './list-requirements.ts';
import { createSessions } from './open-session.ts';
import { allItems, isRunnable } from './plan.ts';
import { runRequirement } from './run-requirement.ts';
import './suite-plan.ts';

const { target, ids, har } = inject('conformancePlan');
const plainFetch: Fetch = (url, init) => fetch(url, init);
let unwritten: Error | undefined;
const file =
  har &&
  openHar(har, target.account, (error) => {
    unwritten = error;
  });
afterAll(() => {
  file?.close();
  if (unwritten) throw unwritten;
});
const openSession = createSessions(target, {
  fetch: file ? recordHar(plainFetch, file, Date.now) : plainFetch,
  now: Date.now,
  random: Math.random,
  wait: (milliseconds) => sleep(milliseconds),
});
const run = target.apps === 'fresh' ? test.concurrent : test;

for (const item of allItems.filter(({ id }) => ids.includes(id)).filter(isRunnable)) {
  const { id, level, sentence } = describeItem(item);
  run(`${id} ${level} ${sentence}`, async ({ task }) => {
    task.meta.outcome = await runRequirement(item, await openSession(item));
  });
}
