import { errorCodes, findMistake, type OperationId, operations } from '@trtc-call/spec/v1';
import { beforeEach, describe, expect, test } from 'vitest';
import { createMock, type Mock, MockOptionError } from './index.ts';
import { call, send } from './testing/call.ts';

let mock: Mock;
let waits: number[];

beforeEach(async () => {
  waits = [];
  mock = await createMock({
    now: () => 1_700_000_000_000,
    rateLimit: false,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
  });
});

const record = { callId: 'mock-success' };

describe('a named example', () => {
  const cases = errorCodes.flatMap(({ code, operations: ids }) =>
    ids.map((operationId: OperationId) => ({
      operationId,
      code,
      name: code === 0 ? 'success' : `error-${code}`,
    })),
  );

  test.each(cases)('$name of $operationId is ordered', async ({ operationId, code, name }) => {
    mock.respondWith(operationId, name);
    expect((await call(mock, operationId)).errorCode).toBe(code);
  });

  test.each(cases)('$name of $operationId is preferred', async ({ operationId, code, name }) => {
    const answer = await call(mock, operationId, {}, { headers: { prefer: `code=200, example=${name}` } });
    expect(answer.errorCode).toBe(code);
  });

  test('is chosen by a magic call id', async () => {
    const answer = await call(mock, 'getRecordByCallId', { callId: 'mock-error-70005' });
    expect(answer.errorCode).toBe(70005);
  });

  test('is not chosen by a call id that another operation does not know', async () => {
    const answer = await call(mock, 'deleteCallback', { callId: 'mock-success' });
    expect(answer.errorCode).toBe(findMistake('callback-absent').answer);
  });

  test('may show another documented type of the envelope', async () => {
    const answer = await call(mock, 'getRecordByCallId', { callId: 'mock-success-other-types' });
    expect(answer).toMatchObject({ errorCode: '0', requestId: expect.any(Number) });
  });

  test('is answered as often as it was ordered, for the app it was ordered for', async () => {
    mock.respondWith('getRecordByCallId', 'error-70005', { times: 2, sdkAppId: 5 });
    const code = async (sdkAppId: number) =>
      (await call(mock, 'getRecordByCallId', record, { sdkAppId })).errorCode;
    expect([await code(6), await code(5), await code(5), await code(5)]).toEqual([0, 70005, 70005, 0]);
  });

  test('is given whatever the request holds', async () => {
    mock.respondWith('getCallback', 'success');
    const response = await mock.fetch(`https://x.example${operations.getCallback.path}`, { method: 'POST' });
    expect(await response.json()).toMatchObject({ errorCode: 0, data: { address: expect.any(String) } });
  });

  test('that does not exist is refused with the names of those that do', () => {
    expect(() => mock.respondWith('getCallback', 'error-1')).toThrow(
      /^exampleName has an unknown value \(got 'error-1'\); pass one of success, .*error-999/,
    );
    expect(() => mock.respondWith('getNothing' as OperationId, 'success')).toThrow(MockOptionError);
  });

  test('that does not exist is an explained refusal when it is preferred', async () => {
    const answer = await call(mock, 'getCallback', {}, { headers: { prefer: 'example=nothing' } });
    expect(answer.errorCode).not.toBe(0);
    expect(answer.errorMessage).toMatch(/no example of that name; getCallback has success/);
  });
});

describe('a fault', () => {
  test('drop rejects as fetch does when the other side closes', async () => {
    mock.fault('drop');
    await expect(send(mock, 'getRecordByCallId', record)).rejects.toBeInstanceOf(TypeError);
    expect((await call(mock, 'getRecordByCallId', record)).errorCode).toBe(0);
  });

  test('http-502 is a page of HTML', async () => {
    mock.fault('http-502');
    const response = await send(mock, 'getRecordByCallId', record);
    expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html']);
    expect(await response.text()).toContain('<html>');
  });

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

  test('is for one operation and one app when they are named', async () => {
    mock.fault('http-502', { operationId: 'getCallback', sdkAppId: 5 });
    expect((await send(mock, 'getCallback', {}, { sdkAppId: 6 })).status).toBe(200);
    expect((await send(mock, 'getRecordByCallId', {}, { sdkAppId: 5 })).status).toBe(200);
    expect((await send(mock, 'getCallback', {}, { sdkAppId: 5 })).status).toBe(502);
  });

  test('is asked for by a header', async () => {
    const response = await send(mock, 'getCallback', {}, { headers: { 'x-mock-fault': 'http-502' } });
    expect(response.status).toBe(502);
  });

  test('is asked for by a magic call id', async () => {
    await call(mock, 'getRecordByCallId', { callId: 'mock-fault-delay-77' });
    expect(waits).toEqual([77]);
  });

  test('that is unknown is an explained refusal when a header asks for it', async () => {
    const answer = await call(mock, 'getCallback', {}, { headers: { 'x-mock-fault': 'explode' } });
    expect(answer.errorMessage).toContain('x-mock-fault names no fault');
  });

  test('is in the journal', async () => {
    await send(mock, 'getCallback', {}, { headers: { 'x-mock-fault': 'http-502' } });
    expect(mock.requests[0]).toMatchObject({ fault: 'http-502', errorCode: undefined });
  });
});
