import { setTimeout } from 'node:timers/promises';
import { callFlows } from '@trtc-call/spec/v1';
import { createReceiver, type Outcome, type WebhookEvent } from '@trtc-call/webhooks';
import { describe, expect, test } from 'vitest';
import { createMock } from '../create-mock.ts';
import type { MockOptions } from '../options.ts';
import { askAdmin, call } from '../testing/call.ts';
import type { SimulateCallOptions } from './plan-call.ts';

const noon = 1_700_000_000_000;

/** A mock whose clock stands where its waits have brought it, and a receiver that it sends to. */
async function open(options: MockOptions = {}) {
  let time = noon;
  const waits: number[] = [];
  const mock = await createMock({
    records: [],
    now: () => time,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      time += milliseconds;
    },
    ...options,
  });
  const events: Extract<WebhookEvent, { generation: 'v1' }>[] = [];
  const outcomes: Outcome[] = [];
  let failures = 0;
  const receiver = createReceiver({
    sdkAppId: mock.sdkAppId,
    on: {
      '*': (event) => {
        if (failures > 0) {
          failures -= 1;
          throw new Error('no database');
        }
        if (event.command !== '*' && event.generation === 'v1') events.push(event);
      },
    },
    onOutcome: (outcome) => outcomes.push(outcome),
    now: () => time,
  });
  const fetch = (request: Request) => receiver.fetch(request);
  return {
    mock,
    events,
    outcomes,
    waits,
    told: () => events.map((event) => `${event.command} ${('UserId' in event && event.UserId) || ''}`),
    failNext: (times: number) => {
      failures = times;
    },
    play: (wanted: SimulateCallOptions = {}) =>
      mock.simulateCall({ to: 'https://receiver.example', fetch, ...wanted }),
  };
}

const configure = (mock: Awaited<ReturnType<typeof createMock>>, body: object) =>
  call(mock, 'setCallback', body);

describe('a simulated call', () => {
  test('sends what happened and stores the record', async () => {
    const { mock, told, play, outcomes } = await open();
    const { record, deliveries, done } = play({ callId: 'call 1', mediaType: 'video' });
    await done;
    expect(told()).toEqual([
      'caller_start_call alice',
      'callee_receive_call bob',
      'callee_accept_call bob',
      'caller_call_accepted alice',
      'caller_call_end alice',
      'callee_call_end bob',
      'normal_end alice',
      'normal_end bob',
    ]);
    expect(record).toMatchObject({
      callId: 'call 1',
      mediaType: 'video',
      caller: 'alice',
      callees: ['bob'],
      callType: 'single',
      callResult: 'normal_end',
      totalUserNumber: 2,
      startCallTs: noon / 1000 - 63,
      acceptTs: noon / 1000 - 60,
      endTs: noon / 1000,
    });
    expect(mock.records.list()).toEqual([record]);
    expect(deliveries.map(({ outcome, attempts }) => [outcome, attempts.length])).toEqual(
      Array.from({ length: 8 }, () => ['acknowledged', 1]),
    );
    expect(mock.deliveries).toEqual(deliveries);
    expect(outcomes.every(({ outcome }) => outcome === 'handled')).toBe(true);
  });

  test('is one of audio when nothing is said', async () => {
    const { play } = await open();
    expect((await play().done).record).toMatchObject({ mediaType: 'audio', callees: ['bob'] });
  });

  test.each(callFlows.flows)(
    'a $callType call that ends as $result is received as what it is',
    async (flow) => {
      const { events, outcomes, play } = await open();
      const { record, done } = play({ callType: flow.callType, result: flow.result });
      await done;
      expect(events.map(({ command }) => command)).toEqual(
        flow.steps.filter(({ by }) => by !== 'invited' && by !== 'joined').map(({ command }) => command),
      );
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(events.map(() => 'handled'));
      expect(new Set(events.map(({ fingerprint }) => fingerprint)).size).toBe(events.length);
      const isAnswered = flow.steps.some(({ at }) => at === 'answer');
      expect(record.acceptTs !== undefined).toBe(isAnswered);
      expect(record).toMatchObject({ callType: flow.callType, callResult: flow.result });
    },
  );

  test('sends the words that are configured, to the address that is configured', async () => {
    const { mock, told } = await open();
    const actions = ['normal_end', 'callee_receive_call'];
    await configure(mock, { address: 'https://receiver.example/hooks?tenant=1', actions });
    const urls: string[] = [];
    const fetch = async (request: Request) => {
      urls.push(request.url);
      return Response.json({ ErrorCode: 0, ErrorMessage: 'Success' });
    };
    await mock.simulateCall({ fetch }).done;
    expect(urls.map((url) => new URL(url).searchParams.get('command'))).toEqual([
      'callee_receive_call',
      'normal_end',
      'normal_end',
    ]);
    expect(urls.every((url) => url.startsWith('https://receiver.example/hooks?tenant=1&sdkappid='))).toBe(
      true,
    );
    expect(told()).toEqual([]);
  });

  test('without a configuration stores the record and sends nothing', async () => {
    const { mock } = await open();
    const { record, deliveries } = await mock.simulateCall().done;
    expect(deliveries).toEqual([]);
    expect(mock.records.list()).toEqual([record]);
  });

  test('sends again what was not acknowledged, behind what came later', async () => {
    const { told, failNext, play } = await open({ wait: () => setTimeout(20) });
    failNext(1);
    const { deliveries } = await play({ result: 'cancel' }).done;
    expect(deliveries.map(({ outcome, attempts }) => [outcome, attempts.length])).toEqual(
      deliveries.map((_, index) => ['acknowledged', index === 0 ? 2 : 1]),
    );
    expect(told()).toHaveLength(6);
    expect(told().indexOf('caller_start_call alice'), 'the first was overtaken').toBeGreaterThan(0);
  });

  test('gives up after six attempts over twelve seconds', async () => {
    const { waits, play } = await open();
    const fetch = async () => new Response('', { status: 500 });
    const { deliveries } = await play({ fetch, result: 'cancel' }).done;
    expect(deliveries.map(({ outcome, attempts }) => [outcome, attempts.length])).toEqual(
      deliveries.map(() => ['given-up', 6]),
    );
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(12_000 * deliveries.length);
  });

  test('in real pace waits for each moment, and the record is there at the end of the call', async () => {
    const { mock, waits } = await open();
    const recordsThen: number[] = [];
    const fetch = async (request: Request) => {
      if (request.url.includes('command=normal_end')) recordsThen.push(mock.records.list().length);
      else if (request.url.includes('command=caller_call_accepted'))
        recordsThen.push(mock.records.list().length);
      return Response.json({ ErrorCode: 0, ErrorMessage: 'Success' });
    };
    const to = 'https://receiver.example';
    const { record } = await mock.simulateCall({ pace: 'real', ringSeconds: 5, talkSeconds: 30, to, fetch })
      .done;
    expect(waits).toEqual([5000, 30_000]);
    expect(record).toMatchObject({ startCallTs: noon / 1000, endTs: noon / 1000 + 35 });
    expect(recordsThen).toEqual([0, 1, 1]);
  });

  test('a group call reaches all users', async () => {
    const { told, play } = await open();
    await play({ callees: ['bob', 'carl'], invited: ['dora'], joined: ['eve'] }).done;
    expect(told()).toEqual(
      expect.arrayContaining(['invite_user dora', 'join_in_group_call eve', 'normal_end eve']),
    );
  });

  test('reset ends it, and forgets what was sent', async () => {
    const mock = await createMock({ records: [] });
    const fetch = async () => new Response('', { status: 500 });
    const playing = mock.simulateCall({ to: 'https://receiver.example', fetch });
    await expect.poll(() => playing.deliveries.length).toBeGreaterThan(0);
    mock.reset();
    await playing.done;
    expect(playing.deliveries.every(({ outcome }) => outcome === 'ended')).toBe(true);
    expect(mock.deliveries).toEqual([]);
  });

  test.each<[SimulateCallOptions, string]>([
    [{ to: 'receiver' }, 'to: it is not a URL'],
    [{ callees: [] }, 'callees must not be empty; name at least one user'],
    [{ callees: ['bob', 'carl'], result: 'reject' }, 'result: no group call ends as reject'],
    [{ callType: 'single', joined: ['eve'] }, 'callees: a single call has exactly one callee'],
    [{ ringSeconds: -1 }, 'ringSeconds must be an integer from 0 to 86400 (got -1)'],
    [{ talkSeconds: 0.5 }, 'talkSeconds must be an integer from 0 to 86400 (got 0.5)'],
    [{ sdkAppId: 0 }, 'sdkAppId'],
    [{ waitsSeconds: [-1] }, 'waitsSeconds: -1'],
  ])('%j is refused, and nothing is sent', async (options, message) => {
    const { mock, play } = await open();
    expect(() => play(options)).toThrow(
      expect.objectContaining({ code: 'mock-option', message: expect.stringContaining(message) }),
    );
    expect(mock.deliveries).toEqual([]);
  });
});

describe('from outside', () => {
  test.each([
    ['{', 'body is not JSON'],
    ['[]', 'body must be a JSON object'],
    ['{"color":"red"}', 'color is not an option of simulate_call; known options are sdkAppId, caller'],
    ['{"caler":"bob"}', 'caler is not an option of simulate_call; did you mean caller?'],
    ['{"fetch":"x"}', 'fetch is not an option of simulate_call'],
    ['{"callees":"bob"}', 'callees must be a list of strings'],
    ['{"mediaType":7}', 'record.mediaType'],
    ['{"result":7}', 'result'],
    ['{"pace":"slow"}', "pace has an unknown value (got 'slow'); pass one of instant, real"],
    ['{"to":7}', 'to: it is not a URL'],
    ['{"waitsSeconds":"x"}', 'waitsSeconds'],
  ])('%s is refused with the remedy', async (body, error) => {
    const { mock } = await open();
    expect(await askAdmin(mock, 'simulate_call', body)).toEqual({
      status: 400,
      body: { code: 'mock-option', error: expect.stringContaining(error) },
    });
  });
});
