import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTestContext } from '../../testing/test-context.ts';
import { InconclusiveError } from '../expect.ts';
import { suite } from '../v1/index.ts';

/** The first requirement of rates against a target that lets everything through, and takes so long for each request. */
function run(millisecondsEach: number): Promise<void> {
  let time = Date.UTC(2026, 0, 1);
  let turn = Promise.resolve();
  const fetch = async () => {
    turn = turn.then(async () => {
      await setImmediate();
      time += millisecondsEach;
    });
    await turn;
    return Response.json({ errorCode: 0, errorMessage: 'Success', requestId: 'x', data: {} });
  };
  const clock = () => time;
  const context = createTestContext({ fetch, now: clock, clock });
  return (
    suite.checked.find(({ id }) => id === 'V1-RAT-001')?.check(context) ??
    Promise.reject(new Error('the requirement is gone'))
  );
}

test('a target that lets more through than its rate at one moment fails', async () => {
  await expect(run(0)).rejects.toThrow('to be refused by 70005, got all of 25 let through');
});

test('where requests were answered over more than the span of the rate, the question stays open', async () => {
  await expect(run(100)).rejects.toThrow(InconclusiveError);
});
