import { errorCodes, type OperationId } from '@trtc-call/spec/v1';
import { beforeEach, describe, expect, test } from 'vitest';
import { createMock, type FaultKind, faultKinds, type Mock } from './index.ts';
import { call, send } from './testing/call.ts';

const rateCode = errorCodes.find(({ name }) => name === 'RateLimited')?.code;
const configuration = { address: 'https://new.example/hook', actions: [] };
let mock: Mock;
let time: number;

beforeEach(async () => {
  time = 1_700_000_000_000;
  mock = await createMock({ now: () => time, rateLimit: false, wait: async () => {} });
});

/** What a caller makes of an answer, or of there being none. */
async function seen(operationId: OperationId, body: object): Promise<string> {
  try {
    const response = await send(mock, operationId, body);
    return `${response.status} ${await response.text()}`;
  } catch (error) {
    return String(error instanceof Error && error.cause);
  }
}

async function storedAddress(): Promise<unknown> {
  const { data } = await call(mock, 'getCallback');
  return (data as { address?: string } | undefined)?.address;
}

describe('the moment of a fault', () => {
  const before: FaultKind[] = ['drop', 'hang', 'reset', 'http-502', 'html-200', 'rate-limit'];

  test.each(before)('%s before the request is carried out leaves the state as it was', async (kind) => {
    mock.fault(kind, { when: 'before' });
    await seen('setCallback', configuration);
    expect(mock.requests).toMatchObject([{ fault: kind, carriedOut: false }]);
    mock.reset({ sdkAppId: mock.sdkAppId });
    time += 60_000;
    mock.fault(kind, { when: 'before' });
    await seen('setCallback', configuration);
    time += 60_000;
    expect(await storedAddress()).toBeUndefined();
  });

  test.each(faultKinds.filter((kind) => kind !== 'rate-limit'))(
    '%s comes after it by default',
    async (kind) => {
      mock.fault(kind);
      await seen('setCallback', configuration);
      expect(mock.requests).toMatchObject([{ fault: kind, carriedOut: true }]);
      expect(await storedAddress()).toBe(configuration.address);
    },
  );

  test('before, the caller sees the same as after', async () => {
    for (const kind of before.filter((each) => each !== 'rate-limit')) {
      mock.fault(kind, { when: 'before' });
      mock.fault(kind, { when: 'after' });
      const first = await seen('setCallback', configuration);
      expect(first, kind).toBe(await seen('setCallback', configuration));
    }
  });

  test('a header names it', async () => {
    const headers = { 'x-mock-fault': 'http-502;when=before' };
    expect((await send(mock, 'setCallback', configuration, { headers })).status).toBe(502);
    expect(await storedAddress()).toBeUndefined();
  });

  test('a request that does not arrive uses up no ordered answer', async () => {
    mock.respondWith('getCallback', 'error-70003');
    mock.fault('drop', { when: 'before' });
    await seen('getCallback', {});
    expect(await seen('getCallback', {})).toContain('70003');
  });

  test('a magic call id names it', async () => {
    const answer = await call(mock, 'getRecordByCallId', { callId: 'mock-fault-rate-limit' });
    expect(answer.errorCode).toBe(rateCode);
    await expect(call(mock, 'getRecordByCallId', { callId: 'mock-fault-reset' })).rejects.toThrow(
      'fetch failed',
    );
  });
});

describe('what a fault makes of an answer', () => {
  test('html-200 is a page with HTTP status 200', async () => {
    mock.fault('html-200');
    const response = await send(mock, 'getCallback');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html']);
    expect(await response.text()).toMatch(/^<html>/);
    expect(mock.requests).toMatchObject([{ errorCode: undefined, requestId: undefined }]);
  });

  test('wrong-types gives every member of the envelope a wrong type', async () => {
    mock.fault('wrong-types');
    const answer = await call(mock, 'setCallback', configuration);
    expect(answer).toEqual({
      errorCode: [0],
      errorMessage: [expect.any(String)],
      requestId: [expect.any(String)],
      data: [configuration.address],
    });
  });

  test('wrong-data leaves the envelope good', async () => {
    mock.fault('wrong-data');
    expect(await call(mock, 'setCallback', configuration)).toMatchObject({ errorCode: 0, data: 42 });
  });

  test('big-body is good JSON of as many bytes as asked for', async () => {
    mock.fault('big-body', { bytes: 5000 });
    mock.fault('big-body');
    for (const bytes of [5000, 10 * 1024 * 1024]) {
      const response = await send(mock, 'setCallback', configuration);
      const text = await response.text();
      expect([text.length, response.headers.get('content-length')]).toEqual([bytes, String(bytes)]);
      expect(JSON.parse(text)).toMatchObject({ errorCode: 0 });
    }
  });

  test('reset-body rejects as fetch does when the connection is reset', async () => {
    mock.fault('reset-body');
    const response = await send(mock, 'setCallback', configuration);
    const error: unknown = await response.text().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'TypeError', cause: { code: 'ECONNRESET' } });
  });

  test('endless-body ends with the connection, after a minute', async () => {
    const waits: number[] = [];
    const patient = await createMock({
      wait: async (milliseconds) => {
        waits.push(milliseconds);
      },
    });
    patient.fault('endless-body', { milliseconds: 20_000 });
    const response = await send(patient, 'getRecordsByFilter', { startTimestamp: 1 });
    expect(response.headers.get('content-length')).toBeNull();
    await expect(response.text()).rejects.toThrow('terminated');
    expect(waits.slice(-3)).toEqual([20_000, 20_000, 20_000]);
    expect(waits.length).toBeLessThanOrEqual(4);
  });

  test('close-idle is a good answer', async () => {
    mock.fault('close-idle');
    expect(await call(mock, 'setCallback', configuration)).toMatchObject({ errorCode: 0 });
  });
});

describe('rate-limit', () => {
  const codes = async (times: number[]): Promise<unknown[]> => {
    const answers = [];
    for (const at of times) {
      time = at;
      answers.push((await call(mock, 'setCallback', configuration)).errorCode);
    }
    return answers;
  };

  test('refuses for as long as it says, from the moment it is ordered', async () => {
    mock.fault('rate-limit', { milliseconds: 5000 });
    expect(await codes([time, time + 4999, time + 5000])).toEqual([rateCode, rateCode, 0]);
    expect(mock.requests).toMatchObject([
      { mistake: 'rate-exceeded', errorCode: rateCode },
      { fault: 'rate-limit' },
      { fault: undefined },
    ]);
  });

  test('may be for some requests only', async () => {
    mock.fault('rate-limit', { milliseconds: 5000, times: 1 });
    expect(await codes([time, time])).toEqual([rateCode, 0]);
  });
});
