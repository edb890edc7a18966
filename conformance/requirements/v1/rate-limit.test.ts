import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { InconclusiveError } from '../expect.ts';
import type { Answer } from './check/answer.ts';
import { createContext } from './check/context.ts';
import { rateLimit } from './rate-limit.ts';

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
  const account = { sdkAppId: 1400000000, identifier: 'administrator', secretKey: 'a-key' };
  const baseUrl = 'https://target.example';
  const context = createContext({ baseUrl, account, fetch, now: clock, clock, random: () => 0.5 });
  // A machine that is slow to send has requests leave one after the other: each seems to be answered at once.
  const slow: typeof context = {
    ...context,
    send: async (...request): Promise<Answer> => ({ ...(await context.send(...request)), took: 1 }),
  };
  return rateLimit[0]?.check?.(slow) ?? Promise.reject(new Error('the requirement is gone'));
}

test('a target that lets more through than its rate at one moment fails', async () => {
  await expect(run(0)).rejects.toThrow('to be refused by 70005, got all of 25 let through');
});

test('where requests were answered over more than the span of the rate, the question stays open', async () => {
  await expect(run(100)).rejects.toThrow(InconclusiveError);
});
