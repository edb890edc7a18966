import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  createHarFile,
  createRedact,
  createRequestRedact,
  createViolationFile,
  harEntry,
} from './har/index.ts';
import { createTrtcCallClient } from './index.ts';
import { decodeUserSig, signUserSig, verifyUserSig } from './usersig/index.ts';
import { createLocalLimiter } from './v1/limiter.ts';
import { createRedisLimiter } from './v1/redis.ts';
import { findMismatches } from './v1/validators.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-names-'));
const path = join(folder, 'file');
const account = { sdkAppId: 1, secretKey: 'key', identifier: 'administrator' };
const redis = { eval() {} };
const limit = { requests: 1, perSeconds: 1 };
// As a program without types passes them.
const wrong = <Value extends object>(value: Value, names: object): Value =>
  Object.assign<Value, object>({ ...value }, names);

const cases = {
  createHarFile: [() => createHarFile(wrong({ path }, { sensr: 'probes' })), 'options.sensr', 'sensor'],
  createViolationFile: [
    () => createViolationFile(wrong({ path }, { redactIdentifer: true })),
    'options.redactIdentifer',
    'redactIdentifier',
  ],
  createRedact: [() => createRedact(wrong({}, { secret: ['a'] })), 'options.secret', 'secrets'],
  createRequestRedact: [() => createRequestRedact(wrong({}, { secret: ['a'] })), 'options.secret', 'secrets'],
  harEntry: [
    () =>
      harEntry(
        {
          startedAt: 0,
          milliseconds: 0,
          request: { method: 'POST', url: '', headers: {} },
          answer: undefined,
        },
        wrong({}, { redcat: String }),
      ),
    'options.redcat',
    'redact',
  ],
  createLocalLimiter: [() => createLocalLimiter(wrong({}, { maxQueu: 1 })), 'options.maxQueu', 'maxQueue'],
  'an operation of createLocalLimiter': [
    () => createLocalLimiter({ limits: wrong({}, { getCallbak: limit }) }),
    'limits.getCallbak',
    'getCallback',
  ],
  'a limit of createLocalLimiter': [
    () => createLocalLimiter({ limits: { getCallback: wrong(limit, { perSecond: 1 }) } }),
    'limits.getCallback.perSecond',
    'perSeconds',
  ],
  createRedisLimiter: [
    () => createRedisLimiter(wrong({ redis, sdkAppId: 1 }, { keyPrefx: 'a' })),
    'options.keyPrefx',
    'keyPrefix',
  ],
  'an operation of createRedisLimiter': [
    () => createRedisLimiter({ redis, sdkAppId: 1, limits: wrong({}, { getCallbak: limit }) }),
    'limits.getCallbak',
    'getCallback',
  ],
  signUserSig: [
    () => signUserSig(wrong(account, { lifetimeSecond: 60 })),
    'options.lifetimeSecond',
    'lifetimeSeconds',
  ],
  verifyUserSig: [
    () => verifyUserSig(wrong({ ...account, userSig: '' }, { toleranceSecond: 0 })),
    'options.toleranceSecond',
    'toleranceSeconds',
  ],
  decodeUserSig: [
    () => decodeUserSig('', wrong({}, { maxInflatedByte: 1 })),
    'options.maxInflatedByte',
    'maxInflatedBytes',
  ],
  findMismatches: [
    () =>
      findMismatches(
        wrong({ operationId: 'getCallback', sdkAppId: 1, body: {} } as const, { sdkAppid: 1 }),
        {},
      ),
    'asked.sdkAppid',
    'sdkAppId',
  ],
  createTrtcCallClient: [
    () =>
      createTrtcCallClient(wrong({ generation: 'v1' as const, ...account }, { timeoutMillisecond: 5000 })),
    'options.timeoutMillisecond',
    'timeoutMilliseconds',
  ],
  'retries of createTrtcCallClient': [
    () => createTrtcCallClient({ generation: 'v1', ...account, retry: wrong({}, { maxAttempt: 2 }) }),
    'retry.maxAttempt',
    'maxAttempts',
  ],
  'the pool of createTrtcCallClient': [
    () => createTrtcCallClient({ generation: 'v1', ...account, pool: wrong({}, { conections: 2 }) }),
    'pool.conections',
    'connections',
  ],
} satisfies Record<string, readonly [() => unknown, field: string, meant: string]>;

test.each(Object.entries(cases))('%s names the option that was meant', (_, [call, field, meant]) => {
  expect(call).toThrow(
    expect.objectContaining({ kind: 'argument', field, remedy: `did you mean ${meant}?` }),
  );
});

test('a file is not made for options that are refused', () => {
  expect(readdirSync(folder)).toEqual([]);
});
