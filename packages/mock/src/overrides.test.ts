import { v1, v4 } from '@trtc-call/spec';
import { findMistake, type OperationId } from '@trtc-call/spec/v1';
import { beforeEach, describe, expect, test } from 'vitest';
import { createMock, type Mock, MockOptionError, type OperationName } from './index.ts';
import { Overrides } from './overrides.ts';
import { call } from './testing/call.ts';

let mock: Mock;
beforeEach(async () => {
  mock = await createMock({ now: () => 1_700_000_000_000, rateLimit: false });
});

describe('a named example', () => {
  const cases = [v1, v4].flatMap(({ contract: { generation, envelope, errorCodes, operations } }) =>
    errorCodes.flatMap(({ code, operations: operationIds }) =>
      operationIds.map((operationId: string) => {
        const path = Object.values(operations).find(
          (operation) => operation.operationId === operationId,
        )?.path;
        const name = code === 0 ? 'success' : `error-${code}`;
        return { named: `${generation}.${operationId}` as OperationName, path, envelope, code, name };
      }),
    ),
  );

  test.each(cases)(
    '$name of $named is forced, and preferred, whatever the request holds',
    async ({ named, path, envelope, code, name }) => {
      mock.respondWith(named, name);
      for (const headers of [{}, { prefer: `code=200, example=${name}` }]) {
        const response = await mock.fetch(`https://x.example${path}`, { method: 'POST', headers });
        expect((await response.json())[envelope.code]).toBe(code);
      }
    },
  );

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

  test('is answered as often as it was set, for the app it was set for', async () => {
    mock.respondWith('getRecordByCallId', 'error-70005', { times: 2, sdkAppId: 5 });
    const code = async (sdkAppId: number) =>
      (await call(mock, 'getRecordByCallId', { callId: 'mock-success' }, { sdkAppId })).errorCode;
    expect([await code(6), await code(5), await code(5), await code(5)]).toEqual([0, 70005, 70005, 0]);
  });

  test('that does not exist is refused with the names of those that do', () => {
    expect(() => mock.respondWith('getCallback', 'error-1')).toThrow(
      /^example has an unknown value \(got 'error-1'\); pass one of success, .*error-999/,
    );
    expect(() => mock.respondWith('getNothing' as OperationId, 'success')).toThrow(MockOptionError);
  });

  test('that does not exist is an explained refusal when it is preferred', async () => {
    const answer = await call(mock, 'getCallback', {}, { headers: { prefer: 'example=nothing' } });
    expect(answer.errorCode).not.toBe(0);
    expect(answer.errorMessage).toMatch(/no example of that name; getCallback has success/);
  });
});

test('clearing one app leaves the overrides of the others', () => {
  const overrides = new Overrides<string>();
  overrides.add('mine', { sdkAppId: 5 });
  overrides.add('other', { sdkAppId: 6 });
  overrides.clear(5);
  expect([
    overrides.next({ operationId: 'getCallback', sdkAppId: 5 }, 0),
    overrides.next({ operationId: 'getCallback', sdkAppId: 6 }, 0),
  ]).toEqual([undefined, 'other']);
  overrides.add('again', {});
  overrides.clear();
  expect(overrides.next({ operationId: 'getCallback', sdkAppId: 6 }, 0)).toBeUndefined();
});

test.each([0, -1, 1.5, Number.NaN])('%s times are refused', (times) => {
  expect(() => new Overrides<string>().add('x', {}, times)).toThrow(MockOptionError);
});

test('what is set and never used is bounded', () => {
  const overrides = new Overrides<string>();
  for (let count = 0; count < 10_000; count += 1) overrides.add('x', {});
  expect(() => overrides.add('x', {})).toThrow('at most 10000 may wait for a request');
  overrides.next({}, 0);
  overrides.add('x', {});
});
