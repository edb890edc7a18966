import { describe, expect, expectTypeOf, onTestFinished, test, vi } from 'vitest';
import { type CallRecord, createTrtcCallClient, type TrtcCallError } from './index.ts';
import { fetchAnswering, refusal, rejection, sampleRecord, success } from './testing/answering-fetch.ts';

const options = { generation: 'v1', sdkAppId: 1400000000, userSig: 'canary-sig', retry: false } as const;
const get = (body: unknown) =>
  createTrtcCallClient({ ...options, fetch: fetchAnswering(body).fetch }).records.get('a');

describe('result', () => {
  test('of a success has the data and the answer', async () => {
    const result = await get(success(sampleRecord)).result();
    expect(result).toMatchObject({ ok: true, data: sampleRecord, response: { status: 200, attempts: 1 } });
    if (result.ok) expectTypeOf(result.data).toEqualTypeOf<CallRecord | null>();
    else expectTypeOf(result.error).toEqualTypeOf<TrtcCallError>();
  });

  test('of a failure has the error', async () => {
    expect(await get(refusal(70001)).result()).toMatchObject({ ok: false, error: { code: 70001 } });
  });

  test('of a wrong argument has the error too', async () => {
    const client = createTrtcCallClient(options);
    expect(await client.records.get('').result()).toMatchObject({ ok: false, error: { kind: 'argument' } });
  });

  test("leaves what is not this package's: the reason of an abort", async () => {
    const reason = new RangeError('enough');
    const call = createTrtcCallClient(options).records.get('a', { signal: AbortSignal.abort(reason) });
    expect(await rejection(call.result())).toBe(reason);
  });
});

test('withResponse gives the answer as it came, and no credential', async () => {
  const { data, response } = await get(success(sampleRecord)).withResponse();
  expect(data).toEqual(sampleRecord);
  expect(response).toMatchObject({
    status: 200,
    url: 'https://callkit-intl.trtc.tencent-cloud.com/v1/records/get_record_by_callId',
    body: success(sampleRecord),
    attempts: 1,
  });
  expect(response.headers).toBeInstanceOf(Headers);
  expect(JSON.stringify(response)).not.toContain('canary');
});

test('a failed call of which only the result is asked leaves no unhandled rejection', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  onTestFinished(() => {
    process.off('unhandledRejection', unhandled);
  });
  await get(refusal(70001)).result();
  await rejection(get(refusal(70001)).withResponse());
  await new Promise((resolve) => setImmediate(resolve));
  expect(unhandled).not.toHaveBeenCalled();
});

describe('a deletion whose answer was lost', () => {
  const reset = () => Promise.reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
  const deleteAfter = (first: () => Promise<Response>) => {
    let attempts = 0;
    const fetch = async () => {
      attempts += 1;
      return attempts === 1 ? first() : Response.json(refusal(999));
    };
    const client = createTrtcCallClient({
      ...options,
      retry: { baseMilliseconds: 1, capMilliseconds: 1 },
      fetch,
    });
    return client.callbacks.delete();
  };

  test('is done when the service then knows no configuration', async () => {
    expect(await deleteAfter(reset)).toBeUndefined();
  });

  test('is a refusal when no attempt before can have done it', async () => {
    expect(await rejection(deleteAfter(async () => Response.json(refusal(999))))).toMatchObject({
      code: 999,
    });
    const refusedConnection = () =>
      Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    expect(await rejection(deleteAfter(refusedConnection))).toMatchObject({ code: 999 });
    const limited = deleteAfter(async () => Response.json(refusal(70005)));
    expect(await rejection(limited)).toMatchObject({ code: 999, previousAttempts: [{ code: 70005 }] });
  });
});
