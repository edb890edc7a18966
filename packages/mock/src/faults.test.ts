import { errorCodes, type OperationId } from '@trtc-call/spec/v1';
import { beforeEach, describe, expect, test } from 'vitest';
import { createFault, type FaultSettings, parseFault } from './faults.ts';
import { createMock, type FaultKind, faultKinds, type Mock, MockOptionError } from './index.ts';
import { call, send } from './testing/call.ts';

const rateCode = errorCodes.find(({ name }) => name === 'RateLimited')?.code;
const configuration = { address: 'https://new.example/hook', actions: [] };
const record = { callId: 'mock-success' };
let mock: Mock;
let time: number;
let waits: number[];

beforeEach(async () => {
  time = 1_700_000_000_000;
  waits = [];
  mock = await createMock({
    now: () => time,
    rateLimit: false,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
  });
});

describe('a fault in words', () => {
  test.each([
    { text: 'delay=500', fault: { kind: 'delay', when: 'after', milliseconds: 500 } },
    { text: 'delay-500', fault: { kind: 'delay', milliseconds: 500 } },
    { text: 'delay', fault: { kind: 'delay', milliseconds: 1000 } },
    { text: 'delay=0', fault: { kind: 'delay', milliseconds: 0 } },
    { text: 'drop', fault: { kind: 'drop', when: 'after' } },
    { text: 'drop;when=before', fault: { kind: 'drop', when: 'before' } },
    { text: 'hang=5;when=before', fault: { kind: 'hang', when: 'before', milliseconds: 5 } },
    { text: 'hang;when=after', fault: { kind: 'hang', when: 'after', milliseconds: 60_000 } },
    { text: 'reset-body', fault: { kind: 'reset-body' } },
    { text: 'http-502', fault: { kind: 'http-502' } },
    { text: 'slow-body-20', fault: { kind: 'slow-body', milliseconds: 20 } },
    { text: 'big-body-20', fault: { kind: 'big-body', milliseconds: 0, bytes: 20 } },
    { text: 'big-body=999999999', fault: { kind: 'big-body', bytes: 64 * 1024 * 1024 } },
    { text: 'delay=999999999', fault: { kind: 'delay', milliseconds: 60_000 } },
    { text: 'slow-body', fault: { kind: 'slow-body', milliseconds: 1000 } },
    { text: 'endless-body', fault: { kind: 'endless-body', milliseconds: 1000 } },
    { text: 'big-body', fault: { kind: 'big-body', bytes: 10 * 1024 * 1024 } },
    { text: 'rate-limit', fault: { kind: 'rate-limit', when: 'before', milliseconds: 1000 } },
  ])('$text', ({ text, fault }) => {
    expect(parseFault(text)).toMatchObject(fault);
  });

  test.each([
    'delay=-1',
    'delay=9999999999',
    'explode',
    'toString',
    '',
    'truncate;when=before',
    'rate-limit;when=after',
  ])('%j names no fault', (text) => {
    expect(parseFault(text)).toBeUndefined();
  });
});

test('each kind can be made, and is written by its name', () => {
  expect(faultKinds.map((kind) => createFault(kind))).toEqual(faultKinds.map((kind) => parseFault(kind)));
});

test('what the answer is needed for cannot come before there is one', () => {
  const able = faultKinds.filter((kind) => parseFault(`${kind};when=before`));
  expect(able).toEqual(['drop', 'hang', 'reset', 'http-502', 'html-200', 'rate-limit']);
  expect(() => createFault('truncate', { when: 'before' })).toThrow(
    `when cannot be before for truncate; leave it out, or use one of ${able.join(', ')}`,
  );
});

test.each<{ name: string; kind: string; settings?: FaultSettings }>([
  { name: 'an unknown kind', kind: 'explode' },
  { name: 'the name of an inherited member', kind: 'toString' },
  { name: 'a negative delay', kind: 'delay', settings: { milliseconds: -1 } },
  { name: 'a delay beyond the bound', kind: 'delay', settings: { milliseconds: 60_001 } },
  { name: 'a delay that is not a number', kind: 'delay', settings: { milliseconds: Number.NaN } },
  { name: 'a delay that is a text', kind: 'delay', settings: JSON.parse('{"milliseconds":"5"}') },
  { name: 'a body beyond the bound', kind: 'big-body', settings: { bytes: 64 * 1024 * 1024 + 1 } },
  { name: 'an unknown moment', kind: 'drop', settings: { when: 'never' as 'before' } },
  { name: 'a moment that is not possible', kind: 'rate-limit', settings: { when: 'after' } },
])('$name is refused', ({ kind, settings }) => {
  expect(() => createFault(kind as FaultKind, settings)).toThrow(MockOptionError);
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

describe('a fault', () => {
  test('is for one operation and one app when they are named', async () => {
    mock.fault('http-502', { operationId: 'getCallback', sdkAppId: 5 });
    expect((await send(mock, 'getCallback', {}, { sdkAppId: 6 })).status).toBe(200);
    expect((await send(mock, 'getRecordByCallId', {}, { sdkAppId: 5 })).status).toBe(200);
    expect((await send(mock, 'getCallback', {}, { sdkAppId: 5 })).status).toBe(502);
  });

  test.each([
    ['explode', /^mock: x-mock-fault does not name a fault; known are delay, drop, /],
    ['dely=5', /^mock: x-mock-fault does not name a fault; did you mean delay\?$/],
    ['truncate;when=before', /^mock: x-mock-fault has a value that truncate cannot have$/],
  ])('that is %s is an explained refusal when a header asks for it', async (fault, message) => {
    const answer = await call(mock, 'getCallback', {}, { headers: { 'x-mock-fault': fault } });
    expect(answer.errorMessage).toMatch(message);
  });
});

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
    for (const kind of before.filter((kind) => kind !== 'rate-limit')) {
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

  test('a request that does not arrive uses up no forced answer', async () => {
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
  test('delay waits before the answer', async () => {
    mock.fault('delay', { milliseconds: 1234 });
    expect((await call(mock, 'getRecordByCallId', record)).errorCode).toBe(0);
    expect(waits).toEqual([1234]);
  });

  test('slow-body sends the body in pieces', async () => {
    mock.fault('slow-body', { milliseconds: 1000 });
    expect((await call(mock, 'getRecordByCallId', record)).errorCode).toBe(0);
    expect(waits).toEqual([200, 200, 200, 200, 200]);
  });

  test('truncate ends in the middle of the body', async () => {
    mock.fault('truncate');
    const response = await send(mock, 'getRecordByCallId', record);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toBeInstanceOf(TypeError);
  });

  test.each([
    ['http-502', 502],
    ['html-200', 200],
  ] as const)('%s is a page of HTML with HTTP status %i', async (kind, status) => {
    mock.fault(kind);
    const response = await send(mock, 'getCallback');
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'text/html']);
    expect(await response.text()).toMatch(/^<html>/);
    expect(mock.requests).toMatchObject([{ fault: kind, errorCode: undefined, requestId: undefined }]);
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
    mock.fault('endless-body', { milliseconds: 20_000 });
    const response = await send(mock, 'getRecordsByFilter', { startTimestamp: 1 });
    expect(response.headers.get('content-length')).toBeNull();
    await expect(response.text()).rejects.toThrow('terminated');
    expect(waits).toEqual([20_000, 20_000, 20_000]);
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

  test('refuses for as long as it says, from the moment it is set', async () => {
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
