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

const throwing = (error: Error) => requirement(() => Promise.reject(error));

test.each<[title: string, item: RunnableItem<CheckContext>, judgement: object]>([
  ['a check that ends has passed', requirement(async () => {}), { verdict: 'pass' }],
  [
    'an answer that leaves the question open is skipped, with the reason',
    throwing(new InconclusiveError('the answers took too long to tell')),
    { verdict: 'skipped', reason: 'the answers took too long to tell' },
  ],
  [
    'a mistake of the suite is an error, not a failure of the target',
    throwing(new TypeError('x is undefined')),
    { verdict: 'error', reason: 'TypeError: x is undefined' },
  ],
  [
    'an error shows its cause',
    throwing(new Error('broken', { cause: new Error('no room') })),
    { verdict: 'error', reason: 'Error: broken (no room)' },
  ],
  [
    'what is thrown and no error is shown as it is',
    requirement(() => Promise.reject('a text')),
    { verdict: 'error', reason: 'a text' },
  ],
  [
    'an observation reports what it saw',
    observation(async () => 'blue'),
    { verdict: 'observed', observed: 'blue' },
  ],
  [
    'an observation reports what kept it from seeing',
    observation(async () => expectThat(false, 'a colour', 'none') ?? ''),
    { verdict: 'observed', observed: 'no answer: expected a colour, got none' },
  ],
  [
    'what another requirement states is blocked by it, with the exchanges that show it',
    requirement(async (context) => {
      await context.send('getCallback', {});
      requireThat(false, 'CBG-001', 'a configuration', 'none');
    }),
    {
      verdict: 'blocked',
      blockedBy: 'V1-CBG-001',
      reason: 'blocked by V1-CBG-001: expected a configuration, got none',
      failure: { message: 'expected a configuration, got none', exchanges: [{ method: 'POST' }] },
    },
  ],
  [
    'an expectation that does not hold is a failure, with the exchanges before it',
    requirement(async (context) => {
      expectAnswer(await context.send('getRecordByCallId', {})).toSucceed();
    }),
    {
      verdict: 'fail',
      failure: {
        message: expect.stringMatching(/expected a success, got .*70001/),
        expected: 'a success',
        got: expect.stringMatching(/^HTTP 200, errorCode 70001/),
        exchanges: [{ method: 'POST', requestBody: '{}', status: 200 }],
      },
    },
  ],
])('%s', async (_title, item, judgement) => {
  expect(await run(item)).toMatchObject(judgement);
});

test('what the client says of an answer is a failure', async () => {
  mock.respondWith('getCallback', 'error-70005');
  const message = expect.stringContaining('70005 RateLimited');
  expect(await run(requirement(askByClient))).toMatchObject({ verdict: 'fail', failure: { message } });
});

test('a connection that breaks is a failure, and says that no answer came', async () => {
  mock.fault('drop', { operationId: 'getCallback', times: 2 });
  const raw = requirement(async (context) => void (await context.send('getCallback', {})));
  const message = expect.stringContaining('expected an answer, got none');
  expect(await run(raw)).toMatchObject({ verdict: 'fail', failure: { message } });
  expect(await run(requirement(askByClient))).toMatchObject({ verdict: 'fail' });
});

test.each<[title: string, make: (text: string) => RunnableItem<CheckContext>]>([
  ['a failure', (text) => requirement(async () => expectThat(false, text, text))],
  ['an error', (text) => throwing(new Error(text))],
  ['an observation', (text) => observation(async () => text)],
])('%s shows neither key nor UserSig', async (_title, make) => {
  const userSig = mock.userSig();
  const outcome = JSON.stringify(await run(make(`${secretKey} ${userSig} end`)));
  expect(outcome).toContain('[redacted] [redacted] end');
  expect(outcome).not.toContain(secretKey);
  expect(outcome).not.toContain(userSig);
});

test('an item is over when what it left behind is ended', async () => {
  const ended = Promise.withResolvers<void>();
  const steps: string[] = [];
  const context = createTestContext({ ...session, close: () => ended.promise });
  const judged = runItem(
    requirement(async () => {}),
    async () => context,
  ).then(() => steps.push('judged'));
  await new Promise(setImmediate);
  steps.push('ended');
  ended.resolve();
  await judged;
  expect(steps).toEqual(['ended', 'judged']);
});

test('a context that cannot be opened is judged by what kept it from being opened', async () => {
  const blocked = new BlockedError('V1-RCA-001', 'an acknowledgement', 'none');
  const judged = runItem(throwing(blocked), () => Promise.reject(blocked));
  expect(await judged).toMatchObject({
    verdict: 'blocked',
    blockedBy: 'V1-RCA-001',
    failure: { exchanges: [] },
  });
});
