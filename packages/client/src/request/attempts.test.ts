import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTrtcCallClient, LimiterFullError, type RetryOptions } from '../index.ts';
import { answeringFetch, refusal, rejection, sampleRecord, success } from '../testing/answering-fetch.ts';

const options = { generation: 'v1', sdkAppId: 1400000000, userSig: 'a-user-sig', limiter: false } as const;

// Loaded while time still passes.
beforeAll(() => import('../redact/pattern-redact.ts').then(() => {}));
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const reset = () => Promise.reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
const json = (body: unknown) => new Response(JSON.stringify(body));

/** Answers in turn, the last one for ever. */
function inTurn(...answers: (() => Response | Promise<Response>)[]) {
  let turn = 0;
  return answeringFetch(() => {
    const answer = answers[Math.min(turn, answers.length - 1)] ?? reset;
    turn += 1;
    return answer();
  });
}

const well = () => json(success(sampleRecord));

const { setImmediate: turn } = globalThis;

/** Lets all time pass that the call waits for, in steps: what it reads and loads meanwhile takes turns, not time. */
async function settle<Value>(call: Promise<Value>): Promise<Value> {
  let isSettled = false;
  const note = () => {
    isSettled = true;
  };
  call.then(note, note);
  while (!isSettled) {
    await vi.advanceTimersByTimeAsync(100);
    for (let turns = 0; turns < 5; turns += 1) await new Promise<void>((resolve) => turn(resolve));
  }
  return call;
}

describe('a call is tried again', () => {
  const failures = {
    'after a reset': reset,
    'after HTTP 500': () => new Response('', { status: 500 }),
    'after HTTP 502 with a page': () => new Response('<html>', { status: 502 }),
    'after a page in place of JSON': () => new Response('<html>'),
    'after an empty body': () => new Response(''),
    'after half a body': () => new Response('{"errorCode":0,'),
    'after 70005': () => json(refusal(70005)),
    'after a timeout': () => new Promise<never>(() => {}),
  };
  test.each(Object.entries(failures))('%s', async (_, failure) => {
    const { fetch, sent } = inTurn(failure, well);
    const call = createTrtcCallClient({ ...options, fetch }).records.get('a-call');
    expect(await settle(call)).toEqual(sampleRecord);
    expect(sent).toHaveLength(2);
  });
});

describe('a call is not tried again', () => {
  const failures = {
    'after HTTP 404': () => new Response('', { status: 404 }),
    'after a redirect': () => new Response('', { status: 302 }),
    'after 70001': () => json(refusal(70001)),
    'after a code that no page lists': () => json(refusal(12345)),
    'after JSON that is not an envelope': () => json({ hello: 'world' }),
    'after an answer that is too long': () => new Response('x'.repeat(101)),
  };
  test.each(Object.entries(failures))('%s', async (_, failure) => {
    const { fetch, sent } = inTurn(failure, well);
    const client = createTrtcCallClient({ ...options, fetch, maxAnswerBytes: 100 });
    expect(await rejection(settle(client.records.get('a-call')))).toMatchObject({ previousAttempts: [] });
    expect(sent).toHaveLength(1);
  });

  test('when retry is false', async () => {
    const { fetch, sent } = inTurn(reset, well);
    await rejection(settle(createTrtcCallClient({ ...options, fetch, retry: false }).records.get('a')));
    expect(sent).toHaveLength(1);
  });
});

describe('each attempt', () => {
  test('has a random number of its own', async () => {
    const { fetch, sent } = inTurn(reset, reset, well);
    await settle(createTrtcCallClient({ ...options, fetch }).records.get('a-call'));
    const numbers = sent.map(({ url }) => url.searchParams.get('random'));
    expect(new Set(numbers).size).toBe(3);
  });

  test('asks the source of UserSigs, which may have another by now', async () => {
    const { fetch, sent } = inTurn(reset, well);
    const userSig = vi.fn(async () => `sig-${userSig.mock.calls.length}`);
    await settle(createTrtcCallClient({ ...options, userSig, fetch }).records.get('a-call'));
    expect(sent.map(({ url }) => url.searchParams.get('usersig'))).toEqual(['sig-1', 'sig-2']);
  });

  test('sends the body of the first, whatever the caller did to its argument since', async () => {
    const { fetch, sent } = inTurn(reset, () =>
      json({ ...success({ totalNum: 0, page: 1, callRecordList: [] }) }),
    );
    const filter = { startTimestamp: 5 };
    const call = createTrtcCallClient({ ...options, fetch }).records.query(filter);
    filter.startTimestamp = 6;
    await settle(call);
    expect(sent.map(({ init }) => init.body)).toEqual(Array(2).fill('{"startTimestamp":5}'));
  });
});

describe('the error after the last attempt', () => {
  test('carries the cause of every attempt, in order', async () => {
    const { fetch, sent } = inTurn(
      reset,
      () => new Response('', { status: 503 }),
      () => json(refusal(70005)),
      reset,
    );
    const client = createTrtcCallClient({ ...options, fetch, retry: { maxAttempts: 4 } });
    const error = await rejection(settle(client.records.get('a-call')));
    expect(sent).toHaveLength(4);
    expect(error).toMatchObject({
      kind: 'connection',
      code: 'ECONNRESET',
      message: expect.stringContaining('attempt 4 of the call'),
      url: 'https://callkit-intl.trtc.tencent-cloud.com/v1/records/get_record_by_callId',
      previousAttempts: [
        { kind: 'connection', code: 'ECONNRESET' },
        { kind: 'http-status', status: 503 },
        { kind: 'refused', code: 70005 },
      ],
    });
    expect(JSON.parse(JSON.stringify(error)).previousAttempts[1]).toMatchObject({ status: 503 });
  });

  test('is the refusal, when that was the last word', async () => {
    const { fetch } = inTurn(reset, () => json(refusal(70001)));
    const error = await rejection(settle(createTrtcCallClient({ ...options, fetch }).records.get('a')));
    expect(error).toMatchObject({ kind: 'refused', code: 70001, previousAttempts: [{ kind: 'connection' }] });
  });
});

describe('an expired UserSig', () => {
  const secretKey = '0123456789abcdef'.repeat(4);
  // A wait before another attempt would end the call.
  const retry = { baseMilliseconds: 60_000, capMilliseconds: 60_000 };
  const keyed = { generation: 'v1', sdkAppId: 1400000000, secretKey, limiter: false, retry } as const;
  const expired = () => json(refusal(70003));

  test('is signed anew once, at once', async () => {
    const { fetch, sent } = inTurn(expired, well);
    let time = 1_700_000_000_000;
    vi.useRealTimers();
    const client = createTrtcCallClient({ ...keyed, fetch, random: () => 0.9, now: () => (time += 1000) });
    expect(await client.records.get('a-call')).toEqual(sampleRecord);
    const [first, second] = sent.map(({ url }) => url.searchParams.get('usersig'));
    expect(first).not.toBe(second);
  });

  test('that was given as text cannot be renewed, and is refused at once', async () => {
    const { fetch, sent } = inTurn(expired, well);
    expect(
      await rejection(settle(createTrtcCallClient({ ...options, fetch }).records.get('a'))),
    ).toMatchObject({
      code: 70003,
    });
    expect(sent).toHaveLength(1);
  });
});

describe('the deadline of a call', () => {
  test('ends attempts and waits, and tells what had failed', async () => {
    const { fetch } = inTurn(reset, () => new Promise<never>(() => {}));
    const client = createTrtcCallClient({ ...options, fetch, deadlineMilliseconds: 8000 });
    const failed = rejection(client.records.get('a-call'));
    await vi.advanceTimersByTimeAsync(8000);
    expect(await failed).toMatchObject({
      kind: 'deadline',
      scope: 'call',
      milliseconds: 8000,
      previousAttempts: [{ kind: 'connection' }],
    });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('can be given for one call', async () => {
    const { fetch } = inTurn(() => new Promise<never>(() => {}));
    const call = createTrtcCallClient({ ...options, fetch }).records.get('a', { deadlineMilliseconds: 5000 });
    const failed = rejection(call);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await failed).toMatchObject({ kind: 'deadline', milliseconds: 5000 });
  });

  test('that the next wait would pass ends the call at once with what failed', async () => {
    const { fetch, sent } = inTurn(() => json(refusal(70005)));
    const retry: RetryOptions = { baseMilliseconds: 20_000, capMilliseconds: 20_000 };
    const client = createTrtcCallClient({
      ...options,
      fetch,
      retry,
      random: () => 0.9,
      deadlineMilliseconds: 4000,
    });
    expect(await rejection(client.records.get('a-call'))).toMatchObject({ kind: 'refused', code: 70005 });
    expect(sent).toHaveLength(1);
  });
});

test('an abort with an error of this package leaves that error as it is', async () => {
  const controller = new AbortController();
  const { fetch } = inTurn(reset);
  const retry: RetryOptions = { baseMilliseconds: 5000 };
  const client = createTrtcCallClient({ ...options, fetch, retry, random: () => 0.9 });
  const failed = rejection(client.records.get('a-call', { signal: controller.signal }));
  await vi.advanceTimersByTimeAsync(1000);
  const reason = Object.freeze(new LimiterFullError('getCallback', 1));
  controller.abort(reason);
  expect(await failed).toBe(reason);
});

test("an abort while it waits ends the call with the signal's reason, and leaves no timer", async () => {
  const controller = new AbortController();
  const { fetch, sent } = inTurn(reset);
  const retry: RetryOptions = { baseMilliseconds: 5000 };
  const client = createTrtcCallClient({ ...options, fetch, retry, random: () => 0.9 });
  const failed = rejection(client.records.get('a-call', { signal: controller.signal }));
  await vi.advanceTimersByTimeAsync(1000);
  const reason = new RangeError('enough');
  controller.abort(reason);
  expect(await failed).toBe(reason);
  expect(sent).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});
