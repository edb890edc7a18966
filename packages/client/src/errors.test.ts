import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  ArgumentError,
  ConnectionError,
  ContractError,
  DeadlineError,
  HttpStatusError,
  isErrorForPeople,
  isTrtcCallError,
  LimiterFullError,
  RefusedError,
} from './errors.ts';
import { createHarFile } from './har/index.ts';

const operationId = 'getCallback' as const;

const errors = {
  refused: new RefusedError({
    code: 999,
    reason: 'CallbackNotConfigured',
    requestId: 'an-id',
    operationId,
    remedy: 'Create one first.',
    retryable: false,
    vendorMessage: 'none',
  }),
  'http-status': new HttpStatusError(operationId, 502),
  connection: new ConnectionError(operationId, Object.assign(new Error('closed'), { code: 'ECONNRESET' })),
  deadline: new DeadlineError(operationId, 10000, 'attempt'),
  contract: new ContractError(
    operationId,
    [{ rule: 'type', pointer: '/data', expected: 'a string', got: 'null' }],
    'an-id',
  ),
  'limiter-full': new LimiterFullError(operationId, 1000),
  argument: new ArgumentError('records.get', 'callId', 'is missing', 'pass a string'),
};

const messages = {
  refused: 'getCallback: refused with 999 CallbackNotConfigured: none (an-id)',
  'http-status': 'getCallback: answered with HTTP status 502',
  connection: 'getCallback: no answer: ECONNRESET',
  deadline: 'getCallback: timed out after 10000 ms',
  contract: 'getCallback: the answer breaks the contract: /data is null, not a string (an-id)',
  'limiter-full':
    "getCallback: not sent: 1000 calls wait already for their turn under the vendor's rate limit; send fewer at once, or pass createLocalLimiter({ maxQueue }) as limiter",
  argument: 'records.get: callId is missing: pass a string',
};

describe.each(Object.values(errors))('$name', (error) => {
  test('says in one line what happened', () => {
    expect(error.message).toBe(messages[error.kind]);
  });

  test('has its kind and its class name, also at the head of its stack', () => {
    expect(error).toBe(errors[error.kind]);
    expect(error.name).toBe(error.constructor.name);
    expect(error.stack).toMatch(new RegExp(`^${error.name}: `));
    expect(error).toBeInstanceOf(Error);
  });

  test('keeps its message in JSON', () => {
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      name: error.name,
      kind: error.kind,
      message: error.message,
    });
  });

  test('is known by the guard, also by that of another copy of the package', async () => {
    expect(isTrtcCallError(error)).toBe(true);
    const copy: typeof import('./errors.ts') = await import(`./errors.ts?copy=${error.name}`);
    expect(copy.RefusedError).not.toBe(RefusedError);
    expect(copy.isTrtcCallError(error)).toBe(true);
  });
});

test('a refusal without words of the vendor says its code, its name and the request', () => {
  const { code, reason, requestId, remedy, retryable } = errors.refused;
  const facts = { code, reason, requestId, operationId, remedy, retryable, vendorMessage: '' };
  expect(new RefusedError(facts).message).toBe('getCallback: refused with 999 CallbackNotConfigured (an-id)');
});

test('a message has the beginning of long words, and the error all of them', () => {
  const { code, reason, requestId, remedy, retryable } = errors.refused;
  const vendorMessage = 'x'.repeat(1_000_000);
  const error = new RefusedError({ code, reason, requestId, operationId, remedy, retryable, vendorMessage });
  const words = `${'x'.repeat(200)}...`;
  expect(error.message).toBe(`getCallback: refused with 999 CallbackNotConfigured: ${words} (an-id)`);
  expect(error.vendorMessage).toBe(vendorMessage);
});

test('the guard knows nothing else', () => {
  const others = [
    new Error('no'),
    new DOMException('The operation timed out', 'TimeoutError'),
    Object.assign(new Error('no'), { name: 'RefusedError', kind: 'refused' }),
    { kind: 'refused' },
    'refused',
    null,
    undefined,
  ];
  for (const other of others) expect(isTrtcCallError(other)).toBe(false);
});

test('a connection error without a code says what the last cause says', () => {
  const error = new ConnectionError(operationId, new Error('fetch failed', { cause: new Error('bad port') }));
  expect(error.message).toBe('getCallback: no answer: bad port');
});

test('the code of a connection error is found at the end of its causes', () => {
  const reset = Object.assign(new Error('read'), { code: 'ECONNRESET' });
  const cause = new Error('fetch failed', { cause: new Error('other side', { cause: reset }) });
  expect(new ConnectionError(operationId, cause)).toMatchObject({ code: 'ECONNRESET', cause });
  expect(new ConnectionError(operationId, new Error('fetch failed')).message).toBe(
    'getCallback: no answer: fetch failed',
  );
});

test('a message shows what a terminal or a CI system would obey, and the facts stay as the service gave them', () => {
  const requestId =
    'a\u001b[31m\u009b1m\r\n::error::b\u202ec\u200b\u2028##[error]d ##vso[task]e \u{e0041}\ud800';
  const facts = {
    code: 1,
    reason: 'Unknown',
    operationId,
    remedy: 'Wait.',
    retryable: false,
    vendorMessage: '',
  };
  const refused = new RefusedError({ ...facts, requestId });
  const issue = { rule: 'type', pointer: `/data/${requestId}`, expected: 'a string', got: 'null' } as const;
  const breach = new ContractError(operationId, [issue], requestId);
  for (const { message } of [refused, breach]) {
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|##[a-z]*\[/u);
    expect(message).toContain(
      String.raw`a\u001b[31m\u009b1m\u000d\u000a::error::b\u202ec\u200b\u2028#\u0023[error]d #\u0023vso[task]e \udb40\udc41\ud800`,
    );
  }
  expect([refused.requestId, breach.requestId, breach.issues[0]?.pointer]).toEqual([
    requestId,
    requestId,
    issue.pointer,
  ]);
});

test('an error for people is known by its brand, whatever class or copy of the package it is from', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-errors-'));
  const record = () => createHarFile({ path: join(folder, 'nowhere', 'calls.har') });
  expect(caught(record)).toMatchObject({ name: 'RecordingError', kind: 'recording' });
  for (const error of [caught(record), new ArgumentError('a', 'b', 'c', 'd')]) {
    expect(isErrorForPeople(error)).toBe(true);
  }
  expect(
    isErrorForPeople(Object.assign(new Error(), { [Symbol.for('trtc-call/error-for-people')]: true })),
  ).toBe(true);
  for (const other of [new TypeError('a defect'), 'text', null]) expect(isErrorForPeople(other)).toBe(false);
});

function caught(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}
