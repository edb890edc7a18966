import { createTrtcCallClient } from '@trtc-call/client';
import { createMock } from '@trtc-call/mock';
import { expect, test } from 'vitest';
import type { CheckContext } from '../requirements/check/context.ts';
import { expect as expectAnswer } from '../requirements/check/expect.ts';
import type { CheckedRequirement, Observation } from '../requirements/define.ts';
import { BlockedError, expectThat, InconclusiveError, requireThat } from '../requirements/expect.ts';
import type { RunnableItem } from '../requirements/requirement.ts';
import { createTestContext } from '../testing/test-context.ts';
import { runItem } from './run-items.ts';

const mock = await createMock();
const { sdkAppId, identifier, secretKey } = mock;
const session = {
  baseUrl: 'https://mock.example',
  account: { sdkAppId, identifier, secretKey },
  fetch: (url: string, init: RequestInit) => mock.fetch(url, init),
  now: Date.now,
};

function run(item: RunnableItem<CheckContext>) {
  return runItem(item, async () => createTestContext(session));
}

function requirement(check: CheckedRequirement['check']): CheckedRequirement {
  return { id: 'V1-XYZ-001', level: 'MUST', sentence: 'x', source: [60138], operations: [], check };
}

function observation(observe: Observation['observe']): Observation {
  return { id: 'V1-OBS-999', question: 'x?', decision: [], source: [60138], operations: [], observe };
}

async function askByClient({ clientOptions }: CheckContext): Promise<void> {
  await createTrtcCallClient({ ...clientOptions, generation: 'v1' }).callbacks.get();
}

test('a check that ends has passed', async () => {
  expect(await run(requirement(async () => {}))).toMatchObject({ verdict: 'pass' });
});

test('an expectation that does not hold is a failure, with the exchanges before it', async () => {
  const outcome = await run(
    requirement(async (context) => {
      expectAnswer(await context.send('getRecordByCallId', {})).toSucceed();
    }),
  );
  expect(outcome).toMatchObject({
    verdict: 'fail',
    failure: {
      message: expect.stringMatching(/expected a success, got .*70001/),
      expected: 'a success',
      got: expect.stringMatching(/^HTTP 200, errorCode 70001/),
    },
  });
  expect(outcome.failure?.exchanges).toMatchObject([{ method: 'POST', requestBody: '{}', status: 200 }]);
});

test('what the client says of an answer is a failure', async () => {
  mock.respondWith('getCallback', 'error-70005');
  const check = requirement(askByClient);
  expect(await run(check)).toMatchObject({
    verdict: 'fail',
    failure: { message: expect.stringContaining('70005 RateLimited') },
  });
});

test('what another requirement states is blocked by it, with the exchanges that show it', async () => {
  const check = requirement(async (context) => {
    await context.send('getCallback', {});
    requireThat(false, 'CBG-001', 'a configuration', 'none');
  });
  expect(await run(check)).toMatchObject({
    verdict: 'blocked',
    blockedBy: 'V1-CBG-001',
    reason: 'blocked by V1-CBG-001: expected a configuration, got none',
    failure: { message: 'expected a configuration, got none', exchanges: [{ method: 'POST' }] },
  });
});

test('an answer that leaves the question open is skipped, with the reason', async () => {
  const check = requirement(async () => {
    throw new InconclusiveError('the answers took too long to tell');
  });
  expect(await run(check)).toMatchObject({
    verdict: 'skipped',
    reason: 'the answers took too long to tell',
  });
});

test('a connection that breaks is a failure, and says that no answer came', async () => {
  mock.fault('drop', { operationId: 'getCallback', times: 2 });
  const raw = requirement(async (context) => void (await context.send('getCallback', {})));
  const typed = requirement(askByClient);
  const message = expect.stringContaining('expected an answer, got none');
  expect(await run(raw)).toMatchObject({ verdict: 'fail', failure: { message } });
  expect(await run(typed)).toMatchObject({ verdict: 'fail' });
});

test('a mistake of the suite is an error, not a failure of the target', async () => {
  const broken = requirement(async () => {
    throw new TypeError('x is undefined');
  });
  expect(await run(broken)).toMatchObject({
    verdict: 'error',
    reason: 'TypeError: x is undefined',
  });
});

test('an observation reports what it saw, or what kept it from seeing', async () => {
  expect(await run(observation(async () => 'blue'))).toMatchObject({
    verdict: 'observed',
    observed: 'blue',
  });
  const blind = observation(async () => {
    expectThat(false, 'a colour', 'none');
    return '';
  });
  expect(await run(blind)).toMatchObject({ observed: 'no answer: expected a colour, got none' });
});

test.each([
  { title: 'a failure', one: (text: string) => requirement(async () => expectThat(false, text, text)) },
  {
    title: 'an error',
    one: (text: string) =>
      requirement(async () => {
        throw new Error(text);
      }),
  },
  { title: 'an observation', one: (text: string) => observation(async () => text) },
])('$title shows neither key nor UserSig', async ({ one }) => {
  const userSig = mock.userSig();
  const outcome = JSON.stringify(await run(one(`${secretKey} ${userSig} end`)));
  expect(outcome).toContain('[redacted] [redacted] end');
  expect(outcome).not.toContain(secretKey);
  expect(outcome).not.toContain(userSig);
});

test('a context that cannot be opened is judged by what kept it from being opened', async () => {
  const open = async (): Promise<CheckContext> => {
    throw new BlockedError('V1-RCA-001', 'an acknowledgement', 'none');
  };
  expect(
    await runItem(
      requirement(async () => {}),
      open,
    ),
  ).toMatchObject({
    verdict: 'blocked',
    blockedBy: 'V1-RCA-001',
    failure: { exchanges: [] },
  });
});
