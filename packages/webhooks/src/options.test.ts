import { Pool } from 'pg';
import { createClient } from 'redis';
import { expect, test } from 'vitest';
import { createReceiver } from './create-receiver.ts';
import { contracts } from './generations.ts';
import { readSettings } from './receiver/settings.ts';
import { createWebhook } from './send/create-webhook.ts';
import { deliver } from './send/deliver.ts';
import { memoryStore } from './stores/memory.ts';
import { postgresStore } from './stores/postgres.ts';
import { redisStore } from './stores/redis.ts';
import { sqliteStore } from './stores/sqlite.ts';
import { app, openReceiver } from './testing/open-receiver.ts';
import { createCallWebhooks } from './v1/create-call-webhooks.ts';

/** Options as JavaScript gives them, which no compiler has seen. */
const misspelt = (name: string, value: unknown = 1) => JSON.parse(JSON.stringify({ [name]: value }));
const { receiver } = openReceiver({});
const webhook = createWebhook({ command: 'cancel', sdkAppId: app });
const call = {
  sdkAppId: app,
  callId: 'a',
  roomId: 'b',
  caller: 'alice',
  callees: ['bob'],
  mediaType: 'audio',
  result: 'cancel',
  startCallTs: 1,
  endTs: 2,
} as const;

const base = { sdkAppId: app, on: {} };
const to = 'https://receiver.example';

/** By what the error says: who was called, and the misspelt name. */
const mistakes: Readonly<Record<string, readonly [meant: string, work: () => unknown]>> = {
  'createReceiver: secrt': ['secret', () => createReceiver({ ...base, ...misspelt('secrt', 'x') })],
  'createReceiver: limits.bodyByte': [
    'bodyBytes',
    () => createReceiver({ ...base, limits: misspelt('bodyByte') }),
  ],
  'receiver.recover: maxAttempt': ['maxAttempts', () => receiver.recover(misspelt('maxAttempt'))],
  'receiver.close: miliseconds': ['milliseconds', () => receiver.close(misspelt('miliseconds'))],
  'receiver.fetch: adress': ['address', () => receiver.fetch(new Request(to), misspelt('adress'))],
  'memoryStore: maxEvent': ['maxEvents', () => memoryStore(misspelt('maxEvent'))],
  'sqliteStore: tabel': ['table', () => sqliteStore({ path: ':memory:', ...misspelt('tabel', 'x') })],
  'redisStore: prefx': ['prefix', () => redisStore({ client: createClient(), ...misspelt('prefx', 'x') })],
  'postgresStore: tabel': ['table', () => postgresStore({ pool: new Pool(), ...misspelt('tabel', 'x') })],
  waitSeconds: ['waitsSeconds', () => deliver(webhook, { to, ...misspelt('waitSeconds', [0]) })],
  sdkAppid: ['sdkAppId', () => createWebhook({ command: 'cancel', sdkAppId: app, ...misspelt('sdkAppid') })],
  invite: ['invited', () => createCallWebhooks({ ...call, ...misspelt('invite', ['carol']) })],
};

test.each(Object.entries(mistakes))(
  '"%s" is refused, and it is said which was meant',
  async (said, [meant, work]) => {
    const error = await (async () => work())().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: expect.stringMatching(/^(?:receiver|store|send)-option$/) });
    expect(String(error)).toContain(`${said}: there is no such option. Did you mean ${meant}?`);
  },
);

/** Options as JavaScript gives them, by what the error says. */
const pool = new Pool();
const client = createClient();
const path = ':memory:';
const stores: Readonly<Record<string, readonly [make: (options: never) => unknown, options: unknown]>> = {
  'sqliteStore: options: is not an object': [sqliteStore, undefined],
  'sqliteStore: path must be the name of a file (got "")': [sqliteStore, { path: '' }],
  'sqliteStore: path must be the name of a file (got undefined)': [sqliteStore, {}],
  'sqliteStore: table must be up to 58 letters': [sqliteStore, { path, table: 'a; DROP TABLE b' }],
  'such as trtc_call_events (got "1a")': [sqliteStore, { path, table: '1a' }],
  'sqliteStore: now must be a function (got 5)': [sqliteStore, { path, now: 5 }],
  'sqliteStore: machineClock must be a function (got null)': [sqliteStore, { path, machineClock: null }],
  'busyMilliseconds must be an integer from 0 (got -1)': [sqliteStore, { path, busyMilliseconds: -1 }],
  'postgresStore: options: is not an object': [postgresStore, null],
  'postgresStore: pool must be a Pool of pg (got undefined)': [postgresStore, {}],
  'pool must be a Pool of pg (got "postgres://x")': [postgresStore, { pool: 'postgres://x' }],
  'trtc_call_events (got "a; DROP TABLE b")': [postgresStore, { pool, table: 'a; DROP TABLE b' }],
  'trtc_call_events (got "")': [postgresStore, { pool, table: '' }],
  'trtc_call_events (got "a.b.c")': [postgresStore, { pool, table: 'a.b.c' }],
  [`such as trtc_call_events (got "${'y'.repeat(59)}")`]: [sqliteStore, { path, table: 'y'.repeat(59) }],
  // The names of its indexes would be cut to that of the table.
  [`trtc_call_events (got "${'x'.repeat(59)}")`]: [postgresStore, { pool, table: 'x'.repeat(59) }],
  'redisStore: client must be made by createClient() of the package redis, not by createCluster() or createSentinel() (got an object)':
    [redisStore, { client: {} }],
  'prefix must be a word without braces (got "a{b}")': [redisStore, { client, prefix: 'a{b}' }],
  'prefix must be a word without braces (got "")': [redisStore, { client, prefix: '' }],
  'redisStore: effectConnections must be an integer from 1 (got 0)': [
    redisStore,
    { client, effectConnections: 0 },
  ],
  'memoryStore: now must be a function (got 0)': [memoryStore, { now: 0 }],
  'memoryStore: maxEvents must be an integer from 1 (got 0)': [memoryStore, { maxEvents: 0 }],
};

test.each(Object.entries(stores))('a store is not made: %s', (said, [make, options]) => {
  expect(() => Reflect.apply(make, undefined, [options])).toThrow(
    expect.objectContaining({ code: 'store-option', message: expect.stringContaining(said) }),
  );
});

test.each([
  ['createReceiver: options: is not an object. Give an object.', createReceiver, []],
  ['receiver.recover: options: is not an object', receiver.recover, [null]],
  ['options: is not an object', createWebhook, []],
  ['options: is not an object', deliver, [webhook]],
  ['command: must be a command word (got undefined)', createWebhook, [{ sdkAppId: app }]],
  ['sdkAppId: must be the number of an app (got undefined)', createWebhook, [{ command: 'cancel' }]],
  [
    'at: must be Unix seconds (got NaN)',
    createWebhook,
    [{ command: 'cancel', sdkAppId: app, at: Number.NaN }],
  ],
])('%s', async (said, work: (...given: never[]) => unknown, given) => {
  const called = (async () => Reflect.apply(work, undefined, given))();
  await expect(called).rejects.toMatchObject({
    code: expect.stringMatching(/^(?:receiver|send)-option$/),
    message: expect.stringContaining(said),
  });
});

test('an option that resembles none is refused with all that there are', () => {
  expect(() => memoryStore(misspelt('colour'))).toThrow('Known options are now, maxEvents.');
});

test('an option that is undefined counts as left out', () => {
  const options = { sdkAppId: app, on: {}, secret: undefined, limits: undefined };
  expect(() => createReceiver(options)).not.toThrow();
});

test('a number that a method cannot use is refused with the name of the method', async () => {
  await expect(receiver.recover({ maxAttempts: 0 })).rejects.toThrow(
    'receiver.recover: maxAttempts: must be',
  );
  await expect(receiver.close({ milliseconds: -1 })).rejects.toThrow('receiver.close: milliseconds: must be');
});

test('the defaults of a receiver are those that its options and page state', () => {
  const day = 24 * 60 * 60 * 1000;
  expect(readSettings(contracts, { sdkAppId: app, on: {} }, memoryStore())).toMatchObject({
    bodyBytes: 65_536,
    bodyMilliseconds: 5000,
    concurrent: 1000,
    answerMilliseconds: 2000,
    storeMilliseconds: 2000,
    handlerMilliseconds: 300_000,
    leaseMilliseconds: 3000,
    // The vendor keeps records for seven days.
    doneMilliseconds: 8 * day,
    unconfirmedMilliseconds: day / 24,
    maxAgeMilliseconds: Number.POSITIVE_INFINITY,
    acknowledgesSlow: false,
    keepsAll: false,
  });
});
