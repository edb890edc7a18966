import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  type ContractViolation,
  channelNames,
  createTrtcCallClient,
  type ExchangeEvent,
  type FetchLike,
  type RequestEvent,
  type ResponseEvent,
  type RetryEvent,
} from '../index.ts';
import { fetchAnswering, refusal, rejection, sampleRecord, success } from '../testing/answering-fetch.ts';

const retry = { baseMilliseconds: 1 };
const { callId, sdkAppId } = sampleRecord;
const options = { generation: 'v1', sdkAppId, userSig: 'canary-sig', retry, random: () => 0 } as const;
const offline = { ...sampleRecord, callResult: 'offline' };

/** Fails once, then answers. */
function failingOnce(answer: unknown): FetchLike {
  let failed = false;
  return async (url) => {
    if (failed) return Response.json(answer);
    failed = true;
    throw new Error(`cannot reach ${url}`);
  };
}

describe('hooks', () => {
  test('are told of each attempt, its end, and that another follows', async () => {
    const told: [string, RequestEvent | ResponseEvent | RetryEvent][] = [];
    const client = createTrtcCallClient({
      ...options,
      fetch: failingOnce(success(sampleRecord)),
      onRequest: (event) => told.push(['request', event]),
      onResponse: (event) => told.push(['response', event]),
      onRetry: (event) => told.push(['retry', event]),
    });
    const startedAt = performance.now();
    await client.records.get('a-call');
    const took = performance.now() - startedAt;
    const url = 'https://callkit-intl.trtc.tencent-cloud.com/v1/records/get_record_by_callId';
    const first = { operationId: 'getRecordByCallId', method: 'POST', url, attempt: 1 };
    expect(told).toMatchObject([
      ['request', first],
      ['response', { request: first, status: undefined, error: { kind: 'connection' } }],
      ['retry', { request: first, error: { kind: 'connection' }, delayMilliseconds: 0 }],
      ['request', { ...first, attempt: 2 }],
      ['response', { request: { attempt: 2 }, status: 200, error: undefined, requestId: expect.any(String) }],
    ]);
    const [[, request], [, response]] = told as [[string, RequestEvent], [string, ResponseEvent]];
    expect(response.request).toBe(request);
    expect(response.milliseconds).toBeGreaterThanOrEqual(0);
    expect(response.milliseconds).toBeLessThanOrEqual(took);
    expect(JSON.stringify(told)).not.toContain('canary');
  });

  test('are told of each attempt as it was on the wire, without its UserSig', async () => {
    const told: ExchangeEvent[] = [];
    const answer = success({ ...sampleRecord, caller: 'canary-sig' });
    const client = createTrtcCallClient({
      ...options,
      fetch: failingOnce(answer),
      now: () => 1_767_323_045_000,
      onExchange: (event) => told.push(event),
    });
    await client.records.get('a-call/canary-sig');
    expect(told).toMatchObject([
      { attempt: 1, startedAt: 1_767_323_045_000, answer: undefined, error: { kind: 'connection' } },
      {
        attempt: 2,
        request: {
          method: 'POST',
          body: '{"callId":"a-call/[redacted]"}',
          headers: { 'content-type': 'application/json' },
        },
        answer: { status: 200, headers: { 'content-type': 'application/json' } },
        error: undefined,
      },
    ]);
    expect(told[1]?.request.url).toContain('usersig=[redacted]&');
    expect(told[1]?.answer?.body).toBe(JSON.stringify(answer).replace('canary-sig', '[redacted]'));
    expect(JSON.stringify(told)).not.toContain('canary');
  });

  test('are told of an attempt that runs out of time once', async () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const onExchange = vi.fn();
    const fetch: FetchLike = () => new Promise(() => {});
    const failed = rejection(
      createTrtcCallClient({ ...options, retry: false, fetch, onExchange }).records.get('a-call'),
    );
    await vi.advanceTimersByTimeAsync(60_000);
    const error = await failed;
    expect(onExchange.mock.calls).toMatchObject([[{ answer: undefined, error: { kind: 'deadline' } }]]);
    expect(onExchange.mock.lastCall?.[0].error, 'a listener may change it').not.toBe(error);
  });

  test('are told of an answer whose body is not read', async () => {
    const onExchange = vi.fn();
    const fetch: FetchLike = async () => new Response('<html>', { status: 404 });
    await rejection(
      createTrtcCallClient({ ...options, fetch, retry: false, onExchange }).records.get('a-call'),
    );
    expect(onExchange.mock.calls).toMatchObject([
      [{ answer: { status: 404, body: undefined }, error: { kind: 'http-status' } }],
    ]);
  });

  test('are told of a refusal as an error of its attempt', async () => {
    const onResponse = vi.fn();
    const { fetch } = fetchAnswering(refusal(70001));
    await rejection(createTrtcCallClient({ ...options, fetch, onResponse }).records.get('a-call'));
    expect(onResponse.mock.calls).toMatchObject([[{ status: 200, error: { kind: 'refused', code: 70001 } }]]);
  });

  test('are told of the end when the caller gives up', async () => {
    const onResponse = vi.fn();
    const controller = new AbortController();
    const fetch: FetchLike = () => {
      controller.abort();
      return new Promise(() => {});
    };
    const client = createTrtcCallClient({ ...options, fetch, onResponse });
    await rejection(client.records.get('a-call', { signal: controller.signal }));
    expect(onResponse.mock.calls).toMatchObject([[{ status: undefined, error: undefined }]]);
  });

  test('that fail change nothing, and the first failure of each is a process warning', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    onTestFinished(() => warned.mockRestore());
    const broken = () => {
      throw new RangeError('a\u001b[31m broken hook');
    };
    const hooks = { onRequest: broken, onResponse: broken, onRetry: broken, onContractViolation: broken };
    const client = createTrtcCallClient({ ...options, ...hooks, fetch: failingOnce(success(offline)) });
    expect(await client.records.get('a-call')).toEqual(offline);
    await vi.waitFor(() => expect(warned).toHaveBeenCalledTimes(4));
    expect(warned.mock.calls[0]).toEqual([
      'trtc-call: the hook onRequest failed: RangeError: a [31m broken hook. Nothing else is affected; its further failures are not reported.',
      { type: 'TrtcCallWarning', code: 'TRTC_CALL_HOOK_FAILED' },
    ]);
  });

  test('cannot change what is sent, decided or given to the caller', async () => {
    const sent: string[] = [];
    const fetch: FetchLike = async (_, init) => {
      sent.push(JSON.stringify({ ...init, signal: undefined }));
      return Response.json(refusal(sent.length === 1 ? 70001 : 70005));
    };
    const hook = (event: object) => change(event);
    const hooks = { onRequest: hook, onResponse: hook, onRetry: hook, onExchange: hook };
    const retry = { maxAttempts: 3, capMilliseconds: 1 };
    const changed = createTrtcCallClient({ ...options, retry, ...hooks, fetch, onContractViolation: hook });
    const error = await rejection(changed.records.get('a-call'));
    const plain = createTrtcCallClient({ ...options, fetch: async () => Response.json(refusal(70001)) });
    expect(JSON.stringify(error)).toBe(JSON.stringify(await rejection(plain.records.get('a-call'))));
    expect(await rejection(changed.records.get('a-call'))).toMatchObject({ code: 70005 });
    // A refusal for good is not tried again, one for now as often as ever.
    expect(sent).toHaveLength(1 + 3);
    expect(new Set(sent).size).toBe(1);
  });

  test('may abort the call that they are told of', async () => {
    const controller = new AbortController();
    const reason = new RangeError('enough');
    const { fetch, sent } = fetchAnswering(success(sampleRecord));
    const client = createTrtcCallClient({ ...options, fetch, onRequest: () => controller.abort(reason) });
    expect(await rejection(client.records.get('a-call', { signal: controller.signal }))).toBe(reason);
    expect(sent).toHaveLength(0);
  });
});

/** Does what it can to everything that hangs on an event. */
function change(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Reflect.ownKeys(value)) {
    change(Reflect.get(value, key));
    if (Array.isArray(value) && key === 'length') continue;
    const isFlag = typeof Reflect.get(value, key) === 'boolean';
    Reflect.set(value, key, isFlag ? !Reflect.get(value, key) : 'changed');
  }
  Reflect.set(value, 'added', 'changed');
}

describe('contract violations', () => {
  const get = async (validate: 'off' | 'report' | 'strict', record: object) => {
    const violations: ContractViolation[] = [];
    const { fetch } = fetchAnswering(success(record));
    const onContractViolation = (violation: ContractViolation) => violations.push(violation);
    const client = createTrtcCallClient({ ...options, fetch, validate, onContractViolation });
    const result = await client.records.get(callId).result();
    return { result, violations };
  };
  const wrong = { ...sampleRecord, startCallTs: 'canary text' };
  const violation = {
    operationId: 'getRecordByCallId',
    generation: 'v1',
    requestId: '1c8960ac38d61be38b6fb219db0182d1',
    rule: 'type',
    pointer: '/data/startCallTs',
    expected: 'an integer of at least 0',
    got: 'a string',
  };

  test('are reported, and the answer is given as it came', async () => {
    const { result, violations } = await get('report', wrong);
    expect(result).toMatchObject({ ok: true, data: wrong });
    expect(violations).toEqual([violation]);
  });

  test('are errors when strict, and reported too', async () => {
    const { result, violations } = await get('strict', wrong);
    expect(result).toMatchObject({ ok: false, error: { kind: 'contract', issues: [{ got: 'a string' }] } });
    expect(violations).toEqual([violation]);
  });

  test('by news are not errors, even when strict', async () => {
    const { result, violations } = await get('strict', offline);
    expect(result).toMatchObject({ ok: true, data: offline });
    expect(violations).toMatchObject([{ rule: 'unlisted-word', got: '"offline"' }]);
  });

  test('are not looked for when off', async () => {
    const { result, violations } = await get('off', wrong);
    expect(result).toMatchObject({ ok: true, data: wrong });
    expect(violations).toEqual([]);
  });
});

test('subscribers of channels get the same events, without credentials', async () => {
  const told: string[] = [];
  for (const [name, channel] of Object.entries(channelNames)) {
    const listen = (event: unknown) => told.push(`${name} ${JSON.stringify(event)}`);
    subscribe(channel, listen);
    onTestFinished(() => {
      unsubscribe(channel, listen);
    });
  }
  const client = createTrtcCallClient({ ...options, fetch: failingOnce(success(offline)) });
  await client.records.get(callId);
  await vi.waitFor(() => expect(told).toHaveLength(8));
  expect(told.map((line) => line.split(' ')[0])).toEqual([
    'onRequest',
    'onExchange',
    'onResponse',
    'onRetry',
    'onRequest',
    'onExchange',
    'onResponse',
    'onContractViolation',
  ]);
  expect(told.join()).not.toContain('canary');
});

test('no channels are used where the runtime has a stub of getBuiltinModule that throws', async () => {
  const getBuiltinModule = () => {
    throw new Error('A Node.js API is used which is not supported in the Edge Runtime');
  };
  vi.stubGlobal('process', { getBuiltinModule });
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  const client = createTrtcCallClient({ ...options, fetch: fetchAnswering(success(sampleRecord)).fetch });
  expect(await client.records.get(callId)).toEqual(sampleRecord);
});
